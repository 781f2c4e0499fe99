// How close each family comes to what binds.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/limits.hpp"
#include "tools/bench_report/analysis/matrix.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/output/limit_words.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/sections.hpp"
#include "tools/bench_report/output/xml.hpp"

namespace bench_report {
namespace {

/// Shares from which on a cell has one of the colours, the strongest first.
constexpr auto heats = std::to_array<double>({0.95, 0.75, 0.5, 0.25, 0.1});

std::string share_cell(const MatrixCell& cell, const std::string& where) {
  if (!cell.share) {
    return element("td", cell.failed ? "failed" : "", " class=\"number\"");
  }
  const auto heat = std::ranges::find_if(heats, [&](double least) { return cell.share->share >= least; });
  const std::string colour = heat == heats.end() ? "" : fmt::format(" heat{}", heat - heats.begin());
  return element("td", short_share(*cell.share),
                 fmt::format(" class=\"number{}\" title=\"{}\"", colour,
                             escape_xml(where + ": " + share_text(*cell.share))));
}

/// The two limits and which of them binds, of one worker or of all.
std::string roof_rows(const QuantileTable& table, const std::vector<double>& sizes, bool parallel) {
  const std::string kind = parallel ? "_parallel" : "";
  std::array<std::pair<std::string, std::string>, 3> rows{
      {{"limit/copy" + kind, ""}, {"limit/arithmetic" + kind, ""}, {"binds", ""}}};
  bool has_roof = false;
  for (const double x : sizes) {
    const Roof* const roof = find_roof(table.limits, x, parallel);
    has_roof = has_roof || roof != nullptr;
    rows[0].second += number_cell(roof == nullptr ? "" : format_metric(roof->memory, table.set.metric));
    rows[1].second += number_cell(roof == nullptr ? "" : format_metric(roof->arithmetic, table.set.metric));
    rows[2].second += number_cell(roof == nullptr ? "" : name_of(roof->binds));
  }
  if (!has_roof) {
    return {};
  }
  std::string html = "<tbody class=\"block\">\n";
  for (const auto& [name, cells] : rows) {
    html += "<tr>" + element("th", name, " scope=\"row\" class=\"family\"") + cells + "</tr>\n";
  }
  return html + "</tbody>\n";
}

}  // namespace

std::string limits_section(const Page& page) {
  const QuantileTable& table = page.table;
  if (table.limits.roofs.empty()) {
    return {};
  }
  constexpr std::size_t most_sizes = 16;
  const Matrix matrix = with_shares(make_matrix(table));
  const auto shown = shown_sizes(matrix.sizes.size(), most_sizes);
  std::vector<double> sizes;
  std::vector<std::pair<std::string, bool>> columns{{"family", false}};
  for (const std::size_t place : shown) {
    sizes.push_back(matrix.sizes[place]);
    columns.emplace_back(value_text(table.set.scale, sizes.back()), true);
  }
  std::string html = "<section>\n<h2>How close to the limit</h2>\n";
  for (const std::string& sentence : limit_sentences(table.limits, table.set.scale)) {
    html += element("p", sentence) + "\n";
  }
  html += element("p",
                  std::string("Shares are ") + shares_legend + "." +
                      (shown.size() < matrix.sizes.size() ? " Not all sizes are shown." : ""),
                  " class=\"muted\"") +
          "\n<div class=\"wide\"><table class=\"heat\">\n" + head(columns) + roof_rows(table, sizes, false) +
          roof_rows(table, sizes, true);
  for (auto row = matrix.rows.begin(); row != matrix.rows.end();) {
    const std::string group = group_of(row->family);
    html += "<tbody class=\"block\">\n";
    for (; row != matrix.rows.end() && group_of(row->family) == group; ++row) {
      html += "<tr>" + element("th", row->family, " scope=\"row\" class=\"family\"");
      for (const std::size_t place : shown) {
        html += share_cell(row->cells[place], fmt::format("{}, {} = {}", row->family, axis_name(table.set),
                                                          value_text(table.set.scale, matrix.sizes[place])));
      }
      html += "</tr>\n";
    }
    html += "</tbody>\n";
  }
  return html + "</table></div>\n</section>\n";
}

}  // namespace bench_report
