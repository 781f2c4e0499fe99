// Families and signs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/drawing.hpp"
#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {

std::vector<LegendEntry> legend_of(const ChartData& data) {
  std::map<std::string_view, const ChartCurve*> newest;  // curves come oldest run first
  for (const ChartCurve& curve : data.curves) {
    newest[curve.family] = &curve;
  }
  std::vector<LegendEntry> entries;
  for (const auto& [family, curve] : newest) {
    const std::string remark = !is_newest(data, *curve)
                                   ? " (only in " + shorten(data.runs[curve->run], longest_run / 2) + ")"
                               : curve->points.empty() ? " (failed)"
                                                       : "";
    entries.push_back(
        {.curve = curve, .text = fit(curve->family, widest_legend - text_width(remark)) + remark});
  }
  std::ranges::stable_sort(entries, std::ranges::greater(), [](const LegendEntry& entry) {
    return entry.curve->points.empty() ? 0 : entry.curve->points.back().median;
  });
  return entries;
}

std::vector<std::pair<std::string, std::string>> key_of(const ChartData& data, double x) {
  std::vector<std::pair<std::string, std::string>> key;
  if (data.runs.size() > 1) {
    for (std::size_t run = 0; run < data.runs.size(); ++run) {
      const bool newest = run + 1 == data.runs.size();
      key.emplace_back(fmt::format("<path class=\"sign\" stroke-width=\"{}\" d=\"M{} 0h34\"/>",
                                   length(line_width(run, data.runs.size())), length(x)),
                       fmt::format("{}: {}",
                                   newest     ? "bold, new"
                                   : run == 0 ? "thin, old"
                                              : "thin, between",
                                   shorten(data.runs[run], longest_run)));
    }
  }
  const std::array<std::pair<Lead, std::string_view>, 6> standings{
      {{Lead::separated, "top row: best, separated from the runner-up"},
       {Lead::not_separated, "top row: best median, not separated"},
       {Lead::contradicted, "top row: best median, most pairs contradict it"},
       {Lead::too_few_samples, "top row, small: too few samples to tell"},
       {Lead::no_ratio, "top row, small: a sample is not positive"},
       {Lead::alone, "top row, small: alone"}}};
  for (const auto& [standing, words] : standings) {
    const auto winner = std::ranges::find(data.winners, standing, &Winner::standing);
    if (winner != data.winners.end()) {
      key.emplace_back(fmt::format("<g class=\"mark sign{}\">{}</g>", is_hollow(standing) ? " hollow" : "",
                                   marker(0, x + 17, 0, is_decided(*winner) ? marker_size : undecided_size)),
                       words);
    }
  }
  for (const bool separated : {true, false}) {
    if (std::ranges::find(data.crossovers, separated, &Crossover::separated) != data.crossovers.end()) {
      key.emplace_back(
          fmt::format("<g class=\"crossover{}\"><circle cx=\"{}\" cy=\"0.0\" r=\"6\"/></g>",
                      separated ? "" : " unsure", length(x + 17)),
          separated ? "another one is the best from here on" : "another one may be the best from here on");
    }
  }
  for (const bool newest : {true, false}) {
    if (std::ranges::any_of(data.curves, [&](const ChartCurve& curve) {
          return is_newest(data, curve) == newest && !curve.failures.empty();
        })) {
      key.emplace_back(newest ? "<g class=\"failure sign\">" + cross(x + 17, 0) + "</g>"
                              : "<g class=\"failure sign old\">" + cross(x + 17, 0, 2.8) + "</g>",
                       newest ? "failed: an error row" : "thin ×: failed in an old run");
    }
  }
  return key;
}

std::string draw_legend(const ChartData& data, const std::vector<LegendEntry>& entries, const Layout& at) {
  std::string svg;
  double y = at.plot_top + 10;
  for (const LegendEntry& entry : entries) {
    const ChartCurve& curve = *entry.curve;
    svg += "<g>" + title(curve.family);
    if (curve.points.empty()) {
      svg += fmt::format("<g class=\"failure {}\">{}</g>", style_class(curve), cross(legend_left + 17, y));
    } else {
      svg += line(
          curve, data.runs.size(),
          fmt::format("{},{} {},{}", length(legend_left), length(y), length(legend_left + 34), length(y)));
      if (!curve.limit) {
        svg += fmt::format("<g class=\"mark {}\">{}</g>", style_class(curve),
                           marker(curve.style, legend_left + 17, y, marker_size));
      }
    }
    svg += text_at(legend_left + 42, y + 4, entry.text) + "</g>\n";
    y += legend_line;
  }
  y += 8;
  for (const auto& [sign, words] : key_of(data, legend_left)) {
    svg += fmt::format("<g transform=\"translate(0 {})\">{}{}</g>\n", length(y), sign,
                       text_at(legend_left + 42, 4, words, " class=\"small\""));
    y += key_line;
  }
  return svg;
}

}  // namespace bench_report
