// Who is best at each size.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/layout.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/output/metric_text.hpp"

namespace bench_report {

std::string draw_winners(const ChartData& data, const Panel& at) {
  if (data.winners.empty()) {
    return {};
  }
  std::string svg = text_at(at.left - 8, winners_y + 4,
                            std::string(name_of_best(data.metric, data.direction)), " text-anchor=\"end\"") +
                    "\n";
  const auto curve_of = [&](std::size_t place) -> const ChartCurve& {
    return *std::ranges::find_if(data.curves, [&](const ChartCurve& curve) {
      return is_newest(data, curve) && curve.family == data.top_row[place];
    });
  };
  for (std::size_t i = 1; i < data.winners.size(); ++i) {
    if (data.top_row[i] == data.top_row[i - 1] && data.scale.kind != AxisKind::categories &&
        are_neighbours(data, data.winners[i - 1].x, data.winners[i].x)) {
      svg += line(curve_of(i), 1,
                  fmt::format("{0},{2} {1},{2}", length(at.x(data.winners[i - 1].x)),
                              length(at.x(data.winners[i].x)), length(winners_y))) +
             "\n";
    }
  }
  for (std::size_t i = 0; i < data.winners.size(); ++i) {
    const Winner& winner = data.winners[i];
    const ChartCurve& curve = curve_of(i);
    const double x = at.x(winner.x);
    svg += fmt::format(
        "<g class=\"mark {}{}{}\">{}</g>\n", style_class(curve), curve.tags,
        winner.tied.empty() ? "" : " hollow",
        marker(curve.style.marker, x, winners_y, winner.decided() ? marker_size : undecided_size));
  }
  for (const Crossover& crossover : data.crossovers) {
    const double x = at.x(crossover.x);
    const double y = at.y(crossover.y);
    svg += fmt::format(
        "<g class=\"crossover{}\">{}<path d=\"M{} {}V{}\"/><circle cx=\"{}\" cy=\"{}\" r=\"7\"/></g>\n",
        crossover.separated ? "" : " unsure", title(crossover.hover), length(x), length(at.top),
        length(y - 7), length(x), length(y));
  }
  return svg;
}

}  // namespace bench_report
