// Completion, with the metrics and families of the files that the command line names, and the manual page.
#include "tools/bench_report/commands/self_description.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>
#include <vector>

#include "tools/bench_report/analysis/known_metrics.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/command_line/completion.hpp"
#include "tools/command_line/man_page.hpp"

namespace bench_report {
namespace {

using command_line::Candidate;

/// Nobody waits for more than that while typing.
constexpr std::uintmax_t most_bytes = 16U << 20U;

std::vector<Run> runs_of(const std::vector<std::string>& files) {
  std::vector<Run> runs;
  std::uintmax_t bytes = 0;
  for (const std::string& file : files) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(file, unknown)) {
      continue;
    }
    bytes += std::filesystem::file_size(file, unknown);
    if (unknown || bytes > most_bytes) {
      break;
    }
    std::ranges::move(read_file(file, {.salvage = true, .library_version = "", .ignored_context = {}}),
                      std::back_inserter(runs));
  }
  return runs;
}

std::vector<Candidate> values_in_files(const CLI::Option& option, const std::vector<std::string>& files) {
  const std::vector<Run> runs = runs_of(files);
  std::vector<Candidate> candidates;
  const auto offer = [&](const auto& words) {
    for (const std::string& word : words) {
      candidates.push_back({.word = word, .description = ""});
    }
  };
  if (option.check_lname("metric")) {
    offer(metrics_of({&runs}));
  } else if (option.check_lname("relative-to")) {
    std::set<std::string> families;
    const SeriesSet set = make_series(runs, {});
    for (const Series& series : set.series) {
      families.insert(series.name);
    }
    for (const auto& [name, point] : set.without_axis) {
      families.insert(name);
    }
    offer(families);
  } else if (option.check_lname("ignore-context")) {
    std::set<std::string> keys;
    for (const Run& run : runs) {
      for (const auto& [key, value] : run.context) {
        keys.insert(key);
      }
    }
    offer(keys);
  }
  return candidates;
}

}  // namespace

std::optional<std::string> self_description(const CLI::App& program, std::span<char* const> arguments) {
  if (arguments.size() < 2) {
    return std::nullopt;
  }
  const std::string_view question = arguments[1];
  if (question == "--complete") {
    const auto words = arguments.subspan(2);
    return to_lines(command_line::complete(program, {words.begin(), words.end()}, values_in_files));
  }
  if (question == "--man-page" && arguments.size() == 2) {
    return command_line::man_page(program, {{.title = "EXIT STATUS", .text = exit_statuses}});
  }
  return std::nullopt;
}

}  // namespace bench_report
