// Rows arranged as curves: one series per family, one point per value of the numeric argument.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench_report/model.hpp"

namespace bench_report {

struct Point {
  std::vector<double> samples;       ///< finite, in ascending order; of the files in which it did not fail
  std::vector<double> processes;     ///< the median of each run's samples, in the order of the runs
  std::optional<std::string> error;  ///< where it failed in all files that have it
};

struct Series {
  std::string name;  ///< the family, with the arguments that are not the axis, if there are any
  std::map<double, Point> points;
  std::set<double> without_samples;  ///< where it has a row, but no point: skipped, or the metric is missing

  /// A bound (`limit/…`) is shown, but does not compete.
  bool is_limit() const { return name.starts_with("limit/"); }
};

/// A row that is in no series, and why.
struct LeftOut {
  std::string name;
  std::string reason;
};

struct SeriesSet {
  std::string axis;  ///< argument along the x axis, as SeriesOptions::axis names it; "" where no row has one
  std::string metric;
  std::size_t runs = 1;        ///< files that were put together, each a process
  std::vector<Series> series;  ///< by name: rows of an interleaved run stand in random order in the file
  std::map<std::string, Point> without_axis;  ///< rows without that argument, by name
  std::vector<LeftOut> skipped;
  std::vector<LeftOut> failed;
  std::vector<LeftOut> not_drawn;  ///< rows without samples of the metric
};

struct SeriesOptions {
  std::string metric = "real_time";  ///< real_time, cpu_time, or a counter's name
  std::string axis;                  ///< a name, or "#2" for the second argument where it has none;
                     ///< empty: the numeric argument that takes the most values; "threads" is one of them
                     ///< where some row has several
  std::size_t drop_slowest =
      0;  ///< the notebook's rule: each row's K slowest samples of each file are dropped first
};

/// What is shown as one: a file, or several whose samples are put together.
struct Side {
  std::string name;
  std::vector<Run> runs;
};

/// Rows of several files that match are put together: their samples are one sample. Throws UnusableInput
/// where two rows of one file do, and std::invalid_argument, one line, where the options name something that
/// no row has; it lists what there is.
SeriesSet make_series(const std::vector<Run>& runs, const SeriesOptions& options);

/// The same for each side, with one axis for all. Throws where no side has what the options name.
std::vector<SeriesSet> make_series_of_sides(std::span<const Side> sides, const SeriesOptions& options);

/// A point's samples for intervals. What differs between processes is not seen within one: of several runs
/// each is one sample.
const std::vector<double>& replicates(const SeriesSet& set, const Point& point);

/// The series of that name; nullptr where there is none.
const Series* find_series(const SeriesSet& set, const std::string& name);

/// The point of a family at `x`, or without one; nullptr where there is none.
const Point* find_point(const SeriesSet& set, const std::string& family, std::optional<double> x);

/// Whether rows of that name are in the set, with or without the axis's argument.
bool has_family(const SeriesSet& set, const std::string& name);

/// Whether anything was measured.
bool has_samples(const SeriesSet& set);

/// What people call the axis: "N", "threads", "argument 2", or "argument" where there is none.
std::string axis_name(const SeriesSet& set);

/// The same in a sentence: "the argument N", "argument 2".
std::string argument_name(const SeriesSet& set);

/// For a complaint: `--relative-to nobody: no such family; there are: …`, in one line.
std::string unknown_family(const std::string& family, std::span<const SeriesSet> sets);

}  // namespace bench_report
