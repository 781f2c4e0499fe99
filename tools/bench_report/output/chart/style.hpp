// How the families of a chart look: colours, dashes and markers, for readers of all eyes.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// A colour in two shades.
struct Colour {
  std::array<std::string_view, 2> on_light;
  std::array<std::string_view, 2> on_dark;
};

/// Colours that differ for colour-blind readers too (after Okabe & Ito, https://jfly.uni-koeln.de/color/),
/// darkened for light backgrounds and lightened for dark ones; within each shade, too. Those that stand five
/// apart differ most.
inline constexpr auto colours =
    std::to_array<Colour>({{.on_light = {"#0067a5", "#599cc4"}, .on_dark = {"#5ab0f0", "#488dc0"}},
                           {.on_light = {"#c44e00", "#933a00"}, .on_dark = {"#ff8f54", "#d97a47"}},
                           {.on_light = {"#00805a", "#006044"}, .on_dark = {"#37d1a1", "#2fb289"}},
                           {.on_light = {"#a8447f", "#6d2c53"}, .on_dark = {"#f19ccc", "#f4b5d9"}},
                           {.on_light = {"#6b4a00", "#463000"}, .on_dark = {"#f2bd42", "#f5ca68"}},
                           {.on_light = {"#4f4f4f", "#8d8d8d"}, .on_dark = {"#cfcfcf", "#7c7c7c"}},
                           {.on_light = {"#1f8fce", "#13567c"}, .on_dark = {"#9ad7ff", "#c2e7ff"}}});

inline constexpr std::size_t marker_kinds = 5;
inline constexpr std::size_t dash_kinds = 4;

inline constexpr double marker_size = 3.4;
inline constexpr double old_marker_size = 1.9;

/// A length with a tenth of a unit: enough for the eye, and the same on every machine.
std::string length(double value);

/// Class of the style sheet that gives a curve its colour.
std::string style_class(const ChartCurve& curve);

/// Attribute with the pattern of a curve's line, with a blank before it; empty for a solid one.
std::string dash(const ChartCurve& curve);

/// One of the shapes about (x, y).
std::string marker(std::size_t kind, double x, double y, double r);

/// The chart's <style> element.
std::string style_sheet();

}  // namespace bench_report
