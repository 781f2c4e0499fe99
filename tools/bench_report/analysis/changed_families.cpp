// Counting rows by family.
#include "tools/bench_report/analysis/changed_families.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/text/natural_order.hpp"

namespace bench_report {
namespace {

bool is_a_change(Verdict verdict) {
  return verdict != Verdict::inconclusive && verdict != Verdict::equivalent && verdict != Verdict::skipped;
}

}  // namespace

std::vector<ChangedFamily> changed_families(const Comparison& comparison) {
  const auto changed = std::ranges::count_if(comparison.rows, is_a_change, &ComparedRow::verdict);
  if (static_cast<std::size_t>(changed) <= most_changed_rows) {
    return {};
  }
  std::map<std::string, std::size_t> sizes;
  std::map<std::pair<Verdict, std::string>, ChangedFamily> found;
  for (const ComparedRow& row : comparison.rows) {
    const std::string family = parse_name(row.name).family;
    ++sizes[family];
    if (!is_a_change(row.verdict)) {
      continue;
    }
    ChangedFamily& line = found[{row.verdict, family}];
    line.verdict = row.verdict;
    line.family = family;
    ++line.rows;
    if (const auto ratio = row.ratio()) {
      line.smallest = std::min(line.smallest.value_or(*ratio), *ratio);
      line.largest = std::max(line.largest.value_or(*ratio), *ratio);
    }
  }
  std::vector<ChangedFamily> families;
  for (auto& [key, line] : found) {
    line.all_rows = sizes[line.family];
    families.push_back(std::move(line));
  }
  std::ranges::stable_sort(families, [](const ChangedFamily& a, const ChangedFamily& b) {
    return a.verdict != b.verdict ? a.verdict < b.verdict : stands_before(a.family, b.family);
  });
  return families;
}

}  // namespace bench_report
