// The shapes that a chart is drawn with.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// A <title>: what a browser shows under the mouse.
std::string title(const std::string& text);

std::string text_at(double x, double y, const std::string& text, std::string_view attributes = "");

/// A cross about (x, y).
std::string cross(double x, double y, double r = 4);

/// Old runs are thin, the newest is bold; a run alone is in between.
double line_width(std::size_t run, std::size_t runs);

/// A polyline in the curve's style; `points` is what SVG calls so.
std::string line(const ChartCurve& curve, std::size_t runs, const std::string& points);

}  // namespace bench_report
