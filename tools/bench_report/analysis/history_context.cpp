// Comparing contexts over time.
#include "tools/bench_report/analysis/history_context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

using Values = std::map<std::string, std::set<std::string>>;

void add(Values& values, const HistoryCommit& commit) {
  for (const Context* const context : commit.contexts) {
    for (const auto& [key, value] : *context) {
      values[key].insert(value);
    }
  }
}

Values values_of(std::span<const HistoryCommit* const> commits) {
  Values values;
  for (const HistoryCommit* const commit : commits) {
    add(values, *commit);
  }
  return values;
}

std::string key_with(const std::string& key, const std::set<std::string>& values) {
  const std::vector<std::string> list(values.begin(), values.end());
  return fmt::format("{} ({})", key, some(list, 3));
}

}  // namespace

std::vector<std::string> explanations(std::span<const HistoryCommit* const> before,
                                      std::span<const HistoryCommit* const> after) {
  const Values old_values = values_of(before);
  const Values new_values = values_of(after);
  std::vector<std::string> found;
  for (const auto& [key, values] : old_values) {
    const auto place = new_values.find(key);
    if (place != new_values.end() && values.size() == 1 && place->second.size() == 1 &&
        values != place->second) {
      found.push_back(fmt::format("{} ({}, then {})", key, *values.begin(), *place->second.begin()));
    }
  }
  return found;
}

void warn_of_mixtures(std::span<const HistoryCommit> commits, std::vector<std::string>& warnings) {
  Values all;
  std::set<std::string> keys;
  std::vector<std::string> mixed;
  for (const HistoryCommit& commit : commits) {
    Values values;
    add(values, commit);
    add(all, commit);
    bool is_mixed = false;
    for (const auto& [key, own] : values) {
      if (own.size() > 1 && role_of(key) == Role::decides) {
        keys.insert(key);
        is_mixed = true;
      }
    }
    if (is_mixed) {
      mixed.push_back(commit.id);
    }
  }
  if (!mixed.empty()) {
    const std::vector<std::string> list(keys.begin(), keys.end());
    warnings.push_back(fmt::format("{} measured in several ways ({}): the best counts: {}",
                                   counted(mixed.size(), "commit was", "commits were"), some(list),
                                   some(mixed)));
  }
  std::vector<std::string> differing;
  for (const auto& [key, values] : all) {
    if (values.size() > 1 && role_of(key) == Role::decides) {
      differing.push_back(key_with(key, values));
    }
  }
  if (!differing.empty()) {
    warnings.push_back("over the history the files differ in " + joined(differing) +
                       ": times may change with that, and not with a commit");
  }
}

}  // namespace bench_report
