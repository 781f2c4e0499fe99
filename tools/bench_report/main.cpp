// The program `bench-report`.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <utility>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/measure_arguments.hpp"
#include "tools/bench_report/commands/self_description.hpp"
#include "tools/bench_report/input/libraries.hpp"
#include "tools/bench_report/text/printable.hpp"
#include "tools/command_line/version.hpp"

namespace {

using namespace bench_report;

/// What opens the command line and is no subcommand: the library would only say that one is required.
std::string complaint_about(const std::string& word, const CLI::App& program) {
  std::string names;
  for (const CLI::App* const command : program.get_subcommands({})) {
    names += (names.empty() ? "" : ", ") + command->get_name();
  }
  return word + ": no such subcommand; there are " + names;
}

std::string version() {
  auto libraries = command_line::shared_libraries();
  std::ranges::copy(reading_libraries(), std::back_inserter(libraries));
  return command_line::version_text("bench-report", libraries);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program("bench-report: quantiles, charts and comparisons of any Google Benchmark JSON.",
                   "bench-report");
  program.require_subcommand(1);
  program.set_help_all_flag("--help-all", "Print the help of all subcommands");
  program.set_version_flag("--version", version, "Print version, commit, compiler and libraries");
  program.footer(std::string("Exit status:\n") + exit_statuses);
  Exit status = Exit::success;
  add_quantiles(program, status);
  add_chart(program, status);
  add_compare(program, status);
  add_calibrate(program, status);
  add_history(program, status);
  add_html(program, status);
  add_functions(program, status);
  add_commits(program, status);
  add_bisect(program, status);
  try {
    if (const auto answer = self_description(program, {argv, static_cast<std::size_t>(argc)})) {
      write_output("", *answer, {});
      return static_cast<int>(Exit::success);
    }
    auto words = with_flags_as_options(argc, argv);
    std::ranges::reverse(words);  // as the library wants it
    program.parse(std::move(words));
  } catch (const CLI::Success& help) {
    return program.exit(help);
  } catch (const CLI::ParseError& error) {
    std::string message = error.what();
    const auto used = program.get_subcommands();
    if (used.empty() && argc > 1) {
      message = complaint_about(argv[1], program);
    }
    const std::string command = used.empty() ? "" : ' ' + used.front()->get_name();
    std::cerr << "bench-report: " << printable(message) << " (see bench-report" << command << " --help)\n";
    return static_cast<int>(Exit::bad_input);
  } catch (const std::exception& error) {
    std::cerr << "bench-report: " << printable(error.what()) << '\n';
    return static_cast<int>(Exit::bad_input);
  }
  return static_cast<int>(status);
}
