// The whole drawing, from the bottom to the top.
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/chart/chart_points.hpp"
#include "tools/bench_report/output/chart/drawing.hpp"
#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/groups.hpp"
#include "tools/bench_report/output/chart/hit_areas.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/xml.hpp"

namespace bench_report {
namespace {

/// Points, failures and winners, each with its words.
void add_hits(const ChartData& data, const Panel& panel, std::vector<HitPoint>& hits) {
  for (const ChartCurve* const curve : panel.curves) {
    for (const ChartPoint& point : curve->points) {
      hits.push_back({panel.x_of(*curve, point.x), panel.y(point.median), curve->run, point.hover});
    }
    for (const ChartFailure& failure : curve->failures) {
      hits.push_back(
          {panel.x_of(*curve, failure.x), panel.lane_of(curve->family), curve->run, failure.hover});
    }
  }
  if (panel.is_main) {
    for (const Winner& winner : data.winners) {
      hits.push_back({.x = panel.x(winner.x),
                      .y = winners_y,
                      .text = fmt::format("{}: {}: {}", place_of(data, winner.x), winner.family,
                                          describe_lead(winner))});
    }
  }
}

std::string axis_words(AxisKind kind, Bend bend) {
  const std::string values =
      bend == Bend::root ? "a square-root axis of values" : "a logarithmic axis of values";
  return kind == AxisKind::logarithmic
             ? bend == Bend::root ? values + " and a logarithmic one" : "two logarithmic axes"
         : kind == AxisKind::linear ? values
                                    : values + " and one of categories";
}

/// What was measured at sizes, and what without.
std::string description_of_rows(const ChartData& data) {
  return data.rows.empty()
             ? ""
             : fmt::format(
                   "{} of {} {}, a row each: a dot for the median, a bar from the 5 % to the 95 % quantile.",
                   value_label(data), data.rows.size(), data.rows.size() == 1 ? "benchmark" : "benchmarks");
}

std::string description(const ChartData& data) {
  if (data.curves.empty()) {
    return "Chart of " + description_of_rows(data);
  }
  const std::set<double> sizes = sizes_of(data);
  std::set<std::string> families;
  for (const ChartCurve& curve : data.curves) {
    families.insert(curve.family);
  }
  std::string text = fmt::format(
      "Chart with {}: {} against {} from {} to {}, for {} {}. For each {} from the 5 % to the 95 % "
      "quantile.",
      axis_words(data.scale.kind, data.bend), value_label(data), data.axis,
      value_text(data.scale, *sizes.begin()), value_text(data.scale, *sizes.rbegin()), families.size(),
      families.size() == 1 ? "family" : "families",
      has_lines(data) ? "a line of medians and a band" : "dots at medians and bars");
  if (data.runs.size() > 1) {
    text += fmt::format(" {} runs, from {} ({}) to {} ({}).", data.runs.size(), data.runs.front(),
                        has_lines(data) ? "thin lines" : "small dots", data.runs.back(),
                        has_lines(data) ? "bold lines" : "large dots");
  }
  for (const std::string& sentence :
       answer_sentences(data.winners, data.scale, name_of_best(data.metric, data.direction))) {
    text += " " + sentence;
  }
  return data.rows.empty() ? text : text + " Below, " + description_of_rows(data);
}

/// All of a panel, bounds below contestants.
std::string draw_panel(const ChartData& data, const ChartText& words, const Panel& panel, const Layout& at) {
  std::string svg = draw_axes(data, words, panel, at) + draw_bands(data, panel);
  for (const bool limits : {true, false}) {
    for (const ChartCurve* const curve : panel.curves) {
      if (curve->limit == limits) {
        svg += draw_curve(data, *curve, panel);
      }
    }
  }
  svg += draw_failures(data, panel);
  return panel.is_main ? svg + draw_winners(data, panel) : svg;
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
  const Layout at = layout_of(data, words);
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
  std::vector<HitPoint> hits;
  for (const Panel& panel : at.panels) {
    svg += draw_panel(data, words, panel, at);
    add_hits(data, panel, hits);
  }
  if (!at.panels.empty()) {
    // Beside the first of several rows: between rows there are labels.
    const Panel& last = has_small_multiples(data) ? at.panels.front() : at.panels.back();
    svg += draw_value_label(data, at.panels.front().top, last.bottom);
  }
  svg += draw_rows(data, at, hits);
  svg += draw_hit_areas(std::move(hits));
  for (const Panel& panel : at.panels) {
    svg += draw_names(data, panel);
  }
  svg += draw_key(at);
  double y = at.small_print_y;
  for (const std::string& line : at.small_print) {
    svg += text_at(plot_left, y, line, " class=\"small\"") + "\n";
    y += small_line;
  }
  return svg + "</svg>\n";
}

}  // namespace bench_report
