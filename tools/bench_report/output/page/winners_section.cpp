// Who is best at each size, and how far ahead.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/page.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
std::string winners_section(const Page& page) {
  const auto& winners = page.table.winners;
  if (!is_contested(winners)) {
    return {};
  }
  const SeriesSet& set = page.table.set;
  const std::string axis = axis_name(set);
  const std::string best(name_of_best(set.metric, set.direction));
  std::string html = fmt::format("<section>\n<h2>Who is {}, and how far ahead</h2>\n", best);
  html += fmt::format(
      "<p class=\"muted\">Lead: how many times better than the runner-up, Hodges–Lehmann estimate with its "
      "95 % "
      "interval, {}, adjusted for all pairs of families at that size; not separated where the interval "
      "includes 1 "
      "or the lead is below {:.3g} %; contradicted where the best median is not better in most pairs of "
      "samples. "
      "Bounds (limit/…) do not compete.</p>\n<div class=\"wide\"><table>\n",
      basis_of_leads(set), 100 * set.tie);
  html += head({{axis, true},
                {best, false},
                {"median", true},
                {"lead", true},
                {"95 % interval", true},
                {"runner-up", false},
                {"tied with the best", false}});
  html += "<tbody>\n";
  for (const Winner& winner : winners) {
    html += "<tr>" + element("th", value_text(set.scale, winner.x), " scope=\"row\" class=\"number\"") +
            element("td", winner.family, " class=\"family\"") +
            number_cell(format_metric(winner.median, set.metric));
    html += winner.lead ? number_cell(winner.separated() ? format_bound(winner.lead->estimate) + "×"
                                      : winner.standing == Lead::contradicted ? "contradicted"
                                                                              : "not separated",
                                      winner.separated()) +
                              number_cell(fmt::format("{}× – {}×", format_bound(winner.lead->low),
                                                      format_bound(winner.lead->high)))
                        : element("td",
                                  std::string(winner.standing == Lead::alone      ? "alone"
                                              : winner.standing == Lead::no_ratio ? "a sample is not positive"
                                                                                  : "too few samples"),
                                  " class=\"number\" colspan=\"2\"");
    std::vector<std::string> tied;
    std::ranges::transform(winner.tied, std::back_inserter(tied), &Tied::family);
    html += element("td", winner.runner_up.value_or(""), " class=\"family\"") +
            element("td", joined(tied), " class=\"family\"");
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table></div>\n</section>\n";
}

}  // namespace bench_report
