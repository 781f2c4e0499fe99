// `bench-report compare OLD NEW` and `compare --old FILE… --new FILE…`
#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/gate.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/compare_arguments.hpp"
#include "tools/bench_report/commands/measure_arguments.hpp"
#include "tools/bench_report/output/compare_report.hpp"
#include "tools/bench_report/output/report.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

struct CompareCommand {
  std::vector<std::string> positional;
  std::vector<std::string> before;
  std::vector<std::string> after;
  CompareArguments comparing;
  MeasureArguments measuring;
  Format format = Format::text;
  std::string output;
  Color color = Color::automatic;
};

void take_positional(CompareCommand& arguments) {
  if (arguments.positional.empty() && !arguments.before.empty() && !arguments.after.empty()) {
    return;
  }
  if (arguments.positional.size() == 1 && !arguments.comparing.families.empty() && arguments.before.empty() &&
      arguments.after.empty()) {
    arguments.before = arguments.after = arguments.positional;
    return;
  }
  if (arguments.positional.size() != 2 || !arguments.before.empty() || !arguments.after.empty()) {
    throw std::invalid_argument(
        "compare takes two files, OLD.json NEW.json, or several a side: --old A1.json A2.json --new B1.json "
        "B2.json, or two programs");
  }
  arguments.before = {arguments.positional[0]};
  arguments.after = {arguments.positional[1]};
}

/// Whether there are two programs to measure. Throws where there is a program and something else.
bool are_programs(const std::vector<std::string>& names) {
  const auto programs = static_cast<std::size_t>(std::ranges::count_if(names, is_program));
  if (programs > 0 && (programs != names.size() || names.size() != 2)) {
    throw std::invalid_argument("compare takes two programs, or files, not both: " + joined(names, " "));
  }
  return programs > 0;
}

Exit compare_programs(CompareCommand& arguments) {
  if (!arguments.before.empty() || !arguments.after.empty()) {
    throw std::invalid_argument("compare takes two programs, or files of --old and --new, not both");
  }
  ChildProcesses processes;
  ResultsFolder folder(arguments.output.empty() ? "bench-report-results" : arguments.output);
  const auto absolute = [](const std::string& path) { return std::filesystem::absolute(path).string(); };
  return report_of_programs(processes, {absolute(arguments.positional[0]), absolute(arguments.positional[1])},
                            arguments.measuring, arguments.comparing, folder, arguments.format,
                            is_coloured(arguments.color, ""));
}

Exit compare_files(CompareCommand& arguments) {
  take_positional(arguments);
  if (!arguments.measuring.flags.empty()) {
    throw std::invalid_argument("flags (behind --) are for programs; these are files");
  }
  const Comparison comparison =
      compare_runs(read_runs(arguments.before, arguments.comparing.reading),
                   read_runs(arguments.after, arguments.comparing.reading), arguments.comparing);
  std::vector<std::string> inputs = arguments.before;
  inputs.insert(inputs.end(), arguments.after.begin(), arguments.after.end());
  inputs.push_back(arguments.comparing.floor_file);
  write_output(
      arguments.output,
      formatted(CompareReport(comparison), arguments.format, is_coloured(arguments.color, arguments.output)),
      inputs);
  return exit_status(comparison);
}

}  // namespace

void add_compare(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "compare",
      "Which rows became slower or faster: for people, and to gate CI (exit status 1: regression)");
  auto arguments = std::make_shared<CompareCommand>();
  command
      ->add_option(
          "files", arguments->positional,
          "Two files, OLD.json NEW.json, or two programs, which are measured in turns until all is decided")
      ->type_name("FILE");
  command->add_option("--old", arguments->before, "Files of the old side, one for each process")
      ->type_name("FILE…");
  command->add_option("--new", arguments->after, "Files of the new side")->type_name("FILE…");
  add_compare_arguments(*command, arguments->comparing);
  add_measure_arguments(*command, arguments->measuring);
  add_format(*command, arguments->format, {"text", "markdown", "json", "junit"});
  add_color(*command, arguments->color);
  command
      ->add_option("-o,--output", arguments->output,
                   "File to write; default: standard output. Of programs: folder for what is measured, and "
                   "the reports "
                   "(default: bench-report-results)")
      ->type_name("FILE");
  command->callback([arguments, &status] {
    settle(arguments->comparing);
    status = are_programs(arguments->positional) ? compare_programs(*arguments) : compare_files(*arguments);
  });
}

}  // namespace bench_report
