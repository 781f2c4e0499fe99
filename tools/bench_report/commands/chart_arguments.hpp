// What `bench-report chart` and `bench-report html` share: which files make which runs, and the words around
// a chart.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/input/reader.hpp"

namespace bench_report {

struct ChartArguments {
  std::vector<std::string> files;      ///< each a run, oldest first
  std::vector<std::string> old_files;  ///< or: all of them one run,
  std::vector<std::string> new_files;  ///< and all of these the newer one
  SeriesOptions series;
  std::string relative_to;
  std::string title;
  std::string output;
  ReadOptions reading;
  RowArguments rows;

  std::vector<std::string> inputs() const;  ///< all files
};

/// The options of both, `arguments` outliving the command.
void add_chart_arguments(CLI::App& command, ChartArguments& arguments);

/// The sides, oldest first, and what should be said of how their rows were chosen.
struct ReadSides {
  std::vector<Side> sides;
  std::vector<std::string> notes;
};

/// Reads the files, and chooses their rows. Throws UnusableInput, or std::invalid_argument where there is no
/// file.
ReadSides read_sides(const ChartArguments& arguments);

/// The notes, and how many points are medians of aggregates.
std::vector<std::string> notes_with_aggregates(std::vector<std::string> notes,
                                               std::span<const SeriesSet> charted);

}  // namespace bench_report
