// Sections of the page, from what is asked first to what is looked up.
#include "tools/bench_report/html.hpp"
#include "tools/bench_report/comparable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "tools/bench_report/run_warnings.hpp"
#include "tools/bench_report/statistics.hpp"
#include "tools/bench_report/units.hpp"
#include "tools/bench_report/xml.hpp"

namespace bench_report {
namespace {

constexpr std::string_view style_sheet =
    ":root{color-scheme:light dark;--text:#222;--muted:#5f5f5f;--paper:#fff;--rule:#ddd;--shade:#f5f6f8;"
    "--warn:#8a5300;--warn-shade:#fff6e5}"
    "@media (prefers-color-scheme:dark){:root{--text:#eee;--muted:#b4b4b4;--paper:#16181c;--rule:#3a3e46;"
    "--shade:#1f2228;--warn:#f2bd42;--warn-shade:#2a2417}}"
    "body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:72rem;color:var(--text);background:var(--paper);"
    "font:15px/1.5 system-ui,'DejaVu Sans',sans-serif;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}"
    "p,ul{margin:.5rem 0;max-width:56rem}.muted,figcaption{color:var(--muted);font-size:.87rem}"
    "figure{margin:1.2rem 0;overflow-x:auto}figure svg{width:100%;min-width:48rem;height:auto}figcaption "
    "p{margin:.2rem 0}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.87rem}"
    "th,td{padding:.22rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}"
    "th{font-weight:600}thead th{border-bottom-width:2px;white-space:nowrap}tbody th{font-weight:400}"
    ".number{text-align:right;white-space:nowrap}.best{font-weight:700}.size{font-weight:600;white-space:"
    "nowrap}"
    "tbody.block tr:first-child th,tbody.block tr:first-child td{border-top:2px solid var(--rule)}"
    ".family{min-width:9rem;max-width:24rem;overflow-wrap:break-word}.warnings{background:var(--warn-shade);"
    "border-left:4px solid var(--warn);"
    "padding:.1rem 1rem;margin:1rem 0}.warnings ul{padding-left:1.1rem}"
    "@media (max-width:40rem){figure svg{min-width:66rem}}"
    "@media print{@page{size:landscape;margin:12mm}body{max-width:none;padding:0}.wide{overflow:visible}"
    "table{font-size:.72rem}th,td{padding:.15rem .35rem}.family{min-width:0;max-width:14rem}figure "
    "svg{min-width:0}}";

std::string element(std::string_view tag, const std::string& text, std::string_view attributes = "") {
  return fmt::format("<{0}{1}>{2}</{0}>", tag, attributes, escape_xml(text));
}

std::string number_cell(const std::string& text, bool best = false) {
  return element("td", text, best ? " class=\"number best\"" : " class=\"number\"");
}

std::string head(const std::vector<std::pair<std::string, bool>>& columns) {
  std::string html = "<thead><tr>";
  for (const auto& [text, is_number] : columns) {
    html += element("th", text, is_number ? " scope=\"col\" class=\"number\"" : " scope=\"col\"");
  }
  return html + "</tr></thead>\n";
}

std::vector<std::string> warnings_of(const Page& page) {
  std::vector<std::string> lines;
  for (const Side& side : page.sides) {
    if (const std::string mixture = describe_mixture(side.runs); !mixture.empty()) {
      lines.push_back((page.sides.size() > 1 ? side.name + ": " : "") + mixture);
    }
    for (const Run& run : side.runs) {
      for (const std::string& warning : run_warnings(run)) {
        const bool several = page.sides.size() > 1 || side.runs.size() > 1;
        lines.push_back((several ? run.file + ": " : "") + warning);
      }
    }
  }
  std::ranges::copy(page.table.warnings, std::back_inserter(lines));
  for (std::size_t i = 0; i < page.sets.size(); ++i) {
    const std::string whose = page.sides.size() > 1 ? page.sides[i].name + ": " : "";
    if (const std::size_t failed = page.sets[i].failed.size(); failed > 0) {
      lines.push_back(fmt::format("{}{} failed, see below", whose,
                                  failed == 1 ? "1 row" : fmt::format("{} rows", failed)));
    }
  }
  return lines;
}

std::string warnings_section(const Page& page) {
  const auto lines = warnings_of(page);
  if (lines.empty()) {
    return {};
  }
  std::string html = "<section class=\"warnings\" aria-label=\"Warnings\">\n<ul>\n";
  for (const std::string& line : lines) {
    html += element("li", line) + "\n";
  }
  return html + "</ul>\n</section>\n";
}

std::string figures_section(const Page& page) {
  std::string html;
  for (const Figure& figure : page.figures) {
    if (figure.svg.empty()) {
      for (const std::string& line : figure.caption) {
        html += element("p", line, " class=\"muted\"") + "\n";
      }
      continue;
    }
    html += "<figure>\n" + figure.svg + "<figcaption>";
    for (const std::string& line : figure.caption) {
      html += element("p", line);
    }
    html += "</figcaption>\n</figure>\n";
  }
  return html;
}

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

std::string winners_section(const Page& page) {
  const auto& winners = page.table.winners;
  if (!is_contested(winners)) {
    return {};
  }
  const SeriesSet& set = page.table.set;
  const std::string axis = axis_name(set);
  const bool time = is_time(set.metric);
  const std::string best = time ? "fastest" : "highest";
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
                                  ? fmt::format("{} = {}", axis, reign.from)
                                  : fmt::format("{} = {} to {}", axis, reign.from, reign.to);
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
    html += "<tr>" + element("th", fmt::format("{}", winner.x), " scope=\"row\" class=\"number\"") +
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

/// The only one at its size is not the best of anything.
bool is_best(const QuantileTable& table, const std::string& family, std::optional<double> x) {
  return std::ranges::any_of(table.winners, [&](const Winner& winner) {
    return winner.x == x && winner.family == family && winner.runner_up;
  });
}

/// Medians at a glance: a line for each family, a column for each size; or the other way round, where many
/// sizes would not fit on a page and few families do. What still is too wide is several tables.
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
  const auto name_of = [](double x) { return fmt::format("{}", x); };
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
                                     is_time(table.set.metric) ? "the base's median over the family's"
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
        html += element("th", row->x ? fmt::format("{}", *row->x) : "none",
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

}  // namespace

std::string make_page(const Page& page) {
  std::string html =
      "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
      "<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
  html += element("title", page.title) + fmt::format("\n<style>{}</style>\n</head>\n<body>\n", style_sheet);
  html += element("h1", page.title) + "\n";
  for (const Side& side : page.sides) {
    for (const std::string& line : context_lines(side.runs)) {
      html += element("p", (page.sides.size() > 1 ? side.name + ": " : "") + line, " class=\"muted\"") + "\n";
    }
  }
  html += warnings_section(page) + figures_section(page) + winners_section(page) + overview_section(page) +
          quantiles_section(page) + left_out_section(page) + context_section(page);
  return html + "</body>\n</html>\n";
}

}  // namespace bench_report
