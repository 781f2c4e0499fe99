// Measuring what has to be drawn.
#include "tools/bench_report/output/chart/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string_view>

#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/ticks.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

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

/// The lowest and the highest value that is drawn.
std::pair<double, double> bounds_of(const ChartData& data) {
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
  return {low / margin, high * margin};
}

double legend_width(const ChartData& data, const std::vector<LegendEntry>& entries) {
  double widest = 0;
  for (const LegendEntry& entry : entries) {
    widest = std::max(widest, text_width(entry.text));
  }
  for (const auto& [sign, text] : key_of(data, legend_left)) {
    widest = std::max(widest, small_scale * text_width(text));
  }
  return widest;
}

}  // namespace

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

Layout layout_of(const ChartData& data, const ChartText& words, const std::vector<LegendEntry>& entries) {
  const auto [low, high] = bounds_of(data);
  const auto key = key_of(data, legend_left);
  const double plot_top = data.winners.empty() ? winners_y - 8 : winners_y + 16;
  const double legend_height =
      legend_line * static_cast<double>(entries.size()) + key_line * static_cast<double>(key.size()) + 12;
  const double lane = lane_line * static_cast<double>(failed_families(data).size());
  // Beside the lane stand its names: the legend ends above.
  const double plot_bottom = plot_top + std::max(least_plot_height - lane, legend_height);
  const double total_width = legend_left + 42 + legend_width(data, entries) + right_margin;
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

}  // namespace bench_report
