// Measuring what has to be drawn.
#include "tools/bench_report/output/chart/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/ticks.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

/// Long numbers have groups of digits, or are powers of ten.
std::string size_text(const AxisScale& scale, double size) {
  constexpr double long_number = 1e5;
  constexpr auto superscripts =
      std::to_array<std::string_view>({"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"});
  if (scale.texts.contains(size)) {
    return value_text(scale, size);
  }
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

/// Among many sizes round values are easier to read; categories have no values between them.
std::vector<double> labelled_sizes(const ChartData& data, const std::set<double>& sizes) {
  constexpr std::size_t many = 20;
  constexpr double wide = 4;  // decades; there is more room than beside the y axis
  if (sizes.size() <= many || data.scale.kind == AxisKind::categories || !data.scale.texts.empty()) {
    return {sizes.begin(), sizes.end()};
  }
  if (data.scale.kind == AxisKind::linear) {
    return linear_ticks(*sizes.begin(), *sizes.rbegin());
  }
  auto ticks = value_ticks(*sizes.upper_bound(0), *sizes.rbegin(), wide);
  if (sizes.contains(0)) {
    ticks.insert(ticks.begin(), 0);
  }
  return ticks;
}

std::vector<SizeLabel> size_labels(const ChartData& data, const std::set<double>& sizes) {
  const auto& base = data.base_medians.back();
  // Long words get as much as there is, or the frame would have no room for anything else.
  const double room = std::max(60.0, plot_width / static_cast<double>(sizes.size()));
  std::vector<SizeLabel> labels;
  for (const double size : labelled_sizes(data, sizes)) {
    const auto time = base.find(size);
    SizeLabel label{.value = size,
                    .text = fit(size_text(data.scale, size), room),
                    .base = time == base.end() ? "" : format_metric(time->second, data.metric),
                    .width = 0};
    label.width = std::max(text_width(label.text), small_scale * text_width(label.base));
    labels.push_back(std::move(label));
  }
  return labels;
}

/// No text takes much more than two lines, and all of them do not take a page.
std::vector<std::string> small_lines(const std::vector<std::string>& texts, std::size_t columns) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto parts = wrap(shorten(texts[i], 2 * columns), columns);
    if (lines.size() + parts.size() > most_small_lines) {
      lines.push_back(
          fmt::format("… and {} more: bench-report html has them all.", counted(texts.size() - i, "note")));
      break;
    }
    lines.insert(lines.end(), parts.begin(), parts.end());
  }
  return lines;
}

/// Signs and words in lines from `y` on, as many in each as have room.
std::vector<KeyEntry> key_lines(const ChartData& data, double right, double y) {
  constexpr double gap = 20;
  std::vector<KeyEntry> entries;
  double x = plot_left;
  for (const auto& [sign, words] : key_of(data)) {
    const double width = sample_width + 8 + small_scale * text_width(words) + gap;
    if (x > plot_left && x + width > right) {
      x = plot_left;
      y += key_line;
    }
    entries.push_back({.sign = sign, .words = words, .x = x, .y = y});
    x += width;
  }
  return entries;
}

}  // namespace

std::set<double> sizes_of(const ChartData& data) {
  std::set<double> sizes;
  for (const ChartCurve& curve : data.curves) {
    for (const ChartPoint& point : curve.points) {
      sizes.insert(point.x);
    }
    for (const ChartFailure& failure : curve.failures) {
      sizes.insert(failure.x);
    }
  }
  return sizes;
}

Layout layout_of(const ChartData& data, const ChartText& words) {
  constexpr double least_width = 960;
  Layout at{.total_width = least_width,
            .total_height = 0,
            .panels = {},
            .sizes = {},
            .rows_top = data.winners.empty() ? winners_y - 8 : winners_y + 16,
            .key = {},
            .small_print_y = 0,
            .small_print = {}};
  if (!data.curves.empty()) {
    at.sizes = size_labels(data, sizes_of(data));
    double indent = least_indent;
    for (const SizeLabel& label : at.sizes) {
      indent = data.scale.kind == AxisKind::categories ? 0 : std::max(indent, label.width / 2);
    }
    at.panels = panels_of(data, at.rows_top, indent);
    double bottom = 0;
    for (const Panel& panel : at.panels) {
      at.total_width = std::max(at.total_width, panel.right() + names_width(panel) + right_margin);
      bottom = std::max(bottom, panel.lane_bottom);
    }
    at.rows_top = bottom + (data.base.empty() ? 62 : 77);
  }
  double y = at.rows_top + rows_height(data);
  at.key = key_lines(data, at.total_width - right_margin, y);
  y = at.key.empty() ? y : at.key.back().y + key_line + 4;
  at.small_print_y = y;
  at.small_print = small_lines(
      words.small_print,
      static_cast<std::size_t>((at.total_width - plot_left - right_margin) / small_character_width));
  at.total_height = y + small_line * static_cast<double>(at.small_print.size()) + 2;
  return at;
}

}  // namespace bench_report
