// What a chart shows, before anything is drawn: curves in the metric's unit or as ratios, failures, winners
// and where they change.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/limits.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/chart/labels.hpp"
#include "tools/bench_report/output/chart/scale.hpp"

namespace bench_report {

/// 5 %, 50 % and 95 % quantiles of one family at one size, as they are drawn: all positive, but for those of
/// rows.
struct ChartPoint {
  double x = 0;
  double low = 0;
  double median = 0;
  double high = 0;
  std::string hover;  ///< one line: family, size, quantiles, samples
};

/// A family without a place on the axis: one row of a chart of its own.
struct ChartRow {
  std::string family;
  bool limit = false;
  std::vector<std::optional<ChartPoint>> runs;  ///< place in ChartData::runs; x means nothing
  std::vector<std::string> hovers;              ///< of each run, one line; empty where it has nothing
};

/// A size at which the family is an error row.
struct ChartFailure {
  double x = 0;
  std::string hover;
};

/// How a curve looks: its hue and one of two shades, a marker, a dash.
struct CurveStyle {
  std::size_t hue = 0;
  std::size_t marker = 0;
  std::size_t dash = 0;
  std::size_t shade = 0;

  bool operator==(const CurveStyle&) const = default;
};

/// One family of one run. Has a point or a failure.
struct ChartCurve {
  std::string family;
  bool limit = false;
  CurveStyle style;                    ///< the same family has the same in all runs
  std::size_t run = 0;                 ///< place in ChartData::runs
  std::vector<ChartPoint> points;      ///< by x
  std::vector<ChartFailure> failures;  ///< by x
  std::string
      tags{};  ///< classes of a page that switches it on and off, with a blank before each; mostly none
  std::vector<double> gaps;  ///< sizes without a result, in ascending order: failed, skipped, left out
};

/// Where the lines of two neighbouring winners of the newest run cross.
struct Crossover {
  double x = 0;  ///< between two measured sizes, by a straight line in the drawing
  double y = 0;
  bool separated = false;  ///< both winners' leads are
  std::string hover;
};

struct ChartData {
  std::string metric;
  Direction direction = Direction::less;  ///< of the metric
  std::string axis;                       ///< what people call it: "N", "argument 2"
  AxisScale scale;
  Bend bend = Bend::logarithm;     ///< of the values: speedups may be on a square root
  std::vector<std::string> runs;   ///< oldest first; the last is "the newest"
  std::vector<ChartCurve> curves;  ///< of the oldest run first, then by family
  std::vector<ChartRow> rows;  ///< the least median of the newest run first; empty only where curves are not
  ShortNames names;            ///< of families, for legends
  std::string base;            ///< family that all values are ratios to; empty: none are
  std::vector<std::map<double, double>> base_medians;  ///< per run, in the metric's unit
  std::vector<Winner> winners;  ///< of the newest run, where they are drawn; none where nobody competes, or
                                ///< in small multiples
  Limits limits;  ///< of the newest run: what binds, as far as the values are times and no ratios
  std::vector<std::string> top_row;  ///< of each winner the family that is drawn: one that may be the best at
                                     ///< as many neighbouring sizes as possible
  std::vector<Crossover> crossovers;  ///< where no family may be the best before and behind; where there are
                                      ///< many, the separated ones only
  std::vector<LeftOut> left_out;      ///< points without a place on a logarithmic axis, or without a base
  std::size_t fewest_samples = 0;
  std::size_t most_samples = 0;
};

/// No row has samples that can be drawn. One line.
struct NothingToDraw : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Whether the curve is of the newest run.
bool is_newest(const ChartData& data, const ChartCurve& curve);

/// Whether medians are joined by lines, and spreads are bands: not in categories, nor of rows without an
/// axis.
bool has_lines(const ChartData& data);

/// Whether the newest run has no size between the two, drawable or not.
bool are_neighbours(const ChartData& data, double from, double to);

/// `sets` and `runs` go together, oldest first. With a base, values are speedups: the median of the base in
/// the same run over times and whatever else is better when less, rates over it. Throws
/// std::invalid_argument, one line, where there is no such base, and NothingToDraw.
ChartData make_chart_data(std::span<const SeriesSet> sets, std::vector<std::string> runs,
                          const std::string& base);

}  // namespace bench_report
