// Leaving out rows.
#include "tools/bench_report/input/selection.hpp"

#include <algorithm>
#include <stdexcept>

#include "tools/bench_report/input/pattern.hpp"
#include "tools/bench_report/input/rename.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

std::vector<std::regex> compiled(const std::string& option, const std::vector<std::string>& texts,
                                 std::string& all) {
  std::vector<std::regex> patterns;
  for (const std::string& text : texts) {
    patterns.push_back(make_regex(option, text));
    all += (all.empty() ? "" : " ") + option + " " + text;
  }
  return patterns;
}

bool finds(const std::vector<std::regex>& patterns, const std::string& name) {
  return std::ranges::any_of(
      patterns, [&](const std::regex& pattern) { return find_match(pattern, name).has_value(); });
}

void keep_family(std::span<Run> runs, const std::regex& pattern, const std::regex& other,
                 const std::string& replacement) {
  const auto common_name = [&](const std::string& name) -> std::optional<std::string> {
    const auto match = find_match(pattern, name);
    const auto other_match = find_match(other, name);
    return !match || (other_match && other_match->size > match->size)
               ? std::nullopt
               : std::optional(std::string(name).replace(match->place, match->size, replacement));
  };
  for (Run& run : runs) {
    std::erase_if(run.rows, [&](Row& row) {
      const auto name = common_name(row.name.full);
      row.name = name ? parse_name(*name) : row.name;
      return !name;
    });
    std::erase_if(run.complexities, [&](Complexity& complexity) {
      const auto name = common_name(complexity.name);
      complexity.name = name.value_or(complexity.name);
      return !name;
    });
  }
}

void require_rows(std::span<const Run> runs, const std::string& family) {
  if (std::ranges::all_of(runs, [](const Run& run) { return run.rows.empty(); })) {
    throw std::invalid_argument("--families: " + family + " finds no benchmark in " + runs.front().file);
  }
}

}  // namespace

Selection::Selection(std::vector<std::string> filters, const std::vector<std::string>& excludes) {
  std::erase(filters, "");  // finds every row
  filters_ = compiled("--filter", filters, text_);
  excludes_ = compiled("--exclude", excludes, text_);
}

bool Selection::wants(const std::string& name) const {
  return (filters_.empty() || finds(filters_, name)) && !finds(excludes_, name);
}

Selected Selection::apply(std::span<Run> runs) const {
  Selected selected;
  for (Run& run : runs) {
    for (const Row& row : run.rows) {
      selected.all.insert(row.name.full);
    }
    std::erase_if(run.rows, [&](const Row& row) { return !wants(row.name.full); });
    std::erase_if(run.complexities, [&](const Complexity& complexity) { return !wants(complexity.name); });
    for (const Row& row : run.rows) {
      selected.left.insert(row.name.full);
    }
  }
  return selected;
}

void select_families(const std::string& old_family, const std::string& new_family, std::span<Run> before,
                     std::span<Run> after) {
  const std::regex old_pattern = make_regex("--families", old_family);
  const std::regex new_pattern = make_regex("--families", new_family);
  const std::string common = printable("[" + old_family + " → " + new_family + "]");
  keep_family(before, old_pattern, new_pattern, common);
  keep_family(after, new_pattern, old_pattern, common);
  require_rows(before, old_family);
  require_rows(after, new_family);
}

}  // namespace bench_report
