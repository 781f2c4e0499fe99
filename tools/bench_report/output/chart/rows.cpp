// Families without a place on the axis: a horizontal chart of dots.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "tools/bench_report/output/chart/drawing.hpp"
#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/scale.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/output/chart/ticks.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

constexpr double head_height = 22;  // a line that says what these rows are
constexpr double foot_height = 56;  // ticks, and the name of the values
constexpr double value_width = 76;  // of medians as text

struct Bounds {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

Bounds bounds_of(const ChartData& data) {
  Bounds bounds;
  for (const ChartRow& row : data.rows) {
    for (const auto& point : row.runs) {
      if (point) {
        bounds.low = std::min(bounds.low, point->low);
        bounds.high = std::max(bounds.high, point->high);
      }
    }
  }
  return bounds;
}

/// Logarithmic where the values deserve it; else from zero on, so that lengths are true.
Scale scale_of(Bounds& bounds, double from, double to) {
  constexpr double least_ratio = 8;
  constexpr double margin = 1.1;
  if (bounds.low > 0 && bounds.high >= least_ratio * bounds.low) {
    bounds = {.low = bounds.low / margin, .high = bounds.high * margin};
    return {Bend::logarithm, bounds.low, bounds.high, from, to};
  }
  bounds.low = std::min(0.0, bounds.low * margin);
  bounds.high = std::max(0.0, bounds.high * margin);
  if (bounds.high == bounds.low) {
    bounds.high = bounds.low + 1;
  }
  return {Bend::none, bounds.low, bounds.high, from, to};
}

double names_width(const ChartData& data) {
  double widest = 0;
  for (const ChartRow& row : data.rows) {
    widest = std::max(widest, text_width(data.names.texts.at(row.family)));
  }
  return widest;
}

/// One run's dot, and its bar; old runs are thin and hollow.
std::string draw_dot(const ChartPoint& point, const Scale& scale, double y, bool limit, bool newest) {
  const std::string style = limit ? "limit" : "s0";
  return fmt::format("<path class=\"whisker {0}{1}\" d=\"M{2} {3}H{4}\"/><g class=\"mark {0}{5}\">{6}</g>",
                     style, newest ? " bold" : "", length(scale(point.low)), length(y),
                     length(scale(point.high)), newest ? "" : " hollow",
                     marker(0, scale(point.median), y, newest ? marker_size : old_marker_size + 0.6));
}

std::string value_of(const ChartData& data, const ChartRow& row) {
  const auto& newest = row.runs.back();
  return !newest ? (std::ranges::any_of(row.runs, [](const auto& point) { return point.has_value(); })
                        ? "only old"
                        : "failed")
         : data.base.empty() ? format_metric(newest->median, data.metric)
                             : format_ratio(newest->median);
}

std::string draw_ticks(const ChartData& data, const Scale& scale, const Bounds& bounds, double top,
                       double bottom) {
  constexpr double gap = 12;
  std::string svg;
  double end = -std::numeric_limits<double>::infinity();
  for (const double tick : scale.bend() == Bend::logarithm ? value_ticks(bounds.low, bounds.high)
                                                           : linear_ticks(bounds.low, bounds.high)) {
    const double x = scale(tick);
    const std::string text = tick_text(data, tick);
    svg += fmt::format("<path class=\"grid\" d=\"M{} {}V{}\"/>", length(x), length(top), length(bottom));
    if (const double half = text_width(text) / 2; x - half > end + gap) {
      svg += text_at(x, bottom + 18, text, " text-anchor=\"middle\"");
      end = x + half;
    }
    svg += '\n';
  }
  return svg;
}

}  // namespace

double rows_height(const ChartData& data) {
  return data.rows.empty() ? 0 : head_height + foot_height + row_line * static_cast<double>(data.rows.size());
}

std::string draw_rows(const ChartData& data, const Layout& at, std::vector<HitPoint>& hits) {
  if (data.rows.empty()) {
    return {};
  }
  constexpr double left = 16;
  constexpr double indent = 12;
  const double top = at.rows_top + head_height;
  const double bottom = top + row_line * static_cast<double>(data.rows.size());
  const double from = left + names_width(data) + 16;
  const double to = at.total_width - right_margin - value_width;
  Bounds bounds = bounds_of(data);
  const Scale scale = scale_of(bounds, from + indent, to - indent);
  std::string svg;
  if (!data.curves.empty()) {
    svg += text_at(left, top - 10, "without " + data.axis, " class=\"small\"") + "\n";
  }
  svg += draw_ticks(data, scale, bounds, top, bottom);
  svg += fmt::format("<rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n", length(from),
                     length(top), length(to - from), length(bottom - top));
  double y = top + row_line / 2;
  for (const ChartRow& row : data.rows) {
    svg += "<g class=\"row\">" + title(row.family) + text_at(left, y + 4, data.names.texts.at(row.family));
    for (std::size_t run = 0; run < row.runs.size(); ++run) {
      if (const auto& point = row.runs[run]) {
        svg += draw_dot(*point, scale, y, row.limit, run + 1 == row.runs.size());
      }
    }
    svg +=
        text_at(at.total_width - right_margin, y + 4, value_of(data, row), " text-anchor=\"end\"") + "</g>\n";
    const auto& newest = row.runs.back();
    for (std::size_t run = 0; run < row.hovers.size(); ++run) {
      if (!row.hovers[run].empty()) {
        hits.push_back({newest ? scale(newest->median) : from + indent, y, run, row.hovers[run]});
      }
    }
    y += row_line;
  }
  return svg + text_at((from + to) / 2, bottom + 38, value_label(data), " text-anchor=\"middle\"") + "\n";
}

}  // namespace bench_report
