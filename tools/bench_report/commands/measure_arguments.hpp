// Measuring two programs and comparing them: what `compare`, `commits` and `bisect` share.
#pragma once

#include <CLI/CLI.hpp>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/commands/compare_arguments.hpp"
#include "tools/bench_report/measure/process.hpp"
#include "tools/bench_report/measure/results_folder.hpp"
#include "tools/bench_report/measure/turns.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

struct MeasureArguments {
  double time_budget = 600;  ///< seconds
  double timeout = 600;      ///< seconds of one process
  std::size_t most_processes = 0;
  std::optional<std::size_t> processes;  ///< a side, exactly
  std::vector<std::string> flags;        ///< of both programs
};

/// Adds --time-budget, --timeout, --max-processes, --processes and --flag; `arguments` outlive the command.
void add_measure_arguments(CLI::App& command, MeasureArguments& arguments);

/// What follows "--" as values of --flag: `compare OLD NEW -- --x` is `compare OLD NEW --flag=--x`.
std::vector<std::string> with_flags_as_options(int argc, const char* const* argv);

/// Whether the file is a program, and not results: executable, and a binary or a script.
bool is_program(const std::string& path);

/// A line on standard error.
void say(const std::string& words);

struct MeasuredComparison {
  Comparison comparison;
  Stop stop = Stop::decided;
};

/// Lists the rows of both programs (absolute paths), measures them in turns, and compares. Empty where it was
/// interrupted before there was anything to compare. Throws as measure_in_turns() and compare() do; what was
/// measured stays.
std::optional<MeasuredComparison> measure_and_compare(Processes& processes,
                                                      const std::array<std::string, 2>& programs,
                                                      const MeasureArguments& measuring,
                                                      const CompareArguments& comparing,
                                                      ResultsFolder& folder);

/// The same, and its reports: on standard output in the format, and in the folder when all is measured.
/// Returns the exit status.
Exit report_of_programs(Processes& processes, const std::array<std::string, 2>& programs,
                        const MeasureArguments& measuring, const CompareArguments& comparing,
                        ResultsFolder& folder, Format format, bool is_coloured);

}  // namespace bench_report
