// How the families of a chart look: colours, dashes and markers, for readers of all eyes.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// Colours that differ for colour-blind readers too (after Okabe & Ito, https://jfly.uni-koeln.de/color/),
/// darkened for light backgrounds and lightened for dark ones. Those that stand five apart have the same
/// marker: they differ most.
struct Colour {
  std::string_view on_light;
  std::string_view on_dark;
};
inline constexpr std::array<Colour, 7> colours{{{"#0067a5", "#5ab0f0"},
                                                {"#c44e00", "#ff8f54"},
                                                {"#00805a", "#37d1a1"},
                                                {"#a8447f", "#f19ccc"},
                                                {"#6b4a00", "#f2bd42"},
                                                {"#4f4f4f", "#cfcfcf"},
                                                {"#1f8fce", "#9ad7ff"}}};

inline constexpr double marker_size = 3.4;
inline constexpr double old_marker_size = 1.9;

/// A length with a tenth of a unit: enough for the eye, and the same on every machine.
std::string length(double value);

/// Class of the style sheet that gives a curve its colour.
std::string style_class(const ChartCurve& curve);

/// Attribute with the pattern of a curve's line, with a blank before it; empty for a solid one.
std::string dash(const ChartCurve& curve);

/// One of the shapes, five in turn, about (x, y).
std::string marker(std::size_t style, double x, double y, double r);

/// The chart's <style> element.
std::string style_sheet();

}  // namespace bench_report
