// How two sides are compared: options of all subcommands that do.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/noise_floor.hpp"
#include "tools/bench_report/input/reader.hpp"

namespace bench_report {

struct CompareArguments {
  CompareOptions options;
  std::optional<std::string> per_process;
  std::string floor_file;
  Floor floor;  ///< of that file, once it is read
  ReadOptions reading;
  RowArguments rows;
  std::vector<std::string> families;  ///< none, or the old and the new one's expressions
};

/// Adds them; `arguments` outlive the command.
void add_compare_arguments(CLI::App& command, CompareArguments& arguments);

/// Reads what the options name. To be called once, before compare_runs(); `arguments` must stay where they
/// are.
void settle(CompareArguments& arguments);

/// Compares runs as the options say.
Comparison compare_runs(std::vector<Run> before, std::vector<Run> after, const CompareArguments& arguments,
                        const Judging& judging = {});

}  // namespace bench_report
