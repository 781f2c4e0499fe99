// Comparing contexts.
#include "tools/bench_report/input/comparable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>
#include <string_view>

#include "tools/bench_report/input/context_key.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

/// Is any of the words a part of the key between underscores (or at its ends)?
template <std::size_t N>
bool has_word(std::string_view key, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(words, [&](std::string_view word) {
    for (auto place = key.find(word); place != std::string_view::npos; place = key.find(word, place + 1)) {
      const auto end = place + word.size();
      if ((place == 0 || key[place - 1] == '_') && (end == key.size() || key[end] == '_')) {
        return true;
      }
    }
    return false;
  });
}

template <std::size_t N>
bool is_one_of(std::string_view key, const std::array<std::string_view, N>& keys) {
  return std::ranges::find(keys, key) != keys.end();
}

/// A program is the same wherever it lies.
std::string comparable_value(const std::string& key, const std::string& value) {
  return key == "executable" ? value.substr(value.find_last_of("/\\") + 1) : value;
}

/// What runs state under each key: every value once, with the file that states it first.
class Facts {
 public:
  explicit Facts(std::initializer_list<std::span<const Run>> sides) {
    for (const auto& runs : sides) {
      for (const Run& run : runs) {
        add(run);
      }
    }
  }

  struct Fact {
    std::string value;
    std::string file;
  };

  const std::map<std::string, std::vector<Fact>>& all() const { return facts_; }
  bool has(const std::string& key) const { return facts_.contains(key); }

 private:
  void add(const Run& run) {
    for (const auto& [key, text] : run.context) {
      const std::string value = comparable_value(key, text);
      auto& known = facts_[key];
      if (std::ranges::find(known, value, &Fact::value) == known.end()) {
        known.push_back({.value = value, .file = run.file});
      }
    }
  }

  std::map<std::string, std::vector<Fact>> facts_;
};

bool decides(Role role) {
  return role == Role::decides;
}

/// Throws, or warns under `force`, where some fact of a role that counts has several values.
void require_one_value(const Facts& facts, const std::function<bool(Role)>& counts, bool force,
                       std::vector<std::string>& warnings) {
  std::string files;
  std::vector<std::string> differences;
  for (const auto& [key, values] : facts.all()) {
    if (values.size() > 1 && counts(role_of(key))) {
      files = files.empty() ? values[0].file + " and " + values[1].file : files;
      differences.push_back(
          fmt::format("{} is \"{}\" and \"{}\"{}", key, values[0].value, values[1].value,
                      values.size() > 2 ? fmt::format(" and {} more", values.size() - 2) : ""));
    }
  }
  if (differences.empty()) {
    return;
  }
  const std::string text = fmt::format("{} are not comparable: {}", files, joined(differences));
  if (!force) {
    throw UnusableInput(text + "; --force compares them nevertheless, --ignore-context KEY without that");
  }
  warnings.push_back(text);
}

/// "host_name (a, b, c and 3 more)" for each key of a role that counts, where it has several values.
std::vector<std::string> differences(const Facts& facts, const std::function<bool(Role)>& counts,
                                     std::string_view where = "") {
  std::vector<std::string> list;
  for (const auto& [key, values] : facts.all()) {
    if (values.size() > 1 && counts(role_of(key))) {
      std::vector<std::string> texts;
      std::ranges::transform(values, std::back_inserter(texts), &Facts::Fact::value);
      list.push_back(fmt::format("{}{} ({})", key, where, some(texts, 3)));
    }
  }
  return list;
}

void warn_of_differences(std::vector<std::string> keys, std::vector<std::string>& warnings) {
  if (!keys.empty()) {
    warnings.push_back(
        fmt::format("the files differ in {}: whether that changes times is unknown", joined(keys)));
  }
}

bool is_worth_a_note(Role role) {
  return role == Role::names_run || role == Role::says_anything;
}

