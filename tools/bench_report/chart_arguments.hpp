// What `bench-report chart` and `bench-report html` share: which files make which runs, and the words around
// a chart.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/chart.hpp"
#include "tools/bench_report/series.hpp"

namespace bench_report {

struct ChartArguments {
  std::vector<std::string> files;      ///< each a run, oldest first
  std::vector<std::string> old_files;  ///< or: all of them one run,
  std::vector<std::string> new_files;  ///< and all of these the newer one
  SeriesOptions series;
  std::string relative_to;
  std::string title;
  std::string output;
  bool salvage = false;  ///< keep the whole rows of a file that is cut off

  std::vector<std::string> inputs() const;  ///< all files
};

/// The options of both, `arguments` outliving the command.
void add_chart_arguments(CLI::App& command, ChartArguments& arguments);

/// Reads the files: runs, oldest first. Throws UnusableInput, or std::invalid_argument where there is no
/// file.
std::vector<Side> read_sides(const ChartArguments& arguments);

/// The names of the runs, for make_chart_data().
std::vector<std::string> names_of(std::span<const Side> sides);

/// What is left out of a chart: one line for each reason, behind `what` ("Skipped"); of many rows the first.
std::vector<std::string> left_out_lines(std::span<const LeftOut> rows, const std::string& what);

/// Title and axis, as far as they follow from the data.
ChartText chart_text(const ChartData& data, std::span<const Side> sides, const ChartArguments& arguments);

/// Small print about machines, reading, and what was left out. What several runs share is said once.
std::vector<std::string> small_print(const ChartData& data, std::span<const Side> sides,
                                     std::span<const SeriesSet> sets);

/// How to read the chart: what lines and bands are, and the base of ratios with its absolute values.
std::vector<std::string> reading_lines(const ChartData& data);

}  // namespace bench_report
