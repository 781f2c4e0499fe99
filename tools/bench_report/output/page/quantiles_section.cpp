// Medians at a glance, and all quantiles.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/page.hpp"
#include "tools/bench_report/statistics/ratio.hpp"
#include "tools/bench_report/text/numbers.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

/// The only one at its size is not the best of anything.
bool is_best(const QuantileTable& table, const std::string& family, std::optional<double> x) {
  return std::ranges::any_of(table.winners, [&](const Winner& winner) {
    return winner.x == x && winner.family == family && winner.runner_up;
  });
}

/// Whether the newest and the oldest run have several processes each, so that processes are compared.
bool compares_processes(const Page& page) {
  return page.sets.front().runs > 1 && page.sets.back().runs > 1;
}

/// How the newest run's samples, or processes, stand to the oldest's: "0.81× [0.79, 0.83]".
std::string against_oldest(const Page& page, const QuantileRow& row) {
  const Point* const before = find_point(page.sets.front(), row.family, row.x);
  const Point* const after = find_point(page.sets.back(), row.family, row.x);
  if (before == nullptr || before->samples.empty()) {
    return "not in it";
  }
  if (before->samples.front() <= 0 || after->samples.front() <= 0) {
    return "";
  }
  const auto change = compares_processes(page) ? ratio(before->processes, after->processes)
                                               : ratio(before->samples, after->samples);
  return change ? fmt::format("{}× [{}, {}]", format_bound(change->estimate), format_bound(change->low),
                              format_bound(change->high))
                : "too few samples";
}

}  // namespace

std::string overview_section(const Page& page) {
  constexpr std::size_t most_sizes = 10;
  constexpr std::size_t most_families = 5;
  const SeriesSet& set = page.table.set;
  std::set<double> all_sizes;
  for (const Series& series : set.series) {
    for (const auto& [x, point] : series.points) {
      all_sizes.insert(x);
    }
  }
  if (all_sizes.empty()) {
    return {};
  }
  const std::vector<double> sizes(all_sizes.begin(), all_sizes.end());
  const auto median_cell = [&](const std::string& family, double x) {
    const auto row = std::ranges::find_if(page.table.rows, [&](const QuantileRow& candidate) {
      return candidate.x == x && candidate.family == family;
    });
    const Point* const point = find_point(set, family, x);
    return row != page.table.rows.end()
               ? number_cell(format_metric(row->median, set.metric), is_best(page.table, family, x))
               : number_cell(point != nullptr && point->error ? "failed" : "");
  };
  const auto name_of = [&](double x) { return value_text(set.scale, x); };
  std::string html =
      "<section>\n<h2>Medians</h2>\n" +
      element("p", fmt::format("Median {} at each {}; the best in bold.", set.metric, axis_name(set)),
              " class=\"muted\"") +
      "\n";
  std::vector<std::pair<std::string, bool>> columns;
  if (sizes.size() > most_sizes && set.series.size() <= most_families) {
    columns.emplace_back(axis_name(set), true);
    for (const Series& series : set.series) {
      columns.emplace_back(series.name, true);
    }
    html += "<div class=\"wide\"><table>\n" + head(columns) + "<tbody>\n";
    for (const double x : sizes) {
      html += "<tr>" + element("th", name_of(x), " scope=\"row\" class=\"number\"");
      for (const Series& series : set.series) {
        html += median_cell(series.name, x);
      }
      html += "</tr>\n";
    }
    return html + "</tbody>\n</table></div>\n</section>\n";
  }
  for (std::size_t first = 0; first < sizes.size(); first += most_sizes) {
    const auto part = std::span(sizes).subspan(first, std::min(most_sizes, sizes.size() - first));
    columns = {{"family", false}};
    for (const double x : part) {
      columns.emplace_back(name_of(x), true);
    }
    html += "<div class=\"wide\"><table>\n" + head(columns) + "<tbody>\n";
    for (const Series& series : set.series) {
      html += "<tr>" + element("th", series.name, " scope=\"row\" class=\"family\"");
      for (const double x : part) {
        html += median_cell(series.name, x);
      }
      html += "</tr>\n";
    }
    html += "</tbody>\n</table></div>\n";
  }
  return html + "</section>\n";
}

std::string quantiles_section(const Page& page) {
  const QuantileTable& table = page.table;
  const bool speedups =
      std::ranges::any_of(table.rows, [](const QuantileRow& row) { return row.speedup.has_value(); });
  const bool compared = page.sets.size() > 1;
  std::string html = "<section>\n<h2>Quantiles</h2>\n";
  html +=
      element("p",
              fmt::format(
                  "A sample is one repetition: a mean over its iterations. These are quantiles of {} over "
                  "repetitions{}.",
                  table.set.metric, compared ? " in " + page.sides.back().name : "")) +
      "\n";
  if (speedups) {
    html += element("p", fmt::format("Speedup: {}. The median of {} is in its own row.",
                                     table.set.direction == Direction::less
                                         ? "the base's median over the family's"
                                         : "the family's median over the base's",
                                     table.base)) +
            "\n";
  }
  if (compared) {
    html +=
        element("p", fmt::format(
                         "Against {}: the newest run's values over the oldest's, Hodges–Lehmann ratio with "
                         "its 95 % interval. The intervals are not corrected for the number of rows{}: "
                         "bench-report compare decides.",
                         page.sides.front().name,
                         compares_processes(page) ? "" : " and know no noise between processes")) +
        "\n";
  }
  html += "<div class=\"wide\"><table>\n";
  std::vector<std::pair<std::string, bool>> columns{{axis_name(table.set), true},
                                                    {"family", false},
                                                    {"5 %", true},
                                                    {"50 %", true},
                                                    {"95 %", true},
                                                    {"samples", true}};
  if (speedups) {
    columns.emplace_back("speedup over " + shorten(table.base, 30), true);
  }
  if (compared) {
    columns.emplace_back("against " + shorten(page.sides.front().name, 30), true);
  }
  html += head(columns);
  for (auto row = table.rows.begin(); row != table.rows.end();) {
    const auto end =
        std::find_if(row, table.rows.end(), [&](const QuantileRow& other) { return other.x != row->x; });
    html += "<tbody class=\"block\">\n";
    for (const auto first = row; row != end; ++row) {
      html += "<tr>";
      if (row == first) {
        html += element("th", row->x ? value_text(table.set.scale, *row->x) : "none",
                        fmt::format(" scope=\"rowgroup\" class=\"number size\" rowspan=\"{}\"", end - first));
      }
      const bool best = is_best(table, row->family, row->x);
      html += element("th", row->family,
                      best ? " scope=\"row\" class=\"family best\"" : " scope=\"row\" class=\"family\"");
      html += number_cell(format_metric(row->low, table.set.metric)) +
              number_cell(format_metric(row->median, table.set.metric), best) +
              number_cell(format_metric(row->high, table.set.metric)) +
              number_cell(fmt::format("{}", row->samples));
      if (speedups) {
        html += number_cell(row->speedup ? format_ratio(*row->speedup) : "");
      }
      if (compared) {
        html += number_cell(against_oldest(page, *row));
      }
      html += "</tr>\n";
    }
    html += "</tbody>\n";
  }
  return html + "</table></div>\n</section>\n";
}

}  // namespace bench_report
