// Ticks, sizes and the frame.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/output/chart/ticks.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/xml.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

std::string tick_text(const ChartData& data, double tick) {
  return data.base.empty() ? format_tick(tick, data.metric) : fmt::format("{:.4g}×", tick);
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

}  // namespace

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

}  // namespace bench_report
