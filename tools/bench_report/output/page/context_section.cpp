// What was left out, and where the rest comes from.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/page.hpp"

namespace bench_report {
namespace {

/// What the files of a side say, each value once.
std::string context_value(const Side& side, const std::string& key) {
  constexpr std::size_t most = 3;
  std::vector<std::string> values;
  for (const Run& run : side.runs) {
    const auto place = run.context.find(key);
    if (place != run.context.end() && std::ranges::find(values, place->second) == values.end()) {
      values.push_back(place->second);
    }
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), most); ++i) {
    text += (i == 0 ? "" : "; ") + values[i];
  }
  return values.size() > most ? fmt::format("{}; and {} more", text, values.size() - most) : text;
}

std::string load_averages(const Side& side) {
  double highest = 0;
  for (const Run& run : side.runs) {
    if (!run.load_average.empty()) {
      highest = std::max(highest, run.load_average.front());
    }
  }
  return fmt::format("{:.2f}", highest);
}

}  // namespace

std::string left_out_section(const Page& page) {
  std::string rows;
  const auto add = [&](std::span<const LeftOut> list, std::string_view what, const std::string& run) {
    for (const LeftOut& row : list) {
      rows += "<tr>" + element("th", row.name, " scope=\"row\" class=\"family\"") +
              element("td", std::string(what)) + element("td", row.reason) +
              (page.sides.size() > 1 ? element("td", run) : "") + "</tr>\n";
    }
  };
  for (std::size_t i = 0; i < page.sets.size(); ++i) {
    const std::string& run = page.sides[i].name;
    add(page.sets[i].failed, "failed", run);
    add(page.sets[i].skipped, "skipped", run);
    add(page.sets[i].not_drawn, "left out", run);
  }
  add(page.not_charted, "not in the chart", "");
  if (rows.empty()) {
    return {};
  }
  std::vector<std::pair<std::string, bool>> columns{{"row", false}, {"what", false}, {"reason", false}};
  if (page.sides.size() > 1) {
    columns.emplace_back("run", false);
  }
  return "<section>\n<h2>Failed, skipped, left out</h2>\n<div class=\"wide\"><table>\n" + head(columns) +
         "<tbody>\n" + rows + "</tbody>\n</table></div>\n</section>\n";
}

std::string context_section(const Page& page) {
  std::set<std::string> keys;
  for (const Side& side : page.sides) {
    for (const Run& run : side.runs) {
      for (const auto& [key, value] : run.context) {
        keys.insert(key);
      }
    }
  }
  std::vector<std::pair<std::string, bool>> columns{{"", false}};
  for (const Side& side : page.sides) {
    columns.emplace_back(side.name, false);
  }
  std::string html = "<section>\n<h2>Where and how this was measured</h2>\n<div class=\"wide\"><table>\n" +
                     head(columns) + "<tbody>\n";
  const auto line = [&](const std::string& name, const auto& value_of) {
    html += "<tr>" + element("th", name, " scope=\"row\"");
    for (const Side& side : page.sides) {
      html += element("td", value_of(side));
    }
    html += "</tr>\n";
  };
  line("files", [](const Side& side) {
    return side.runs.size() == 1
               ? side.runs.front().file
               : fmt::format("{} and {} more", side.runs.front().file, side.runs.size() - 1);
  });
  for (const std::string& key : keys) {
    line(key, [&](const Side& side) { return context_value(side, key); });
  }
  line("load average at the start", load_averages);
  return html + "</tbody>\n</table></div>\n</section>\n";
}

}  // namespace bench_report
