// Comparing contexts over time.
#include "tools/bench_report/analysis/history_context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

using Values = std::map<std::string, std::set<std::string>>;

/// What contexts say under each key. Those with the same content are one object: each is looked at once.
class Facts {
 public:
  void add(const HistoryCommit& commit) {
    for (const Context* const context : commit.contexts) {
      if (seen_.insert(context).second) {
        for (const auto& [key, value] : *context) {
          values_[key].insert(value);
        }
      }
    }
  }
  const Values& values() const { return values_; }

 private:
  std::unordered_set<const Context*> seen_;
  Values values_;
};

Facts facts_of(std::span<const HistoryCommit* const> commits) {
  Facts facts;
  for (const HistoryCommit* const commit : commits) {
    facts.add(*commit);
  }
  return facts;
}

std::string key_with(const std::string& key, const std::set<std::string>& values) {
  const std::vector<std::string> list(values.begin(), values.end());
  return fmt::format("{} ({})", key, some(list, 3));
}

}  // namespace

std::vector<std::string> explanations(std::span<const HistoryCommit* const> before,
                                      std::span<const HistoryCommit* const> after) {
  const Facts old_facts = facts_of(before);
  const Facts new_facts = facts_of(after);
  std::vector<std::string> found;
  for (const auto& [key, values] : old_facts.values()) {
    const auto place = new_facts.values().find(key);
    if (place != new_facts.values().end() && values.size() == 1 && place->second.size() == 1 &&
        values != place->second) {
      found.push_back(fmt::format("{} ({}, then {})", key, *values.begin(), *place->second.begin()));
    }
  }
  return found;
}

void warn_of_mixtures(std::span<const HistoryCommit> commits, std::vector<std::string>& warnings) {
  Facts all;
  std::set<std::string> keys;
  std::vector<std::string> mixed;
  for (const HistoryCommit& commit : commits) {
    all.add(commit);
    if (commit.contexts.size() < 2) {
      continue;
    }
    Facts facts;
    facts.add(commit);
    bool is_mixed = false;
    for (const auto& [key, own] : facts.values()) {
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
  for (const auto& [key, values] : all.values()) {
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
