// What the subcommands of `bench-report` share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// Reads all files, in order; the runs of one that was put together of several are told apart. One that is
/// named twice is warned of. Throws UnusableInput.
std::vector<Run> read_runs(const std::vector<std::string>& files, const ReadOptions& options);

/// Writes to the file, whole or not at all, or to standard output when `path` is empty, "-" or "/dev/stdout".
/// Throws UnusableInput where the file is one of the inputs: measurements are not overwritten by what was
/// made of them.
void write_output(const std::string& path, const std::string& text, const std::vector<std::string>& inputs);

enum class Color { automatic, always, never };

/// Adds --color.
void add_color(CLI::App& command, Color& color);

/// Whether what is written there is to be coloured: by itself where it is a terminal's, and neither NO_COLOR
/// (no-color.org) nor a terminal that is "dumb" forbids it.
bool is_coloured(Color color, const std::string& path);

/// For options that are numbers: CLI11 takes an empty text, as of a variable that is not set, for 0.
inline const CLI::Validator is_not_empty(
    [](std::string& text) { return text.empty() ? "a number is missing" : ""; }, "", "");

/// Adds --format, with the names of formats that the subcommand's result has; the first is the default.
void add_format(CLI::App& command, Format& format, const std::vector<std::string>& names);

/// Each adds its subcommand to the program; when that has run, it leaves the exit status in `status`.
void add_quantiles(CLI::App& program, Exit& status);
void add_chart(CLI::App& program, Exit& status);
void add_calibrate(CLI::App& program, Exit& status);
void add_compare(CLI::App& program, Exit& status);
void add_functions(CLI::App& program, Exit& status);
void add_history(CLI::App& program, Exit& status);
void add_html(CLI::App& program, Exit& status);
void add_commits(CLI::App& program, Exit& status);
void add_bisect(CLI::App& program, Exit& status);

}  // namespace bench_report
