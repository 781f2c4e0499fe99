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
namespace {

/// From the frame to the name, where the line ends at the frame.
std::string draw_leader(const ChartData& data, const Panel& at, const EndLabel& label) {
  const ChartPoint& last = label.curve->points.back();
  if (data.scale.kind == AxisKind::categories || last.x < *sizes_of(data).rbegin()) {
    return {};
  }
  return fmt::format("<path class=\"leader {}\" d=\"M{} {}L{} {}\"/>", style_class(*label.curve),
                     length(at.x(last.x)), length(at.y(last.median)), length(at.right() + name_gap - 2),
                     length(label.y));
}

/// What the run looks like in the chart: a line, or the dots of categories or of rows without an axis.
std::string sign_of_run(const ChartData& data, std::size_t run) {
  if (has_lines(data)) {
    return fmt::format("<path class=\"sign\" stroke-width=\"{}\" d=\"M0 0h34\"/>",
                       length(line_width(run, data.runs.size())));
  }
  const bool newest = run + 1 == data.runs.size();
  return fmt::format("<g class=\"mark sign{}\">{}</g>", !newest && data.curves.empty() ? " hollow" : "",
                     marker(0, sample_width / 2, 0, newest ? marker_size : old_marker_size));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> key_of(const ChartData& data) {
  std::vector<std::pair<std::string, std::string>> key;
  if (data.runs.size() > 1) {
    for (std::size_t run = 0; run < data.runs.size(); ++run) {
      const bool newest = run + 1 == data.runs.size();
      const std::string_view look =
          has_lines(data) ? (newest ? "bold" : "thin") : (newest ? "large" : "small");
      const std::string_view age = newest ? "new" : run == 0 ? "old" : "between";
      key.emplace_back(sign_of_run(data, run),
                       fmt::format("{}, {}: {}", look, age, shorten(data.runs[run], longest_run)));
    }
  }
  for (const bool is_tied : {false, true}) {
    if (std::ranges::any_of(data.winners, [&](const Winner& winner) {
          return winner.decided() && winner.tied.empty() != is_tied;
        })) {
      key.emplace_back(fmt::format("<g class=\"mark sign{}\">{}</g>", is_tied ? " hollow" : "",
                                   marker(0, sample_width / 2, 0, marker_size)),
                       is_tied ? "top row: one of those that may be the best"
                               : "top row: best, told apart from all others");
    }
  }
  const auto doubts = std::to_array<std::pair<Lead, std::string_view>>(
      {{Lead::too_few_samples, "top row, small: too few samples to tell"},
       {Lead::no_ratio, "top row, small: a sample is not positive"},
       {Lead::alone, "top row, small: alone"}});
  for (const auto& [doubt, words] : doubts) {
    if (std::ranges::find(data.winners, doubt, &Winner::standing) != data.winners.end()) {
      key.emplace_back(
          fmt::format("<g class=\"mark sign\">{}</g>", marker(0, sample_width / 2, 0, undecided_size)),
          words);
    }
  }
  for (const bool separated : {true, false}) {
    if (std::ranges::find(data.crossovers, separated, &Crossover::separated) != data.crossovers.end()) {
      key.emplace_back(
          fmt::format("<g class=\"crossover{}\"><circle cx=\"17\" cy=\"0\" r=\"6\"/></g>",
                      separated ? "" : " unsure"),
          separated ? "another one is the best from here on" : "another one may be the best from here on");
    }
  }
  for (const bool newest : {true, false}) {
    if (std::ranges::any_of(data.curves, [&](const ChartCurve& curve) {
          return is_newest(data, curve) == newest && !curve.failures.empty();
        })) {
      key.emplace_back(newest ? "<g class=\"failure sign\">" + cross(sample_width / 2, 0) + "</g>"
                              : "<g class=\"failure sign old\">" + cross(sample_width / 2, 0, 2.8) + "</g>",
                       newest ? "failed: an error row" : "thin ×: failed in an old run");
    }
  }
  return key;
}

std::string draw_sample(const ChartData& data, const ChartCurve& curve, double left, double y) {
  const bool lines = data.scale.kind != AxisKind::categories;
  std::string svg;
  if (lines) {
    svg += line(curve, data.runs.size(),
                fmt::format("{},{} {},{}", length(left), length(y), length(left + sample_width), length(y)));
  }
  if (!lines || !curve.limit) {
    svg += fmt::format("<g class=\"mark {}\">{}</g>", style_class(curve),
                       marker(curve.style.marker, left + sample_width / 2, y, marker_size));
  }
  return svg;
}

std::string draw_names(const ChartData& data, const Panel& at) {
  std::string svg;
  const double left = at.right() + name_gap;
  for (const EndLabel& label : at.labels) {
    const ChartCurve& curve = *label.curve;
    svg += (curve.tags.empty() ? "<g>" : fmt::format("<g class=\"{}\">", curve.tags.substr(1))) +
           title(curve.family);
    if (curve.points.empty()) {
      svg += fmt::format("<g class=\"failure {}\">{}</g>", style_class(curve),
                         cross(left + sample_width / 2, label.y));
    } else {
      svg += draw_leader(data, at, label) + draw_sample(data, curve, left, label.y);
    }
    svg += text_at(left + sample_width + 8, label.y + 4, label.text) + "</g>\n";
  }
  return svg;
}

std::string draw_key(const Layout& at) {
  std::string svg;
  for (const KeyEntry& entry : at.key) {
    svg += fmt::format("<g transform=\"translate({} {})\">{}{}</g>\n", length(entry.x), length(entry.y),
                       entry.sign, text_at(sample_width + 8, 4, entry.words, " class=\"small\""));
  }
  return svg;
}

}  // namespace bench_report
