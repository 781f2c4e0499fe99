// Ticks, sizes and the frame.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/drawing.hpp"
#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/output/chart/ticks.hpp"
#include "tools/bench_report/output/chart/value_axis.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/xml.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

std::string vertical(const Panel& panel, double x, std::string_view style) {
  return fmt::format("<path class=\"{}\" d=\"M{} {}V{}\"/>", style, length(x), length(panel.top),
                     length(panel.lane_bottom));
}

/// The sizes that get a label: as many as there is room for, the outermost first.
std::vector<SizeLabel> chosen_labels(const Panel& panel, const std::vector<SizeLabel>& sizes) {
  constexpr double gap = 8;
  const auto fit_beside = [&](const SizeLabel& a, const SizeLabel& b) {
    return panel.x(b.value) - panel.x(a.value) >= (a.width + b.width) / 2 + gap;
  };
  std::vector<SizeLabel> chosen;
  for (const SizeLabel& label : sizes) {
    const bool is_last = &label == &sizes.back();
    if ((chosen.empty() || fit_beside(chosen.back(), label)) &&
        (is_last || fit_beside(label, sizes.back()))) {
      chosen.push_back(label);
    }
  }
  return chosen;
}

std::string draw_values(const ChartData& data, const Panel& panel) {
  constexpr double least_gap = 15;
  std::string svg;
  std::string last;
  double last_y = panel.bottom + 2 * least_gap;
  for (const double tick : panel.y.bend() == Bend::root ? root_ticks(panel.y, panel.low, panel.high)
                                                        : value_ticks(panel.low, panel.high)) {
    svg += fmt::format("<path class=\"grid\" d=\"M{} {}h{}\"/>", length(panel.left), length(panel.y(tick)),
                       length(panel.width));
    // Ticks closer than three digits would be labelled alike.
    if (const std::string label = tick_text(data, tick);
        label != last && last_y - panel.y(tick) >= least_gap) {
      svg += text_at(panel.left - 8, panel.y(tick) + 4, label, " text-anchor=\"end\"");
      last = label;
      last_y = panel.y(tick);
    }
    svg += '\n';
  }
  if (!data.base.empty() && panel.low < 1 && panel.high > 1) {
    svg += fmt::format("<path class=\"one\" d=\"M{} {}h{}\"/>\n", length(panel.left), length(panel.y(1)),
                       length(panel.width));
  }
  if (!panel.title.empty()) {
    svg += text_at(panel.left + 6, panel.top + 14, fit(panel.title, panel.width), " class=\"small\"") + "\n";
  }
  return svg;
}

/// Lines at sizes; between categories, which have nothing there; and where a logarithmic axis leaps to zero.
std::string draw_size_lines(const ChartData& data, const Panel& panel, const std::vector<SizeLabel>& labels) {
  const bool categories = data.scale.kind == AxisKind::categories;
  std::string svg;
  for (const SizeLabel& label : labels) {
    const double x = panel.x(categories ? label.value - 0.5 : label.value);
    svg += !categories || x > panel.left ? vertical(panel, x, "grid") + '\n' : "";
  }
  if (panel.x.bend() == Bend::logarithm && labels.size() > 1 && labels.front().value == 0) {
    const double x = (panel.x(0) + panel.x(labels[1].value)) / 2;
    svg += fmt::format("<path class=\"leap\" d=\"M{} {}l4 -10m4 0l-4 10\"/>\n", length(x - 4),
                       length(panel.lane_bottom + 5));
  }
  return svg;
}

std::string draw_sizes(const ChartData& data, const ChartText& words, const Panel& panel,
                       const std::vector<SizeLabel>& labels) {
  std::string svg;
  for (const SizeLabel& label : labels) {
    const double x = panel.x(label.value);
    svg += text_at(x, panel.lane_bottom + 18, label.text, " text-anchor=\"middle\"");
    if (!label.base.empty()) {
      svg += text_at(x, panel.lane_bottom + 33, label.base, " class=\"small\" text-anchor=\"middle\"");
    }
    svg += '\n';
  }
  double label_y = panel.lane_bottom + 38;
  if (!data.base.empty()) {
    if (std::ranges::any_of(labels, [](const SizeLabel& label) { return !label.base.empty(); })) {
      svg += text_at(panel.left - 8, panel.lane_bottom + 33,
                     data.runs.size() > 1 ? "newest: 1× =" : "1× =", " class=\"small\" text-anchor=\"end\"") +
             "\n";
    }
    label_y += 15;
  }
  return svg +
         text_at(panel.left + panel.width / 2, label_y,
                 shorten(words.x_label.empty() ? data.axis : words.x_label, 80), " text-anchor=\"middle\"") +
         "\n";
}

}  // namespace

std::string tick_text(const ChartData& data, double tick) {
  return data.base.empty() ? format_tick(tick, data.metric) : fmt::format("{:.4g}×", tick);
}

std::string draw_axes(const ChartData& data, const ChartText& words, const Panel& panel, const Layout& at) {
  const auto labels = chosen_labels(panel, at.sizes);
  std::string svg = draw_values(data, panel) + draw_size_lines(data, panel, labels);
  if (panel.has_sizes) {
    svg += draw_sizes(data, words, panel, labels);
  }
  svg += fmt::format("<rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                     length(panel.left), length(panel.top), length(panel.width),
                     length(panel.lane_bottom - panel.top));
  return svg;
}

std::string draw_value_label(const ChartData& data, double top, double bottom) {
  return fmt::format("<text transform=\"translate(20 {}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
                     length((top + bottom) / 2),
                     escape_xml(fit(shorten(value_label(data), 60), bottom - top)));
}

}  // namespace bench_report
