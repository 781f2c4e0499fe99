// The parts of a chart, each as SVG.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/hit_areas.hpp"
#include "tools/bench_report/output/chart/layout.hpp"

namespace bench_report {

/// Bands lie below all lines. Many bands are fainter, or they would cover each other; one under the mouse is
/// not.
std::string draw_bands(const ChartData& data, const Panel& at);

/// Its line, broken at gaps, and its markers; in categories markers alone.
std::string draw_curve(const ChartData& data, const ChartCurve& curve, const Panel& at);

/// The lane below the values.
std::string draw_failures(const ChartData& data, const Panel& at);

/// The row of winners above the plot, and a ring where the lines of two neighbouring ones cross.
std::string draw_winners(const ChartData& data, const Panel& at);

/// What stands beside a tick of the values.
std::string tick_text(const ChartData& data, double tick);

/// Frame, grid and ticks; sizes and the axis's name where they stand below this panel.
std::string draw_axes(const ChartData& data, const ChartText& words, const Panel& panel, const Layout& at);

/// The name of the values, beside them.
std::string draw_value_label(const ChartData& data, double top, double bottom);

/// A family's line and mark, `sample_width` wide, in the middle of a line of text.
std::string draw_sample(const ChartData& data, const ChartCurve& curve, double left, double y);

/// Families, beside the ends of their lines.
std::string draw_names(const ChartData& data, const Panel& at);

std::string draw_key(const Layout& at);

/// Families without a place on the axis, one row each: medians, and bars from the 5 % to the 95 % quantile.
/// What the mouse can read is added to `hits`.
std::string draw_rows(const ChartData& data, const Layout& at, std::vector<HitPoint>& hits);

}  // namespace bench_report
