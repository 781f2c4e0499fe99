// Completion and the manual page: of our own flags, and of what Google Benchmark's help says about its own.
#include "benchmarks/self_description.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <regex>
#include <string_view>

#include "benchmarks/options.hpp"
#include "kernels/strategy.hpp"
#include "tools/command_line/completion.hpp"
#include "tools/command_line/man_page.hpp"

namespace parallelization {
namespace {

using command_line::Candidate;

constexpr const char* exit_statuses =
    "0    measured; skipped families included\n"
    "1    some row is an error row: a wrong result, a worker that died\n"
    "2    bad input, nothing matches the filter, or a file can't be written\n"
    "130  interrupted; finished repetitions are written\n";

/// What the library prints to standard output, and only there. Empty where there is no room for a temporary
/// file.
std::string library_help() {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  const int output = dup(STDOUT_FILENO);
  std::string text;
  if (file && output >= 0 && std::fflush(stdout) == 0) {
    dup2(fileno(file.get()), STDOUT_FILENO);
    benchmark::PrintDefaultHelp();
    const bool is_whole = std::fflush(stdout) == 0;
    dup2(output, STDOUT_FILENO);
    std::rewind(file.get());
    for (int c = std::fgetc(file.get()); is_whole && c != EOF; c = std::fgetc(file.get())) {
      text += static_cast<char>(c);
    }
  }
  close(output);
  return text;
}

/// `[--benchmark_format=<console|json|csv>]` and `[--benchmark_list_tests={true|false}]`: flags, and the
/// values of those that have a choice.
void add_library_flags(std::vector<Candidate>& candidates, const std::string& word) {
  const std::string help = library_help();
  const std::regex flag(R"(\[(--[a-z_]+)(=?)([^\]]*)\])");
  for (std::sregex_iterator found(help.begin(), help.end(), flag), end; found != end; ++found) {
    const std::string name = (*found)[1].str() + '=';
    if (!word.starts_with(name)) {
      candidates.push_back({.word = name, .description = "Google Benchmark's"});
      continue;
    }
    const std::string values = (*found)[3];
    const std::regex choice(R"([A-Za-z]+(?=[|>}])|\|[A-Za-z]+)");
    if (values.find('|') == std::string::npos) {
      continue;
    }
    for (std::sregex_iterator value(values.begin(), values.end(), choice); value != end; ++value) {
      const std::string text = value->str();
      candidates.push_back({.word = name + text.substr(text.starts_with('|') ? 1 : 0), .description = ""});
    }
  }
}

/// Families that --explain knows.
std::vector<Candidate> values_of(const CLI::Option& option, const std::vector<std::string>& /*files*/) {
  std::vector<Candidate> families;
  for (const Entry& entry : strategies()) {
    if (option.check_lname("explain") && entry.explain) {
      families.push_back({.word = entry.name, .description = entry.summary});
    }
  }
  return families;
}

std::string completion(const std::vector<std::string>& words) {
  command_line::Completion all;
  with_own_flags([&](const CLI::App& app) { all = command_line::complete(app, words, values_of); });
  const std::string word = words.empty() ? "" : words.back();
  if (word.starts_with('-')) {
    all.files = word.starts_with("--benchmark_out=");
    add_library_flags(all.candidates, word);
    std::erase_if(all.candidates,
                  [&](const Candidate& candidate) { return !candidate.word.starts_with(word); });
  }
  return to_lines(all);
}

std::string manual_page() {
  std::string page;
  with_own_flags([&page](const CLI::App& app) {
    page = command_line::man_page(app, {{.title = "GOOGLE BENCHMARK'S OPTIONS", .text = library_help()},
                                        {.title = "EXIT STATUS", .text = exit_statuses}});
  });
  return page;
}

}  // namespace

std::optional<std::string> self_description(std::span<char* const> arguments) {
  if (arguments.size() < 2) {
    return std::nullopt;
  }
  const std::string_view question = arguments[1];
  if (question == "--complete") {
    const auto words = arguments.subspan(2);
    return completion({words.begin(), words.end()});
  }
  if (question == "--man-page" && arguments.size() == 2) {
    return manual_page();
  }
  return std::nullopt;
}

}  // namespace parallelization
