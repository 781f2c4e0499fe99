// What is asked first: who is the best, and how far are the others?
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "tools/bench_report/analysis/matrix.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/output/answer.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/sections.hpp"
#include "tools/bench_report/output/xml.hpp"

namespace bench_report {
namespace {

/// Ratios to the best up to which a cell has one of the colours, the strongest first.
constexpr auto heats = std::to_array<double>({1.05, 1.3, 2, 4, 10});

std::string heat_cell(const MatrixCell& cell, const std::string& where, const std::string& metric) {
  if (!cell.ratio) {
    return element("td", cell.failed ? "failed" : "", " class=\"number\"");
  }
  const auto heat = std::ranges::lower_bound(heats, *cell.ratio) - heats.begin();
  const bool leads = cell.mark != MatrixCell::Mark::none;
  return element("td", format_in(*cell.ratio, {}),
                 fmt::format(" class=\"number heat{}{}\" title=\"{}\"", heat, leads ? " best" : "",
                             escape_xml(where + ": " + format_metric(*cell.median, metric))));
}

}  // namespace

std::string answer_section(const Page& page) {
  const QuantileTable& table = page.table;
  const std::string text = answer(table);
  return text.empty()
             ? ""
             : "<section class=\"answer\" aria-label=\"Answer\">\n" + element("p", text) + "\n</section>\n";
}

std::string heat_section(const Page& page) {
  const QuantileTable& table = page.table;
  const SeriesSet& set = table.set;
  if (!is_contested(table.winners)) {
    return {};
  }
  constexpr std::size_t most_sizes = 16;
  const Matrix matrix = make_matrix(table);
  const auto shown = shown_sizes(matrix.sizes.size(), most_sizes);
  std::string html =
      "<section>\n<h2>How far from the best</h2>\n" +
      element(
          "p",
          fmt::format("{} at each {}, by medians: 1.00 is the best; bold are all that may be the "
                      "best: not told apart from it, or by less than {:.3g} %.{}",
                      set.direction == Direction::more ? "Best ÷ value" : "Value ÷ best", axis_name(set),
                      100 * set.tie, shown.size() < matrix.sizes.size() ? " Not all sizes are shown." : ""),
          " class=\"muted\"") +
      "\n<div class=\"wide\"><table class=\"heat\">\n";
  std::vector<std::pair<std::string, bool>> columns{{"family", false}};
  for (const std::size_t place : shown) {
    columns.emplace_back(value_text(set.scale, matrix.sizes[place]), true);
  }
  html += head(columns);
  for (auto row = matrix.rows.begin(); row != matrix.rows.end();) {
    const std::string group = group_of(row->family);
    html += "<tbody class=\"block\">\n";
    for (; row != matrix.rows.end() && group_of(row->family) == group; ++row) {
      html += "<tr>" + element("th", row->family, " scope=\"row\" class=\"family\"");
      for (const std::size_t place : shown) {
        html += heat_cell(row->cells[place],
                          fmt::format("{}, {} = {}", row->family, axis_name(set),
                                      value_text(set.scale, matrix.sizes[place])),
                          set.metric);
      }
      html += "</tr>\n";
    }
    html += "</tbody>\n";
  }
  return html + "</table></div>\n</section>\n";
}

}  // namespace bench_report
