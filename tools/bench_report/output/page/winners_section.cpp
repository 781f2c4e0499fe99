// Who is best, and from where on.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/page.hpp"
#include "tools/bench_report/output/xml.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

std::string_view words_for(Lead standing) {
  switch (standing) {
    case Lead::alone:
      return "alone";
    case Lead::no_ratio:
      return "a sample is not positive: no ratio to the runner-up";
    case Lead::too_few_samples:
      return "too few samples to separate it from the runner-up";
    case Lead::not_separated:
      return "not separated from the runner-up";
    case Lead::contradicted:
      return "contradicted: in most pairs of samples the runner-up is better";
    case Lead::separated:
      break;
  }
  return "separated from the runner-up";
}

}  // namespace

std::string winners_section(const Page& page) {
  const auto& winners = page.table.winners;
  if (!is_contested(winners)) {
    return {};
  }
  const SeriesSet& set = page.table.set;
  const std::string axis = axis_name(set);
  const std::string best(name_of_best(set.metric, set.direction));
  std::string html = fmt::format("<section>\n<h2>Who is {}, and from where on</h2>\n<ul>\n", best);
  for (const Reign& reign : reigns(winners)) {
    std::vector<Lead> standings;
    for (const Winner& winner : winners) {
      if (winner.x >= reign.from && winner.x <= reign.to) {
        standings.push_back(winner.standing);
      }
    }
    const auto separated = std::ranges::count(standings, Lead::separated);
    const bool alike = std::ranges::count(standings, standings.front()) == std::ssize(standings);
    const std::string lead =
        alike ? std::string(words_for(standings.front()))
              : fmt::format("separated from the runner-up at {} of {} sizes", separated, standings.size());
    const std::string where = reign.from == reign.to
                                  ? fmt::format("{} = {}", axis, value_text(set.scale, reign.from))
                                  : fmt::format("{} = {} to {}", axis, value_text(set.scale, reign.from),
                                                value_text(set.scale, reign.to));
    html += fmt::format("<li>{}: <strong>{}</strong>, {}</li>\n", escape_xml(where), escape_xml(reign.family),
                        lead);
  }
  html += fmt::format(
      "</ul>\n<p class=\"muted\">Lead: how many times better than the runner-up, "
      "Hodges–Lehmann estimate with its 95 % interval, {}; not separated when the interval includes 1; "
      "contradicted where the best "
      "median is not better in most pairs of samples. "
      "Bounds "
      "(limit/…) do not compete.</p>\n<div class=\"wide\"><table>\n",
      basis_of_leads(set));
  html += head({{axis, true},
                {best, false},
                {"median", true},
                {"lead", true},
                {"95 % interval", true},
                {"runner-up", false}});
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
    html += element("td", winner.runner_up.value_or(""), " class=\"family\"");
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table></div>\n</section>\n";
}

}  // namespace bench_report
