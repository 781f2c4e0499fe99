// How files are read, and what is known of their metrics: options that every subcommand has.
#pragma once

#include <CLI/CLI.hpp>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/reader.hpp"

namespace bench_report {

/// Adds --salvage, --library-version, --ignore-context, --more-is-better and --less-is-better. Both outlive
/// the command.
void add_reading_arguments(CLI::App& command, ReadOptions& reading, DirectionRules& directions);

}  // namespace bench_report
