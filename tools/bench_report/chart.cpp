// Drawing: scales, ticks, lines, bands, legend.
#include "tools/bench_report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string_view>

#include "tools/bench_report/chart_style.hpp"
#include "tools/bench_report/hit_areas.hpp"
#include "tools/bench_report/ticks.hpp"
#include "tools/bench_report/units.hpp"
#include "tools/bench_report/xml.hpp"

namespace bench_report {
namespace {

// Lengths are in SVG's user units.
constexpr double plot_left = 84;
constexpr double plot_width = 640;
constexpr double least_plot_height = 440;
constexpr double least_indent = 10;  // between the frame and the outermost sizes
constexpr double title_y = 30;
constexpr double winners_y = 58;
constexpr double legend_left = plot_left + plot_width + 24;
constexpr double legend_line = 21;
constexpr double key_line = 18;
constexpr double small_line = 15;
constexpr double lane_line = 14;
constexpr double undecided_size = 2.4;  // of a winner of whom nothing can be said
constexpr double right_margin = 12;
constexpr double lane_indent = 12;  // keeps the lowest value, and its tick, away from the lane's label
// Text that is not of 12 px; characters differ in width, these are on the safe side.
constexpr double title_scale = 1.45;
constexpr double small_scale = 0.875;
constexpr double small_character_width = 6;
constexpr double widest_legend = 440;
constexpr std::size_t longest_run = 48;
constexpr std::size_t most_small_lines = 20;

/// A logarithmic axis from values to lengths.
class Scale {
 public:
  Scale(double low, double high, double from, double to)
      : low_(std::log(low)), high_(std::log(high)), from_(from), to_(to) {}

  double operator()(double value) const {
    return high_ == low_ ? (from_ + to_) / 2
                         : std::lerp(from_, to_, (std::log(value) - low_) / (high_ - low_));
  }