void warn_of_what_lacks(const Facts& facts, const Facts& other, std::vector<std::string>& warnings) {
  std::string file;
  std::vector<std::string> keys;
  for (const auto& [key, values] : facts.all()) {
    const Role role = role_of(key);
    if (!other.has(key) && (decides(role) || role == Role::says_anything)) {
      file = file.empty() ? values.front().file : file;
      keys.push_back(key);
    }
  }
  if (!keys.empty()) {
    warnings.push_back(fmt::format(
        "only {} states {}: whether they are the same on the other side is unknown", file, joined(keys)));
  }
}

}  // namespace

Role role_of(const std::string& key) {
  constexpr auto varying =
      std::to_array<std::string_view>({"date", "mhz_per_cpu", "cpu_scaling_enabled", "interrupted",
                                       "load_avg", "json_schema_version", "aslr_enabled", "commit_dirty"});
  constexpr auto deciding = std::to_array<std::string_view>(
      {"num_cpus",        "contest",           "function",  "formula",    "cpus",      "cpu",
       "cpu_model",       "cpu_name",          "cpu_brand", "model_name", "processor", "processors",
       "processor_model", "processor_caches",  "caches",    "cores",      "num_cores", "arch",
       "architecture",    "cpu_architecture",  "gpu",       "gpu_model",  "gpu_name",  "gpu_architecture",
       "instruction_set", "usable_processors", "platform",  "machine",    "workers",   "num_threads"});
  constexpr auto deciding_words = std::to_array<std::string_view>(
      {"compiler", "cxx", "cflags", "cxxflags", "flags", "toolchain", "sanitizer", "sanitize", "sanitizers",
       "ndebug", "optimization", "lto", "build_type", "buildtype"});
  constexpr auto times = std::to_array<std::string_view>({"date", "time", "timestamp", "datetime"});
  constexpr auto code =
      std::to_array<std::string_view>({"commit", "sha", "sha1", "hash", "revision", "rev", "branch", "tag",
                                       "git", "vcs", "changeset", "version", "dirty", "ref"});
  constexpr auto runs =
      std::to_array<std::string_view>({"host", "hostname", "executable", "run", "job", "pipeline", "workflow",
                                       "id", "uuid", "pid", "ci", "build_number", "url", "user"});
  const std::string name = normalised_key(key);
  if (is_one_of(name, varying)) {
    return Role::varies;
  }
  if (is_one_of(name, deciding) || has_word(name, deciding_words)) {
    return Role::decides;
  }
  return has_word(name, times)  ? Role::varies
         : has_word(name, code) ? Role::names_code
         : has_word(name, runs) ? Role::names_run
                                : Role::says_anything;
}

void require_one_commit(const std::vector<Run>& runs, bool force, std::vector<std::string>& warnings) {
  const Facts facts({runs});
  require_one_value(
      facts, [](Role role) { return decides(role) || role == Role::names_code; }, force, warnings);
  warn_of_differences(differences(facts, is_worth_a_note), warnings);
}

void require_comparable(const std::vector<Run>& before, const std::vector<Run>& after, bool force,
                        std::vector<std::string>& warnings) {
  const Facts facts({before, after});
  require_one_value(facts, decides, force, warnings);
  const Facts old_facts({before});
  const Facts new_facts({after});
  std::vector<std::string> keys = differences(facts, is_worth_a_note);
  const auto names_code = [](Role role) { return role == Role::names_code; };
  std::ranges::move(differences(old_facts, names_code, " on the old side"), std::back_inserter(keys));
  std::ranges::move(differences(new_facts, names_code, " on the new side"), std::back_inserter(keys));
  warn_of_differences(std::move(keys), warnings);
  warn_of_what_lacks(old_facts, new_facts, warnings);
  warn_of_what_lacks(new_facts, old_facts, warnings);
}

std::string describe_mixture(std::span<const Run> runs) {
  const auto keys = differences(Facts({runs}), [](Role role) { return role != Role::varies; });
  return keys.empty()
             ? ""
             : fmt::format("the {} files are shown as one, but differ in {}", runs.size(), joined(keys));
}

void require_same_machine(const Run& calibration, const std::vector<Run>& runs, bool force,
                          std::vector<std::string>& warnings) {
  const Facts facts({{&calibration, 1}, runs});
  require_one_value(facts, decides, force, warnings);
  warn_of_differences(differences(facts, is_worth_a_note), warnings);
}

}  // namespace bench_report
