// Rows arranged as curves: one series per family, one point per value of the numeric argument.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench_report/input/metric.hpp"

namespace bench_report {

struct Point {
  std::vector<double> samples;       ///< finite, in ascending order; of the files in which it did not fail
  std::vector<double> processes;     ///< the median of each run's samples, in the order of the runs
  std::optional<std::string> error;  ///< where it failed in all files that have it
  double workers = 0;                ///< that took part, as the counter `workers` says; 0: it does not
};

/// A bound (`limit/…`) is shown, but does not compete.
inline bool is_limit(std::string_view family) {
  return family.starts_with("limit/");
}

/// Families that belong together: the first part of the name, without template arguments: `vectorized` of
/// `vectorized/eager`, `BM_Sort` of `BM_Sort<int>/std`.
std::string group_of(const std::string& family);

struct Series {
  std::string name;  ///< the family, with the arguments that are not the axis, if there are any
  std::map<double, Point> points;
  std::set<double> without_samples;  ///< where it has a row, but no point: skipped, or the metric is missing

  bool is_limit() const { return bench_report::is_limit(name); }
};

/// A row that is in no series, and why.
struct LeftOut {
  std::string name;
  std::string reason;
};

/// How the values of an axis are divided.
enum class AxisKind {
  logarithmic,  ///< zero, where there is one, has a place of its own before the others
  linear,
  categories  ///< in order, but with nothing between them: points are not joined
};

struct AxisScale {
  std::string title;  ///< what people call the axis: "N", "threads", "argument 2", "M = N = K"
  AxisKind kind = AxisKind::logarithmic;
  std::map<double, std::string> texts;  ///< of values that are not called by their number: "64KiB", "std"
};

struct SeriesSet {
  std::string
      axis;  ///< part of the names along the x axis, as SeriesOptions::axis names it; "" where no row has one
  AxisScale scale;
  std::string metric;
  Direction direction = Direction::less;  ///< of the metric
  bool is_contest = false;                ///< its families do one job, so that one of them is the best
  double tie = 0;                         ///< a lead below this share counts as none: 0.05 for 5 %
  std::size_t aggregates = 0;             ///< rows of which only the median of aggregates is known
  std::size_t runs = 1;                   ///< files that were put together, each a process
  std::vector<Series> series;  ///< by name: rows of an interleaved run stand in random order in the file
  std::map<std::string, Point> without_axis;  ///< rows without that argument, by name
  std::vector<LeftOut> skipped;
  std::vector<LeftOut> failed;
  std::vector<LeftOut> not_drawn;  ///< rows without samples of the metric
};

/// A point's samples for intervals. What differs between processes is not seen within one: of several runs
/// each is one sample.
const std::vector<double>& replicates(const SeriesSet& set, const Point& point);

/// The series of that name; nullptr where there is none.
const Series* find_series(const SeriesSet& set, const std::string& name);

/// The point of a family at `x`, or without one; nullptr where there is none.
const Point* find_point(const SeriesSet& set, const std::string& family, std::optional<double> x);

/// Values of the axis at which some series has a point, in ascending order.
std::vector<double> sizes_of(const SeriesSet& set);

/// Whether rows of that name are in the set, with or without the axis's argument.
bool has_family(const SeriesSet& set, const std::string& name);

/// Whether anything was measured.
bool has_samples(const SeriesSet& set);

/// AxisScale::title, or "argument" where there is no axis.
std::string axis_name(const SeriesSet& set);

/// The same in a sentence: "the argument N", "argument 2".
std::string argument_name(const SeriesSet& set);

/// A value of the axis as people write it: "464", "64KiB".
std::string value_text(const AxisScale& scale, double x);

/// For a complaint: `--relative-to nobody: no such family; there are: …`, in one line.
std::string unknown_family(const std::string& family, std::span<const SeriesSet> sets);

}  // namespace bench_report
