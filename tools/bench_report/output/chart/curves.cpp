// Bands, lines, markers, and the lane of failures.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"

namespace bench_report {
namespace {

/// Nothing lies between categories.
std::vector<std::span<const ChartPoint>> single_points(const ChartCurve& curve) {
  std::vector<std::span<const ChartPoint>> list;
  for (const ChartPoint& point : curve.points) {
    list.emplace_back(&point, 1);
  }
  return list;
}

/// The points between two gaps: a line must not run over a size at which there was no result.
std::vector<std::span<const ChartPoint>> stretches(const ChartData& data, const ChartCurve& curve) {
  if (data.scale.kind == AxisKind::categories) {
    return single_points(curve);
  }
  std::vector<std::span<const ChartPoint>> list;
  auto from = curve.points.begin();
  for (const double gap : curve.gaps) {
    const auto to = std::ranges::lower_bound(curve.points, gap, {}, &ChartPoint::x);
    if (to != from) {
      list.emplace_back(from, to);
    }
    from = to;
  }
  if (from != curve.points.end()) {
    list.emplace_back(from, curve.points.end());
  }
  return list;
}

}  // namespace

std::string draw_bands(const ChartData& data, const Panel& at) {
  const auto has_band = [&](const ChartCurve* curve) { return is_newest(data, *curve) && !curve->limit; };
  const auto contestants = std::ranges::count_if(at.curves, has_band);
  const double opacity = contestants <= 6 ? 0.16 : contestants <= 12 ? 0.1 : 0.07;
  std::string svg;
  for (const ChartCurve* const drawn : at.curves) {
    if (!has_band(drawn)) {
      continue;
    }
    const ChartCurve& curve = *drawn;
    for (const auto stretch : stretches(data, curve)) {
      if (stretch.size() == 1) {
        const ChartPoint& only = stretch.front();
        svg += fmt::format("<path class=\"whisker {}{}\" d=\"M{} {}V{}\"/>\n", style_class(curve), curve.tags,
                           length(at.x_of(curve, only.x)), length(at.y(only.low)), length(at.y(only.high)));
        continue;
      }
      std::string there;
      std::string back;
      for (const ChartPoint& point : stretch) {
        there += fmt::format("{},{} ", length(at.x_of(curve, point.x)), length(at.y(point.high)));
        back = fmt::format("{},{} ", length(at.x_of(curve, point.x)), length(at.y(point.low))) + back;
      }
      svg += fmt::format("<polygon class=\"band {}{}\" fill-opacity=\"{}\" points=\"{}{}\">{}</polygon>\n",
                         style_class(curve), curve.tags, opacity, there, back,
                         title(curve.family + ": 5–95 % quantiles"));
    }
  }
  return svg;
}

std::string draw_curve(const ChartData& data, const ChartCurve& curve, const Panel& at) {
  const bool newest = is_newest(data, curve);
  std::string svg = fmt::format("<g class=\"family{}{}\">\n", newest ? "" : " old", curve.tags);
  for (const auto stretch : stretches(data, curve)) {
    if (stretch.size() > 1) {
      std::string points;
      for (const ChartPoint& point : stretch) {
        points += fmt::format("{},{} ", length(at.x_of(curve, point.x)), length(at.y(point.median)));
      }
      svg += line(curve, data.runs.size(), points) + '\n';
    }
  }
  // The line of a bound is told by its dashes: it has markers only where there is no line.
  const bool marks = !curve.limit || curve.points.size() == 1 || data.scale.kind == AxisKind::categories;
  if (marks) {
    svg += fmt::format("<g class=\"mark {}\">\n", style_class(curve));
    for (const ChartPoint& point : curve.points) {
      svg += marker(curve.style.marker, at.x_of(curve, point.x), at.y(point.median),
                    newest ? marker_size : old_marker_size) +
             '\n';
    }
    svg += "</g>\n";
  }
  return svg + "</g>\n";
}

std::string draw_failures(const ChartData& data, const Panel& at) {
  if (at.failed.empty()) {
    return {};
  }
  std::string svg =
      fmt::format("<path class=\"frame\" d=\"M{} {}h{}\"/>", length(at.left), length(at.bottom),
                  length(at.width)) +
      text_at(at.left - 8, (at.bottom + at.lane_bottom) / 2 + 4, "failed", " text-anchor=\"end\"") + "\n";
  for (const std::string& family : at.failed) {
    svg += text_at(at.right() + 8, at.lane_of(family) + 4, data.names.texts.at(family), " class=\"small\"") +
           "\n";
  }
  for (const ChartCurve* const curve : at.curves) {
    for (const ChartFailure& failure : curve->failures) {
      const double x = at.x_of(*curve, failure.x);
      const double y = at.lane_of(curve->family);
      svg += is_newest(data, *curve) ? fmt::format("<g class=\"failure {}{}\">{}</g>\n", style_class(*curve),
                                                   curve->tags, cross(x, y))
                                     : fmt::format("<g class=\"failure {} old{}\">{}</g>\n",
                                                   style_class(*curve), curve->tags, cross(x, y, 2.8));
    }
  }
  return svg;
}

}  // namespace bench_report
