// Collecting labels and complexities.
#include "tools/bench_report/analysis/row_facts.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "tools/bench_report/text/natural_order.hpp"

namespace bench_report {

RowFacts row_facts(const std::vector<Run>& runs) {
  RowFacts facts;
  std::set<std::pair<std::string, std::string>> seen;
  for (const Run& run : runs) {
    for (const Row& row : run.rows) {
      if (!row.label.empty() && seen.emplace(row.name.full, row.label).second) {
        facts.labels.push_back({row.name.full, row.label});
      }
    }
    facts.complexities.insert(facts.complexities.end(), run.complexities.begin(), run.complexities.end());
  }
  std::ranges::stable_sort(facts.labels, stands_before, &Label::name);
  std::ranges::stable_sort(facts.complexities, stands_before, &Complexity::name);
  return facts;
}

std::string order_text(const std::string& order) {
  return order == "f(N)"          ? "a function of its own"
         : order.starts_with("(") ? "O" + order
                                  : "O(" + order + ")";
}

}  // namespace bench_report
