// Comparing contexts.
#include "tools/bench_report/input/comparable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

/// What may differ from one run of the same thing to the next.
bool differs_by_nature(std::string_view key) {
  constexpr std::array<std::string_view, 5> keys{"date", "executable", "mhz_per_cpu", "cpu_scaling_enabled",
                                                 "interrupted"};
  return std::ranges::find(keys, key) != keys.end();
}

/// What tells commits apart: may differ between the sides, not within one.
bool names_a_commit(std::string_view key) {
  return key.find("commit") != std::string_view::npos;
}

/// What runs state of themselves; a fact that several state is the first one's.
class Facts {
 public:
  explicit Facts(std::span<const Run> runs) {
    for (const Run& run : runs) {
      add(run);
    }
  }

  void add(const Run& run) {
    for (const auto& [key, value] : run.context) {
      facts_.try_emplace(key, Fact{.value = value, .file = run.file});
    }
  }

  /// Throws, or warns under `force`, where both state a fact, and state it differently.
  void require_equal(const Facts& other, bool same_commit, bool force,
                     std::vector<std::string>& warnings) const {
    std::string files;
    std::vector<std::string> differences;
    for (const auto& [key, fact] : facts_) {
      const auto place = other.facts_.find(key);
      if (place != other.facts_.end() && place->second.value != fact.value && !differs_by_nature(key) &&
          (same_commit || !names_a_commit(key))) {
        files = files.empty() ? fact.file + " and " + place->second.file : files;
        differences.push_back(fmt::format("{} is \"{}\" and \"{}\"", key, fact.value, place->second.value));
      }
    }
    if (differences.empty()) {
      return;
    }
    const std::string text = fmt::format("{} are not comparable: {}", files, joined(differences));
    if (!force) {
      throw UnusableInput(text + "; --force compares them nevertheless");
    }
    warnings.push_back(text);
  }

  void warn_of_what_lacks(const Facts& other, std::vector<std::string>& warnings) const {
    std::string file;
    std::vector<std::string> keys;
    for (const auto& [key, fact] : facts_) {
      if (!other.facts_.contains(key) && !differs_by_nature(key) && !names_a_commit(key)) {
        file = file.empty() ? fact.file : file;
        keys.push_back(key);
      }
    }
    if (!keys.empty()) {
      warnings.push_back(fmt::format(
          "only {} states {}: whether they are the same on the other side is unknown", file, joined(keys)));
    }
  }

 private:
  struct Fact {
    std::string value;
    std::string file;
  };
  std::map<std::string, Fact> facts_;
};

}  // namespace

void require_one_commit(const std::vector<Run>& runs, bool force, std::vector<std::string>& warnings) {
  Facts known({});
  for (const Run& run : runs) {
    known.require_equal(Facts({&run, 1}), true, force, warnings);
    known.add(run);
  }
}

void require_comparable(const std::vector<Run>& before, const std::vector<Run>& after, bool force,
                        std::vector<std::string>& warnings) {
  require_one_commit(before, force, warnings);
  require_one_commit(after, force, warnings);
  const Facts old_facts(before);
  const Facts new_facts(after);
  old_facts.require_equal(new_facts, false, force, warnings);
  old_facts.warn_of_what_lacks(new_facts, warnings);
  new_facts.warn_of_what_lacks(old_facts, warnings);
}

std::string describe_mixture(std::span<const Run> runs) {
  std::map<std::string, std::vector<std::string>> values;
  for (const Run& run : runs) {
    for (const auto& [key, value] : run.context) {
      auto& known = values[key];
      if (!differs_by_nature(key) && std::ranges::find(known, value) == known.end()) {
        known.push_back(value);
      }
    }
  }
  std::vector<std::string> differences;
  for (const auto& [key, known] : values) {
    if (known.size() > 1) {
      differences.push_back(fmt::format("{} ({})", key, some(known, 3)));
    }
  }
  return differences.empty() ? ""
                             : fmt::format("the {} files are shown as one, but differ in {}", runs.size(),
                                           joined(differences));
}

void require_same_machine(const Run& calibration, const std::vector<Run>& runs, bool force,
                          std::vector<std::string>& warnings) {
  Facts({&calibration, 1}).require_equal(Facts(runs), false, force, warnings);
}

}  // namespace bench_report
