// The parts of a chart, each as SVG.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/layout.hpp"

namespace bench_report {

/// Bands lie below all lines. Many bands are fainter, or they would cover each other; one under the mouse is
/// not.
std::string draw_bands(const ChartData& data, const Layout& at);

/// Its line, broken at gaps, and its markers.
std::string draw_curve(const ChartData& data, const ChartCurve& curve, const Layout& at);

/// The lane below the values.
std::string draw_failures(const ChartData& data, const Layout& at);

/// Whether a winner's marker is hollow: the best median, and no more than that.
bool is_hollow(Lead standing);

/// Whether there is an interval that tells the winner from its runner-up, or does not.
bool is_decided(const Winner& winner);

/// The row of winners above the plot, and a ring where the lines of two neighbouring ones cross.
std::string draw_winners(const ChartData& data, const Layout& at);

/// Frame, grid, ticks and the axes' names.
std::string draw_axes(const ChartData& data, const ChartText& words, const Layout& at);

std::string draw_legend(const ChartData& data, const std::vector<LegendEntry>& entries, const Layout& at);

}  // namespace bench_report