 private:
  double low_;
  double high_;
  double from_;
  double to_;
};

/// A size on the x axis, or a round value among many sizes, with the base's median below it.
struct SizeLabel {
  double value;
  std::string text;
  std::string base;
  double width;
};

/// Where things are.
struct Layout {
  double total_width;
  double total_height;
  double plot_top;
  double plot_bottom;  ///< of the values; the lane of failures is below
  double lane_bottom;
  double small_print_y;
  std::vector<std::string> small_print;  ///< lines
  std::vector<SizeLabel> sizes;          ///< that may be labelled
  double low;                            ///< of the values
  double high;
  Scale x;
  Scale y;
};

/// One line of the legend: a family, by its curve in the newest run that has it.
struct LegendEntry {
  const ChartCurve* curve;
  std::string text;
};

std::string title(const std::string& text) {
  return "<title>" + escape_xml(text) + "</title>";
}

std::string text_at(double x, double y, const std::string& text, std::string_view attributes = "") {
  return fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>", length(x), length(y), attributes,
                     escape_xml(text));
}

bool is_newest(const ChartData& data, const ChartCurve& curve) {
  return curve.run + 1 == data.runs.size();
}

std::string cross(double x, double y, double r = 4) {
  return fmt::format(R"(<path d="M{0} {1}l{2} {2}m0 -{2}l-{2} {2}"/>)", length(x - r), length(y - r),
                     length(2 * r));
}

/// Old runs are thin, the newest is bold; a run alone is in between.
double line_width(std::size_t run, std::size_t runs) {
  if (runs == 1) {
    return 1.8;
  }
  return run + 1 == runs ? 2.6 : 0.8 + 0.7 * static_cast<double>(run) / static_cast<double>(runs - 1);
}

std::string line(const ChartCurve& curve, std::size_t runs, const std::string& points) {
  const double width = line_width(curve.run, runs) * (curve.limit ? 0.7 : 1);
  return fmt::format(R"(<polyline class="line {}" stroke-width="{}"{} points="{}"/>)", style_class(curve),
                     length(width), dash(curve), points);
}

/// The points between two gaps: a line must not run over a size at which there was no result.
std::vector<std::span<const ChartPoint>> stretches(const ChartCurve& curve) {
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

/// Bands lie below all lines. Many bands are fainter, or they would cover each other; one under the mouse is
/// not.
std::string draw_bands(const ChartData& data, const Layout& at) {
  const auto contestants = std::ranges::count_if(
      data.curves, [&](const ChartCurve& curve) { return is_newest(data, curve) && !curve.limit; });
  const double opacity = contestants <= 6 ? 0.16 : contestants <= 12 ? 0.1 : 0.07;
  std::string svg;
  for (const ChartCurve& curve : data.curves) {
    if (curve.limit || !is_newest(data, curve)) {
      continue;
    }
    for (const auto stretch : stretches(curve)) {
      if (stretch.size() == 1) {
        const ChartPoint& only = stretch.front();
        svg += fmt::format("<path class=\"whisker {}\" d=\"M{} {}V{}\"/>\n", style_class(curve),
                           length(at.x(only.x)), length(at.y(only.low)), length(at.y(only.high)));
        continue;
      }
      std::string there;
      std::string back;
      for (const ChartPoint& point : stretch) {
        there += fmt::format("{},{} ", length(at.x(point.x)), length(at.y(point.high)));
        back = fmt::format("{},{} ", length(at.x(point.x)), length(at.y(point.low))) + back;
      }
      svg +=
          fmt::format("<polygon class=\"band {}\" fill-opacity=\"{}\" points=\"{}{}\">{}</polygon>\n",
                      style_class(curve), opacity, there, back, title(curve.family + ": 5–95 % quantiles"));
    }
  }
  return svg;
}

std::string draw_curve(const ChartData& data, const ChartCurve& curve, const Layout& at) {
  const bool newest = is_newest(data, curve);
  std::string svg = fmt::format("<g class=\"family{}\">\n", newest ? "" : " old");
  for (const auto stretch : stretches(curve)) {
    if (stretch.size() > 1) {
      std::string points;
      for (const ChartPoint& point : stretch) {
        points += fmt::format("{},{} ", length(at.x(point.x)), length(at.y(point.median)));
      }
      svg += line(curve, data.runs.size(), points) + '\n';
    }
  }
  // The line of a bound is told by its dashes: it has markers only where there is no line.
  const bool marks = !curve.limit || curve.points.size() == 1;
  if (marks) {
    svg += fmt::format("<g class=\"mark {}\">\n", style_class(curve));
    for (const ChartPoint& point : curve.points) {
      svg += marker(curve.style, at.x(point.x), at.y(point.median), newest ? marker_size : old_marker_size) +
             '\n';
    }
    svg += "</g>\n";
  }
  return svg + "</g>\n";
}

/// Families that failed somewhere, each with a row of its own below the values.
std::vector<std::string> failed_families(const ChartData& data) {
  std::set<std::string> names;
  for (const ChartCurve& curve : data.curves) {
    if (!curve.failures.empty()) {
      names.insert(curve.family);
    }
  }
  return {names.begin(), names.end()};
}

double lane_of(const std::vector<std::string>& families, const std::string& family, const Layout& at) {
  const auto row = std::ranges::find(families, family) - families.begin();
  return at.plot_bottom + lane_line * (static_cast<double>(row) + 0.5);
}

std::string draw_failures(const ChartData& data, const Layout& at) {
  const auto families = failed_families(data);
  if (families.empty()) {
    return {};
  }
  std::string svg =
      fmt::format("<path class=\"frame\" d=\"M{} {}h{}\"/>", length(plot_left), length(at.plot_bottom),
                  length(plot_width)) +
      text_at(plot_left - 8, (at.plot_bottom + at.lane_bottom) / 2 + 4, "failed", " text-anchor=\"end\"") +
      "\n";
  for (const std::string& family : families) {
    const double x = plot_left + plot_width + 8;
    svg += text_at(x, lane_of(families, family, at) + 4,
                   fit(family, (at.total_width - right_margin - x) / small_scale), " class=\"small\"") +
           "\n";
  }
  for (const ChartCurve& curve : data.curves) {
    for (const ChartFailure& failure : curve.failures) {
      const double y = lane_of(families, curve.family, at);
      svg += is_newest(data, curve) ? fmt::format("<g class=\"failure {}\">{}</g>\n", style_class(curve),
                                                  cross(at.x(failure.x), y))
                                    : fmt::format("<g class=\"failure {} old\">{}</g>\n", style_class(curve),
                                                  cross(at.x(failure.x), y, 2.8));
    }
  }
  return svg;
}

/// The best median, and no more than that.
bool is_hollow(Lead standing) {
  return standing == Lead::not_separated || standing == Lead::contradicted;
}

/// Whether there is an interval that tells the winner from its runner-up, or does not.
bool is_decided(const Winner& winner) {
  return winner.standing == Lead::separated || is_hollow(winner.standing);
}

/// The row of winners above the plot, and a ring where the lines of two neighbouring ones cross.
std::string draw_winners(const ChartData& data, const Layout& at) {
  if (data.winners.empty()) {
    return {};
  }
  std::string svg = text_at(plot_left - 8, winners_y + 4, is_time(data.metric) ? "fastest" : "highest",
                            " text-anchor=\"end\"") +
                    "\n";
  const auto curve_of = [&](const Winner& winner) -> const ChartCurve& {
    return *std::ranges::find_if(data.curves, [&](const ChartCurve& curve) {
      return is_newest(data, curve) && curve.family == winner.family;
    });
  };
  for (std::size_t i = 1; i < data.winners.size(); ++i) {
    if (data.winners[i].family == data.winners[i - 1].family &&
        are_neighbours(data, data.winners[i - 1].x, data.winners[i].x)) {
      svg += line(curve_of(data.winners[i]), 1,
                  fmt::format("{0},{2} {1},{2}", length(at.x(data.winners[i - 1].x)),
                              length(at.x(data.winners[i].x)), length(winners_y))) +
             "\n";
    }
  }
  for (const Winner& winner : data.winners) {
    const ChartCurve& curve = curve_of(winner);
    const double x = at.x(winner.x);
    svg += fmt::format("<g class=\"mark {}{}\">{}</g>\n", style_class(curve),
                       is_hollow(winner.standing) ? " hollow" : "",
                       marker(curve.style, x, winners_y, is_decided(winner) ? marker_size : undecided_size));
  }
  for (const Crossover& crossover : data.crossovers) {
    const double x = at.x(crossover.x);
    const double y = at.y(crossover.y);
    svg += fmt::format(
        "<g class=\"crossover{}\">{}<path d=\"M{} {}V{}\"/><circle cx=\"{}\" cy=\"{}\" r=\"7\"/></g>\n",
        crossover.separated ? "" : " unsure", title(crossover.hover), length(x), length(at.plot_top),
        length(y - 7), length(x), length(y));
  }
  return svg;
}

std::string tick_text(const ChartData& data, double tick) {
  return data.base.empty() ? format_tick(tick, data.metric) : fmt::format("{:.4g}×", tick);
}

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

std::vector<double> sizes_of(const ChartData& data) {
  std::set<double> sizes;
  for (const ChartCurve& curve : data.curves) {
    for (const ChartPoint& point : curve.points) {
      sizes.insert(point.x);
    }
    for (const ChartFailure& failure : curve.failures) {
      sizes.insert(failure.x);
    }
  }
  return {sizes.begin(), sizes.end()};
}

/// Long numbers have groups of digits, or are powers of ten.
std::string size_text(double size) {
  constexpr double long_number = 1e5;
  constexpr std::array<std::string_view, 10> superscripts{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = fmt::format("{:.10g}", size);
  if (size < long_number || text.find_first_not_of("0123456789") != std::string::npos) {
    return text;
  }
  if (text.find_first_not_of('0', 1) == std::string::npos && text.front() == '1') {
    std::string power = "10";
    for (const char digit : std::to_string(text.size() - 1)) {
      power += superscripts[static_cast<std::size_t>(digit - '0')];
    }
    return power;
  }
  for (std::size_t i = text.size(); i > 3;) {
    i -= 3;
    text.insert(i, "\u2009");
  }
  return text;
}

/// Among many sizes round values are easier to read.
std::vector<SizeLabel> size_labels(const ChartData& data) {
  constexpr std::size_t many = 20;
  constexpr double wide = 4;  // decades; there is more room than beside the y axis
  const std::vector<double> sizes = sizes_of(data);
  const auto& base = data.base_medians.back();
  std::vector<SizeLabel> labels;
  for (const double size : sizes.size() > many ? value_ticks(sizes.front(), sizes.back(), wide) : sizes) {
    const auto time = base.find(size);
    SizeLabel label{.value = size,
                    .text = size_text(size),
                    .base = time == base.end() ? "" : format_metric(time->second, data.metric),
                    .width = 0};
    label.width = std::max(text_width(label.text), small_scale * text_width(label.base));
    labels.push_back(std::move(label));
  }
  return labels;
}

/// The sizes that get a label: as many as there is room for, the outermost first.
std::vector<SizeLabel> chosen_labels(const Layout& at) {
  constexpr double gap = 8;
  const auto fit_beside = [&](const SizeLabel& a, const SizeLabel& b) {
    return at.x(b.value) - at.x(a.value) >= (a.width + b.width) / 2 + gap;
  };
  std::vector<SizeLabel> chosen;
  for (const SizeLabel& label : at.sizes) {
    const bool is_last = &label == &at.sizes.back();
    if ((chosen.empty() || fit_beside(chosen.back(), label)) &&
        (is_last || fit_beside(label, at.sizes.back()))) {
      chosen.push_back(label);
    }
  }
  return chosen;
}

std::string draw_axes(const ChartData& data, const ChartText& words, const Layout& at) {
  std::string svg;
  std::string last;
  for (const double tick : value_ticks(at.low, at.high)) {
    svg += fmt::format("<path class=\"grid\" d=\"M{} {}h{}\"/>", length(plot_left), length(at.y(tick)),
                       length(plot_width));
    // Ticks closer than three digits would be labelled alike.
    if (const std::string label = tick_text(data, tick); label != last) {
      svg += text_at(plot_left - 8, at.y(tick) + 4, label, " text-anchor=\"end\"");
      last = label;
    }
    svg += '\n';
  }
  const auto labels = chosen_labels(at);
  for (const SizeLabel& label : labels) {
    const double x = at.x(label.value);
    svg += fmt::format("<path class=\"grid\" d=\"M{} {}V{}\"/>", length(x), length(at.plot_top),
                       length(at.lane_bottom));
    svg += text_at(x, at.lane_bottom + 18, label.text, " text-anchor=\"middle\"");
    if (!label.base.empty()) {
      svg += text_at(x, at.lane_bottom + 33, label.base, " class=\"small\" text-anchor=\"middle\"");
    }
    svg += '\n';
  }
  double label_y = at.lane_bottom + 38;
  if (!data.base.empty()) {
    if (std::ranges::any_of(labels, [](const SizeLabel& label) { return !label.base.empty(); })) {
      svg += text_at(plot_left - 8, at.lane_bottom + 33,
                     data.runs.size() > 1 ? "newest: 1× =" : "1× =", " class=\"small\" text-anchor=\"end\"") +
             "\n";
    }
    label_y += 15;
    if (at.low < 1 && at.high > 1) {
      svg += fmt::format("<path class=\"one\" d=\"M{} {}h{}\"/>\n", length(plot_left), length(at.y(1)),
                         length(plot_width));
    }
  }
  svg +=
      fmt::format("<rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n", length(plot_left),
                  length(at.plot_top), length(plot_width), length(at.lane_bottom - at.plot_top));
  svg += text_at(plot_left + plot_width / 2, label_y,
                 shorten(words.x_label.empty() ? data.axis : words.x_label, 80), " text-anchor=\"middle\"") +
         "\n";
  svg += fmt::format("<text transform=\"translate(20 {}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
                     length((at.plot_top + at.plot_bottom) / 2), escape_xml(shorten(value_label(data), 60)));
  return svg;
}

/// In the order of the curves' right ends, top to bottom, so that the eye finds them; failures last.
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

/// What the signs of this chart mean: only those that occur. Each is a drawing about (x, y), and its words.
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

/// No text takes much more than two lines, and all of them do not take a page.
std::vector<std::string> small_lines(const std::vector<std::string>& texts, std::size_t columns) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto parts = wrap(shorten(texts[i], 2 * columns), columns);
    if (lines.size() + parts.size() > most_small_lines) {
      lines.push_back(fmt::format("… and {} notes more: bench-report html has them all.", texts.size() - i));
      break;
    }
    lines.insert(lines.end(), parts.begin(), parts.end());
  }
  return lines;
}

Layout layout_of(const ChartData& data, const ChartText& words, const std::vector<LegendEntry>& entries) {
  double low = std::numeric_limits<double>::infinity();
  double high = 0;
  for (const ChartCurve& curve : data.curves) {
    for (const ChartPoint& point : curve.points) {
      // Bands are drawn of contestants in the newest run alone.
      const bool band = is_newest(data, curve) && !curve.limit;
      low = std::min(low, band ? point.low : point.median);
      high = std::max(high, band ? point.high : point.median);
    }
  }
  constexpr double margin = 1.15;
  low /= margin;
  high *= margin;

  const auto key = key_of(data, legend_left);
  double legend_width = 0;
  for (const LegendEntry& entry : entries) {
    legend_width = std::max(legend_width, text_width(entry.text));
  }
  for (const auto& [sign, text] : key) {
    legend_width = std::max(legend_width, small_scale * text_width(text));
  }
  const double plot_top = data.winners.empty() ? winners_y - 8 : winners_y + 16;
  const double legend_height =
      legend_line * static_cast<double>(entries.size()) + key_line * static_cast<double>(key.size()) + 12;
  const double lane = lane_line * static_cast<double>(failed_families(data).size());
  // Beside the lane stand its names: the legend ends above.
  const double plot_bottom = plot_top + std::max(least_plot_height - lane, legend_height);
  const double total_width = legend_left + 42 + legend_width + right_margin;
  const double small_print_y = plot_bottom + lane + (data.base.empty() ? 62 : 77);
  auto small_print =
      small_lines(words.small_print,
                  static_cast<std::size_t>((total_width - plot_left - right_margin) / small_character_width));
  const double total_height = small_print_y + small_line * static_cast<double>(small_print.size()) + 2;
  const std::vector<double> sizes = sizes_of(data);
  auto labels = size_labels(data);
  double indent = least_indent;
  for (const SizeLabel& label : labels) {
    indent = std::max(indent, label.width / 2);
  }
  return {.total_width = total_width,
          .total_height = total_height,
          .plot_top = plot_top,
          .plot_bottom = plot_bottom,
          .lane_bottom = plot_bottom + lane,
          .small_print_y = small_print_y,
          .small_print = std::move(small_print),
          .sizes = std::move(labels),
          .low = low,
          .high = high,
          .x = Scale(sizes.front(), sizes.back(), plot_left + indent, plot_left + plot_width - indent),
          .y = Scale(low, high, plot_bottom - (lane > 0 ? lane_indent : 0), plot_top)};
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
