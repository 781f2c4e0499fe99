// Frames, the lines in them, and the names beside these.
#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/groups.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/plans.hpp"
#include "tools/bench_report/output/chart/spread.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

using Curves = std::vector<const ChartCurve*>;

struct Range {
  double low;
  double high;
};

/// The lowest and the highest value that is drawn.
Range range_of(const ChartData& data, const Curves& curves) {
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
  return high == 0 ? Range{.low = 1, .high = 1} : Range{.low = low / margin, .high = high * margin};
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

/// A panel's title says what its names begin with.
std::string without_group(const std::string& name, const std::string& title) {
  return !title.empty() && name.starts_with(title + "/") ? name.substr(title.size() + 1) : name;
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
                      .text = without_group(data.names.texts.at(family), panel.title) + remark,
                      .y = curve->points.empty() ? panel.bottom : panel.y(curve->points.back().median)});
  }
  std::ranges::stable_sort(
      labels, {}, [](const EndLabel& label) { return std::pair(label.curve->points.empty(), label.y); });
  std::vector<double> wanted;
  wanted.reserve(labels.size());
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

/// Where a panel is wanted, and how far its outermost sizes are from its sides.
struct Frame {
  double left;
  double top;
  double width;
  double indent;
};

/// Panels that share a scale can be compared.
Range range_of(const ChartData& data, std::span<const Plan> plans, const Plan& plan) {
  Range range = range_of(data, plan.curves);
  for (const Plan& other : plans) {
    if (!plan.is_cold && !other.is_cold && !plan.is_main) {
      const Range more = range_of(data, other.curves);
      range = {.low = std::min(range.low, more.low), .high = std::max(range.high, more.high)};
    }
  }
  return range;
}

Panel make_panel(const ChartData& data, const Plan& plan, const Range& range, const Frame& frame) {
  const auto failed = failed_families(plan.curves);
  const double lane = lane_line * static_cast<double>(failed.size());
  // Beside the lane stand its names: those of the lines end above.
  const double names = name_line * static_cast<double>(newest_of(plan.curves).size());
  const double bottom = frame.top + std::max(plan.height - lane, names);
  Panel panel{.title = plan.title,
              .curves = plan.curves,
              .left = frame.left,
              .width = frame.width,
              .top = frame.top,
              .bottom = bottom,
              .lane_bottom = bottom + lane,
              .low = range.low,
              .high = range.high,
              .x = Scale::of(data.scale.kind, sizes_of(data), frame.left + frame.indent,
                             frame.left + frame.width - frame.indent),
              .y = Scale(plan.is_cold ? Bend::logarithm : data.bend, range.low, range.high,
                         bottom - (lane > 0 ? lane_indent : 0), frame.top),
              .is_main = plan.is_main,
              .has_sizes = false,
              .failed = failed,
              .labels = {},
              .aside = {}};
  panel.labels = labels_of(data, panel);
  panel.aside = asides(data, panel);
  return panel;
}

/// One below the other, the sizes below the last.
std::vector<Panel> stacked(const ChartData& data, std::span<const Plan> plans, double top, double indent) {
  constexpr double gap = 12;
  std::vector<Panel> panels;
  for (const Plan& plan : plans) {
    panels.push_back(make_panel(data, plan, range_of(data, plans, plan),
                                {.left = plot_left, .top = top, .width = plot_width, .indent = indent}));
    top = panels.back().lane_bottom + gap;
  }
  panels.back().has_sizes = true;
  return panels;
}

/// Two in a row, each with its sizes.
std::vector<Panel> in_rows(const ChartData& data, std::span<const Plan> plans, double top, double indent) {
  constexpr double width = 400;
  const double gap = data.base.empty() ? 62 : 77;
  std::vector<Panel> panels;
  double second = 0;
  // The names of the first column must be known before the second has a place.
  for (const bool measuring : {true, false}) {
    panels.clear();
    double row = top;
    double bottom = top;
    for (const Plan& plan : plans) {
      const bool is_first = panels.size() % 2 == 0;
      row = is_first && !panels.empty() ? bottom + gap : row;
      panels.push_back(
          make_panel(data, plan, range_of(data, plans, plan),
                     {.left = is_first ? plot_left : second, .top = row, .width = width, .indent = indent}));
      bottom = std::max(bottom, panels.back().lane_bottom);
      panels.back().has_sizes = true;
      if (measuring && is_first) {
        second = std::max(second, panels.back().right() + names_width(panels.back()) + plot_left);
      }
    }
  }
  return panels;
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

double names_width(const Panel& panel) {
  double widest = 0;
  for (const EndLabel& label : panel.labels) {
    widest = std::max(widest, text_width(label.text));
  }
  return name_gap + sample_width + 8 + widest;
}

std::vector<Panel> panels_of(const ChartData& data, double top, double indent) {
  const auto plans = plans_of(data);
  return has_small_multiples(data) ? in_rows(data, plans, top, indent) : stacked(data, plans, top, indent);
}

}  // namespace bench_report
