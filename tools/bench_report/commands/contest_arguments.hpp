// Whether families compete, and when they are equal.
#pragma once

#include <CLI/CLI.hpp>

#include "tools/bench_report/analysis/make_series.hpp"

namespace bench_report {

/// Adds --contest and --tie; `series` outlives the command.
void add_contest_arguments(CLI::App& command, SeriesOptions& series);

}  // namespace bench_report
