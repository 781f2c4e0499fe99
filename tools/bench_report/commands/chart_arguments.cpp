// Options, files and words of charts.
#include "tools/bench_report/commands/chart_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <span>
#include <stdexcept>
#include <utility>

#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/contest_arguments.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/text/counts.hpp"

namespace bench_report {
namespace {

std::string several(const std::vector<std::string>& files, const std::string& name) {
  return files.size() == 1 ? std::filesystem::path(files.front()).filename().string()
                           : fmt::format("{} ({} files)", name, files.size());
}

ReadSides with_rows_chosen(std::vector<Side> sides, const RowArguments& rows) {
  std::vector<std::span<Run>> runs;
  runs.reserve(sides.size());
  for (Side& side : sides) {
    runs.emplace_back(side.runs);
  }
  std::vector<std::string> notes = select_rows(runs, rows);
  std::vector<FileNames> files;
  for (Side& side : sides) {
    std::ranges::move(names_by_file(side.runs), std::back_inserter(files));
  }
  tell_apart(files);
  return {.sides = std::move(sides), .notes = std::move(notes)};
}

}  // namespace

void add_chart_arguments(CLI::App& command, ChartArguments& arguments) {
  auto* const files =
      command.add_option("files", arguments.files, "Google Benchmark JSON files, each a run, oldest first")
          ->type_name("FILE…");
  auto* const old_files =
      command
          .add_option("--old", arguments.old_files, "Files that together are the old run, instead of FILE…")
          ->type_name("FILE…")
          ->excludes(files);
  auto* const new_files =
      command
          .add_option("--new", arguments.new_files, "Files that together are the new run, instead of FILE…")
          ->type_name("FILE…")
          ->excludes(files);
  old_files->needs(new_files);
  command.add_option("--metric", arguments.series.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  command
      .add_option("--x", arguments.series.axis,
                  "Part of the names along the x axis: an argument (N, #2), any part by its place (/2), "
                  "threads; default: the "
                  "number that varies most")
      ->type_name("NAME");
  add_contest_arguments(command, arguments.series);
  command.add_option("--title", arguments.title, "Title")->type_name("TEXT");
  add_row_arguments(command, arguments.rows, true);
  add_reading_arguments(command, arguments.reading, arguments.series.directions);
}

std::vector<std::string> notes_with_aggregates(std::vector<std::string> notes,
                                               std::span<const SeriesSet> charted) {
  std::size_t aggregates = 0;
  for (const SeriesSet& set : charted) {
    aggregates += set.aggregates;
  }
  if (aggregates > 0) {
    notes.push_back(
        fmt::format("{} only aggregates in the file: a point is the median, one value without a spread",
                    counted(aggregates, "row has", "rows have")));
  }
  return notes;
}

std::vector<std::string> ChartArguments::inputs() const {
  std::vector<std::string> all = files;
  all.insert(all.end(), old_files.begin(), old_files.end());
  all.insert(all.end(), new_files.begin(), new_files.end());
  return all;
}

ReadSides read_sides(const ChartArguments& arguments) {
  std::vector<Side> sides;
  if (!arguments.new_files.empty()) {
    if (!arguments.old_files.empty()) {
      sides.push_back({.name = several(arguments.old_files, "old"),
                       .runs = read_runs(arguments.old_files, arguments.reading)});
    }
    sides.push_back({.name = several(arguments.new_files, "new"),
                     .runs = read_runs(arguments.new_files, arguments.reading)});
    return with_rows_chosen(std::move(sides), arguments.rows);
  }
  if (arguments.files.empty()) {
    throw std::invalid_argument("no files: name the JSON files that --benchmark_out wrote");
  }
  const auto names = names_of_files(arguments.files);
  for (std::size_t i = 0; i < names.size(); ++i) {
    sides.push_back({.name = names[i], .runs = read_runs({arguments.files[i]}, arguments.reading)});
  }
  return with_rows_chosen(std::move(sides), arguments.rows);
}

}  // namespace bench_report
