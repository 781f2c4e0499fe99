// Comparing contexts.
#include "tools/bench_report/comparable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "tools/bench_report/reader.hpp"

namespace bench_report {
namespace {

/// What may differ from one run of the same thing to the next.
bool differs_by_nature(std::string_view key) {
  constexpr std::array<std::string_view, 4> keys{"date", "executable", "mhz_per_cpu", "cpu_scaling_enabled"};
  return std::ranges::find(keys, key) != keys.end();
}

/// What tells commits apart: may differ between the sides, not within one.
bool names_a_commit(std::string_view key) {
  return key.find("commit") != std::string_view::npos;
}

/// Facts that the contexts of both runs state, and state differently: `host_name is a and b`.
std::vector<std::string> differences(const Run& one, const Run& other, bool same_commit) {
  std::vector<std::string> list;
  for (const auto& [key, value] : one.context) {
    const auto place = other.context.find(key);
    if (place != other.context.end() && place->second != value && !differs_by_nature(key) &&
        (same_commit || !names_a_commit(key))) {
      list.push_back(fmt::format("{} is \"{}\" and \"{}\"", key, value, place->second));
    }
  }
  return list;
}

void require(const Run& one, const Run& other, bool same_commit, bool force,
             std::vector<std::string>& warnings) {
  const auto list = differences(one, other, same_commit);
  if (list.empty()) {
    return;
  }
  const std::string text =
      fmt::format("{} and {} are not comparable: {}", one.file, other.file, joined(list));
  if (!force) {
    throw UnusableInput(text + "; --force compares them nevertheless");
  }
  warnings.push_back(text);
}

void warn_of_the_unknown(const Run& one, const Run& other, std::vector<std::string>& warnings) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : one.context) {
    if (!other.context.contains(key) && !differs_by_nature(key) && !names_a_commit(key)) {
      keys.push_back(key);
    }
  }
  if (!keys.empty()) {
    warnings.push_back(fmt::format(
        "only {} states {}: whether they are the same on the other side is unknown", one.file, joined(keys)));
  }
}

}  // namespace

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

void require_one_commit(const std::vector<Run>& runs, bool force, std::vector<std::string>& warnings) {
  for (const Run& run : runs) {
    require(runs.front(), run, true, force, warnings);
  }
}

void require_comparable(const std::vector<Run>& before, const std::vector<Run>& after, bool force,
                        std::vector<std::string>& warnings) {
  require_one_commit(before, force, warnings);
  require_one_commit(after, force, warnings);
  require(before.front(), after.front(), false, force, warnings);
  warn_of_the_unknown(before.front(), after.front(), warnings);
  warn_of_the_unknown(after.front(), before.front(), warnings);
}

}  // namespace bench_report
