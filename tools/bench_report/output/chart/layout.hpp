// Where things are in a chart.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/scale.hpp"

namespace bench_report {

// Lengths are in SVG's user units.
inline constexpr double plot_left = 84;
inline constexpr double plot_width = 640;
inline constexpr double least_plot_height = 440;
inline constexpr double least_indent = 10;  // between the frame and the outermost sizes
inline constexpr double title_y = 30;
inline constexpr double winners_y = 58;
inline constexpr double name_line = 16;
inline constexpr double sample_width = 34;  // of a line beside its name
inline constexpr double name_gap = 24;      // between a frame and the sample
inline constexpr double key_line = 18;
inline constexpr double small_line = 15;
inline constexpr double lane_line = 14;
inline constexpr double row_line = 20;
inline constexpr double undecided_size = 2.4;  // of a winner of whom nothing can be said
inline constexpr double right_margin = 12;
inline constexpr double lane_indent = 12;  // keeps the lowest value, and its tick, away from the lane's label
// Text that is not of 12 px; characters differ in width, these are on the safe side.
inline constexpr double title_scale = 1.45;
inline constexpr double small_scale = 0.875;
inline constexpr double small_character_width = 6;
inline constexpr std::size_t longest_run = 48;
inline constexpr std::size_t most_small_lines = 20;

/// A size on the x axis, or a round value among many sizes, with the base's median below it.
struct SizeLabel {
  double value;
  std::string text;
  std::string base;
  double width;
};

/// A family's name beside the end of its line, by its curve in the newest run that has it.
struct EndLabel {
  const ChartCurve* curve;
  std::string text;
  double y;
};

/// A frame with lines in it.
struct Panel {
  std::string title;
  std::vector<const ChartCurve*> curves;
  double left;
  double width;
  double top;
  double bottom;  ///< of the values; the lane of failures is below
  double lane_bottom;
  double low;  ///< of the values
  double high;
  Scale x;
  Scale y;
  bool is_main;    ///< has the ring of crossovers, and the line at 1×
  bool has_sizes;  ///< below it stand the sizes
  std::vector<std::string>
      failed;  ///< families that failed somewhere, each with a row of its own in the lane
  std::vector<EndLabel> labels;
  std::map<std::string, double> aside;  ///< how far from its size a family stands in its category

  double right() const { return left + width; }

  /// The middle of a curve's mark.
  double x_of(const ChartCurve& curve, double value) const;

  /// The middle of a family's row in the lane.
  double lane_of(const std::string& family) const;
};

/// What a sign of the chart means.
struct KeyEntry {
  std::string sign;  ///< a drawing about (17, 0)
  std::string words;
  double x;
  double y;
};

/// Where things are.
struct Layout {
  double total_width;
  double total_height;
  std::vector<Panel> panels;
  std::vector<SizeLabel> sizes;  ///< that may be labelled
  double rows_top;               ///< of families without a place on the axis
  std::vector<KeyEntry> key;
  double small_print_y;
  std::vector<std::string> small_print;  ///< lines
};

/// What the signs of this chart mean: only those that occur. Each is a drawing about (17, 0), and its words.
std::vector<std::pair<std::string, std::string>> key_of(const ChartData& data);

/// Sizes of all points and failures.
std::set<double> sizes_of(const ChartData& data);

/// Height of the chart of families without a place on the axis; 0 where there are none.
double rows_height(const ChartData& data);

/// What names take beside a panel.
double names_width(const Panel& panel);

/// The panels from `top` on, the outermost sizes `indent` from their sides.
std::vector<Panel> panels_of(const ChartData& data, double top, double indent);

Layout layout_of(const ChartData& data, const ChartText& words);

}  // namespace bench_report
