// Where things are in a chart.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

// Lengths are in SVG's user units.
inline constexpr double plot_left = 84;
inline constexpr double plot_width = 640;
inline constexpr double least_plot_height = 440;
inline constexpr double least_indent = 10;  // between the frame and the outermost sizes
inline constexpr double title_y = 30;
inline constexpr double winners_y = 58;
inline constexpr double legend_left = plot_left + plot_width + 24;
inline constexpr double legend_line = 21;
inline constexpr double key_line = 18;
inline constexpr double small_line = 15;
inline constexpr double lane_line = 14;
inline constexpr double undecided_size = 2.4;  // of a winner of whom nothing can be said
inline constexpr double right_margin = 12;
inline constexpr double lane_indent = 12;  // keeps the lowest value, and its tick, away from the lane's label
// Text that is not of 12 px; characters differ in width, these are on the safe side.
inline constexpr double title_scale = 1.45;
inline constexpr double small_scale = 0.875;
inline constexpr double small_character_width = 6;
inline constexpr double widest_legend = 440;
inline constexpr std::size_t longest_run = 48;
inline constexpr std::size_t most_small_lines = 20;

/// A logarithmic axis from values to lengths.
class Scale {
 public:
  Scale(double low, double high, double from, double to)
      : low_(std::log(low)), high_(std::log(high)), from_(from), to_(to) {}

  double operator()(double value) const {
    return high_ == low_ ? (from_ + to_) / 2
                         : std::lerp(from_, to_, (std::log(value) - low_) / (high_ - low_));
  }

 private:
  double low_;
  double high_;
  double from_;
  double to_;
};

/// A size on the x axis, or a round value among many sizes, with the base's median below it.
struct SizeLabel {
  double value;
  std::string text;
  std::string base;
  double width;
};

/// Where things are.
struct Layout {
  double total_width;
  double total_height;
  double plot_top;
  double plot_bottom;  ///< of the values; the lane of failures is below
  double lane_bottom;
  double small_print_y;
  std::vector<std::string> small_print;  ///< lines
  std::vector<SizeLabel> sizes;          ///< that may be labelled
  double low;                            ///< of the values
  double high;
  Scale x;
  Scale y;
};

/// One line of the legend: a family, by its curve in the newest run that has it.
struct LegendEntry {
  const ChartCurve* curve;
  std::string text;
};

/// In the order of the curves' right ends, top to bottom, so that the eye finds them; failures last.
std::vector<LegendEntry> legend_of(const ChartData& data);

/// What the signs of this chart mean: only those that occur. Each is a drawing about (x, y), and its words.
std::vector<std::pair<std::string, std::string>> key_of(const ChartData& data, double x);

/// Sizes of all points and failures, in ascending order.
std::vector<double> sizes_of(const ChartData& data);

/// Families that failed somewhere, each with a row of its own below the values.
std::vector<std::string> failed_families(const ChartData& data);

/// The middle of that row.
double lane_of(const std::vector<std::string>& families, const std::string& family, const Layout& at);

Layout layout_of(const ChartData& data, const ChartText& words, const std::vector<LegendEntry>& entries);

}  // namespace bench_report
