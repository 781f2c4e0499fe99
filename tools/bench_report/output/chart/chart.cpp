// The whole drawing, from the bottom to the top.
#include "tools/bench_report/output/chart/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/chart/drawing.hpp"
#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/hit_areas.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/xml.hpp"

namespace bench_report {
namespace {

/// Points, failures and winners, each with its words.
std::vector<HitPoint> hit_points(const ChartData& data, const Layout& at) {
  const auto families = failed_families(data);
  std::vector<HitPoint> list;
  for (const ChartCurve& curve : data.curves) {
    for (const ChartPoint& point : curve.points) {
      list.push_back({at.x(point.x), at.y(point.median), curve.run, point.hover});
    }
    for (const ChartFailure& failure : curve.failures) {
      list.push_back({at.x(failure.x), lane_of(families, curve.family, at), curve.run, failure.hover});
    }
  }
  for (const Winner& winner : data.winners) {
    list.push_back(
        {at.x(winner.x), winners_y, data.runs.size() - 1,
         fmt::format("{} = {}: {}: {}", data.axis, winner.x, winner.family, describe_lead(winner))});
  }
  return list;
}

std::string description(const ChartData& data) {
  const std::vector<double> sizes = sizes_of(data);
  std::set<std::string> families;
  for (const ChartCurve& curve : data.curves) {
    families.insert(curve.family);
  }
  std::string text = fmt::format(
      "Chart with two logarithmic axes: {} against {} from {} to {}, for {} {}. For each a line of medians "
      "and "
      "a band from the 5 % to the 95 % quantile.",
      value_label(data), data.axis, sizes.front(), sizes.back(), families.size(),
      families.size() == 1 ? "family" : "families");
  if (data.runs.size() > 1) {
    text += fmt::format(" {} runs, from {} (thin lines) to {} (bold lines).", data.runs.size(),
                        data.runs.front(), data.runs.back());
  }
  for (const Reign& reign : reigns(data.winners)) {
    text += reign.from == reign.to
                ? fmt::format(" Best at {}: {}.", reign.from, reign.family)
                : fmt::format(" Best from {} to {}: {}.", reign.from, reign.to, reign.family);
  }
  return text;
}

}  // namespace

std::string value_label(const ChartData& data) {
  std::string label = data.metric;
  if (data.metric == "real_time") {
    label = "wall time of a run";
  } else if (data.metric == "cpu_time") {
    label = "processor time of a run";
  } else if (data.metric == "bytes_per_second") {
    label = "bandwidth (bytes per second)";
  } else {
    std::ranges::replace(label, '_', ' ');
  }
  if (data.base.empty()) {
    return label;
  }
  return data.metric == "real_time" ? "speedup over " + data.base
         : is_time(data.metric)     ? "speedup over " + data.base + " in " + label
                                    : label + " relative to " + data.base;
}

std::string draw_chart(const ChartData& data, const ChartText& words) {
  const std::vector<LegendEntry> entries = legend_of(data);
  const Layout at = layout_of(data, words, entries);
  std::string svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{0}" height="{1}" viewBox="0 0 {0} {1}" )"
      R"(role="img" aria-labelledby="{2}-title" aria-describedby="{2}-desc">)"
      "\n<title id=\"{2}-title\">{3}</title>\n<desc id=\"{2}-desc\">{4}</desc>\n",
      length(at.total_width), length(at.total_height), words.id, escape_xml(words.title),
      escape_xml(description(data)));
  svg += style_sheet();
  svg += fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n", length(at.total_width),
                     length(at.total_height));
  svg +=
      text_at(plot_left, title_y, fit(words.title, (at.total_width - plot_left - right_margin) / title_scale),
              " class=\"title\"") +
      "\n";
  svg += draw_axes(data, words, at);
  svg += draw_bands(data, at);
  for (const bool limits : {true, false}) {
    for (const ChartCurve& curve : data.curves) {
      if (curve.limit == limits) {
        svg += draw_curve(data, curve, at);
      }
    }
  }
  svg += draw_failures(data, at);
  svg += draw_winners(data, at);
  svg += draw_hit_areas(hit_points(data, at));
  svg += draw_legend(data, entries, at);
  double y = at.small_print_y;
  for (const std::string& line : at.small_print) {
    svg += text_at(plot_left, y, line, " class=\"small\"") + "\n";
    y += small_line;
  }
  return svg + "</svg>\n";
}

}  // namespace bench_report
