// Frames, the lines in them, and the names beside these.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/spread.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

using Curves = std::vector<const ChartCurve*>;

/// The lowest and the highest value that is drawn.
std::pair<double, double> bounds_of(const ChartData& data, const Curves& curves) {
  double low = std::numeric_limits<double>::infinity();
  double high = 0;
  for (const ChartCurve* const curve : curves) {
    for (const ChartPoint& point : curve->points) {
      // Bands are drawn of contestants in the newest run alone.
      const bool band = is_newest(data, *curve) && !curve->limit;
      low = std::min(low, band ? point.low : point.median);
      high = std::max(high, band ? point.high : point.median);
    }
  }
  constexpr double margin = 1.15;
  return high == 0 ? std::pair(1.0, 1.0) : std::pair(low / margin, high * margin);
}

std::vector<std::string> failed_families(const Curves& curves) {
  std::set<std::string> names;
  for (const ChartCurve* const curve : curves) {
    if (!curve->failures.empty()) {
      names.insert(curve->family);
    }
  }
  return {names.begin(), names.end()};
}

/// Families with their curves in the newest run that has them: curves come oldest run first.
std::map<std::string, const ChartCurve*> newest_of(const Curves& curves) {
  std::map<std::string, const ChartCurve*> newest;
  for (const ChartCurve* const curve : curves) {
    newest[curve->family] = curve;
  }
  return newest;
}

/// Beside the lines' right ends, top to bottom, so that the eye finds them; failures last.
std::vector<EndLabel> labels_of(const ChartData& data, const Panel& panel) {
  std::vector<EndLabel> labels;
  for (const auto& [family, curve] : newest_of(panel.curves)) {
    const std::string remark = !is_newest(data, *curve)
                                   ? " (only in " + shorten(data.runs[curve->run], longest_run / 2) + ")"
                               : curve->points.empty() ? " (failed)"
                                                       : "";
    labels.push_back({.curve = curve,
                      .text = data.names.texts.at(family) + remark,
                      .y = curve->points.empty() ? panel.bottom : panel.y(curve->points.back().median)});
  }
  std::ranges::stable_sort(
      labels, {}, [](const EndLabel& label) { return std::pair(label.curve->points.empty(), label.y); });
  std::vector<double> wanted;
  for (const EndLabel& label : labels) {
    wanted.push_back(label.y);
  }
  const auto places = spread(wanted, name_line, panel.top + name_line / 2, panel.bottom - name_line / 2);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels[i].y = places[i];
  }
  return labels;
}

/// Families side by side in each category.
std::map<std::string, double> asides(const ChartData& data, const Panel& panel) {
  std::map<std::string, double> aside;
  if (data.scale.kind != AxisKind::categories) {
    return aside;
  }
  const auto newest = newest_of(panel.curves);
  constexpr double used = 0.7;  // of the slot
  const double slot = panel.x(1) - panel.x(0);
  double place = 0.5;
  for (const auto& [family, curve] : newest) {
    aside[family] = slot * used * (place++ / static_cast<double>(newest.size()) - 0.5);
  }
  return aside;
}

/// What has to be known of a panel before it can be drawn.
struct Plan {
  std::string title;
  Curves curves;
  double height;
  bool is_main;
};

std::vector<Plan> plans_of(const ChartData& data) {
  Plan main{.title = "", .curves = {}, .height = least_plot_height, .is_main = true};
  for (const ChartCurve& curve : data.curves) {
    main.curves.push_back(&curve);
  }
  return {main};
}

Panel make_panel(const ChartData& data, const Plan& plan, double left, double top, double indent) {
  const auto [low, high] = bounds_of(data, plan.curves);
  const auto failed = failed_families(plan.curves);
  const double lane = lane_line * static_cast<double>(failed.size());
  // Beside the lane stand its names: those of the lines end above.
  const double names = name_line * static_cast<double>(newest_of(plan.curves).size());
  const double bottom = top + std::max(plan.height - lane, names);
  Panel panel{.title = plan.title,
              .curves = plan.curves,
              .left = left,
              .width = plot_width,
              .top = top,
              .bottom = bottom,
              .lane_bottom = bottom + lane,
              .low = low,
              .high = high,
              .x = Scale::of(data.scale.kind, sizes_of(data), left + indent, left + plot_width - indent),
              .y = Scale(Bend::logarithm, low, high, bottom - (lane > 0 ? lane_indent : 0), top),
              .is_main = plan.is_main,
              .has_sizes = false,
              .failed = failed,
              .labels = {},
              .aside = {}};
  panel.labels = labels_of(data, panel);
  panel.aside = asides(data, panel);
  return panel;
}

}  // namespace

double Panel::x_of(const ChartCurve& curve, double value) const {
  const auto place = aside.find(curve.family);
  return x(value) + (place == aside.end() ? 0 : place->second);
}

double Panel::lane_of(const std::string& family) const {
  const auto row = std::ranges::find(failed, family) - failed.begin();
  return bottom + lane_line * (static_cast<double>(row) + 0.5);
}

std::vector<Panel> panels_of(const ChartData& data, double top, double indent) {
  constexpr double gap = 12;
  std::vector<Panel> panels;
  for (const Plan& plan : plans_of(data)) {
    panels.push_back(make_panel(data, plan, plot_left, top, indent));
    top = panels.back().lane_bottom + gap;
  }
  panels.back().has_sizes = true;
  return panels;
}

}  // namespace bench_report
