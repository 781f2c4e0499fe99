// Table, then charts.
#include "tools/bench_report/output/page/history_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "tools/bench_report/output/chart/history_chart.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/history_words.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/style.hpp"
#include "tools/bench_report/output/xml.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

constexpr std::size_t most_listed = 400;  // changes in the table; all are in the charts

constexpr std::string_view own_style =
    "td{overflow-wrap:normal}.day,.effect{white-space:nowrap}.worse{color:#b3261e}.better{color:#00704f}"
    "details{margin:.6rem 0}summary{cursor:pointer;padding:.3rem "
    "0;"
    "font-weight:600}.charts{display:grid;gap:.4rem "
    "1.2rem;grid-template-columns:repeat(auto-fill,minmax(min(31rem,"
    "100%),1fr))}.charts figure{margin:.3rem 0;overflow-x:auto}.charts figure svg{min-width:26rem;width:100%;"
    "height:auto}.charts figcaption{color:var(--text)}figure:target{outline:2px solid currentColor;"
    "outline-offset:4px}a{color:inherit}code{font-size:.95em}"
    "@media (prefers-color-scheme:dark){.worse{color:#ff8a80}.better{color:#37d1a1}}"
    "@media (max-width:40rem){.charts figure svg{min-width:30rem}}"
    "@media print{.charts figure svg{min-width:0}.charts figure{break-inside:avoid}}";

/// Rows by their place in the history: links lead to them.
class Anchors {
 public:
  explicit Anchors(const History& history) : first_(history.rows.data()) {}
  std::string of(const HistoryRow& row) const { return fmt::format("row-{}", &row - first_ + 1); }

 private:
  const HistoryRow* first_;
};

std::string link(const std::string& anchor, const std::string& text) {
  return fmt::format("<a href=\"#{}\">{}</a>", anchor, escape_xml(text));
}

std::string class_of(Effect effect) {
  return fmt::format(" class=\"effect{}\"", effect == Effect::regressed  ? " worse"
                                            : effect == Effect::improved ? " better"
                                                                         : "");
}

std::string code(const std::string& text) {
  return "<td>" + element("code", text) + "</td>";
}

std::string changes_section(const History& history, const Anchors& anchors) {
  const auto changes = listed_changes(history);
  std::string html = "<section>\n<h2>Changes, the newest first</h2>\n";
  if (changes.empty()) {
    return html + element("p", "No row changed.") + "\n</section>\n";
  }
  html += "<div class=\"wide\"><table>\n" +
          head({{"what", false},
                {"benchmark", false},
                {"before", true},
                {"after", true},
                {"after/before", true},
                {"95 % interval", true},
                {"first with it", false},
                {"last without", false},
                {"date", false},
                {"remark", false}}) +
          "<tbody>\n";
  for (std::size_t i = 0; i < std::min(changes.size(), most_listed); ++i) {
    const HistoryChange& change = *changes[i].change;
    const HistoryRow& row = *changes[i].row;
    const HistoryCommit& commit = history.commits[change.index];
    html += "<tr>" + element("td", std::string(name_of(change.effect)), class_of(change.effect)) +
            "<th scope=\"row\" class=\"family\">" + link(anchors.of(row), row.name) + "</th>" +
            number_cell(format_metric(change.before, history.options.metric)) +
            number_cell(format_metric(change.after, history.options.metric)) +
            number_cell(format_bound(change.ratio.estimate)) +
            number_cell(
                fmt::format("{} to {}", format_bound(change.ratio.low), format_bound(change.ratio.high))) +
            code(short_id(commit)) + code(short_id(history.commits[change.last_good])) +
            element("td", day_of(commit), " class=\"day\"") + element("td", remark_on(changes[i])) +
            "</tr>\n";
  }
  html += "</tbody>\n</table></div>\n";
  if (changes.size() > most_listed) {
    html += element("p",
                    counted(changes.size() - most_listed, "older change is", "older changes are") +
                        " not listed here, but marked in the charts.",
                    " class=\"muted\"");
  }
  return html + "</section>\n";
}

std::string suspicions_section(const History& history, const Anchors& anchors) {
  std::string items;
  for (const HistoryRow& row : history.rows) {
    if (row.suspicion) {
      items +=
          "<li>" + link(anchors.of(row), row.name) + ": " + escape_xml(state_of(row, history)) + "</li>\n";
    }
  }
  return items.empty() ? ""
                       : "<section>\n<h2>To be watched: only the newest commits differ</h2>\n<ul>\n" + items +
                             "</ul>\n</section>\n";
}

std::string figure(const History& history, const HistoryRow& row, const Anchors& anchors,
                   const ChartBudget& budget) {
  return fmt::format("<figure id=\"{}\"><figcaption>", anchors.of(row)) + element("strong", row.name) + " " +
         element(
             "span",
             fmt::format("{}, noise {}; {}", format_metric(row.levels.back().value, history.options.metric),
                         percent_text(row.noise), state_of(row, history)),
             " class=\"muted\"") +
         "</figcaption>" +
         fmt::format("<svg class=\"history\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
                     length(history_chart_width), length(history_chart_height), escape_xml(row.name)) +
         history_chart(history, row, budget) + "</svg></figure>\n";
}

std::string charts_section(const History& history, const Anchors& anchors, const ChartBudget& budget) {
  constexpr std::size_t few_rows = 24;
  std::vector<std::pair<std::string, std::vector<const HistoryRow*>>> families;
  std::map<std::string, std::size_t> places;
  for (const HistoryRow& row : history.rows) {
    const auto [place, is_new] = places.try_emplace(row.family, families.size());
    if (is_new) {
      families.emplace_back(row.family, std::vector<const HistoryRow*>{});
    }
    families[place->second].second.push_back(&row);
  }
  std::string html = "<section>\n<h2>Rows</h2>\n";
  for (const auto& [family, rows] : families) {
    std::size_t changes = 0;
    bool is_watched = false;
    for (const HistoryRow* const row : rows) {
      changes += row->changes.size();
      is_watched = is_watched || row->suspicion.has_value();
    }
    // Browsers follow a link into what is folded, but older ones do not.
    const bool is_open = changes > 0 || is_watched || history.rows.size() <= few_rows;
    html += std::string("<details") + (is_open ? " open=\"open\"" : "") + ">" +
            element("summary", fmt::format("{}: {} row{}, {} change{}", family, rows.size(),
                                           rows.size() == 1 ? "" : "s", changes, changes == 1 ? "" : "s")) +
            "\n<div class=\"charts\">\n";
    for (const HistoryRow* const row : rows) {
      html += figure(history, *row, anchors, budget);
    }
    html += "</div>\n</details>\n";
  }
  return html + "</section>\n";
}

std::string what_is_thinned(const History& history, const ChartBudget& budget) {
  std::size_t longest = 0;
  for (const HistoryRow& row : history.rows) {
    longest = std::max(longest, row.points.size());
  }
  std::string text;
  if (longest > budget.points) {
    text +=
        fmt::format(" Of more than {} commits a chart shows the lowest and the highest value of neighbours.",
                    budget.points);
  }
  if (longest > budget.texts) {
    text += fmt::format(
        " Under the mouse, {} places of a chart tell commits and values; --filter with fewer rows has more.",
        budget.texts);
  }
  return text;
}

}  // namespace

std::string make_history_page(const History& history, const std::optional<HistoryGate>& gate) {
  const Anchors anchors(history);
  const ChartBudget budget = budget_for(history.rows.size());
  const auto lines = description(history);
  std::string html =
      "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta "
      "charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n" +
      element("title", "History: " + lines.front()) +
      fmt::format("\n<style>{}{}{}</style>\n</head>\n<body>\n", page_style_sheet, own_style,
                  history_style_sheet()) +
      element("h1", "History") + "\n";
  for (const std::string& line : lines) {
    html += element("p", line, " class=\"muted\"") + "\n";
  }
  if (gate) {
    html += "<p>" + element("strong", conclusion(history, gate)) + "</p>\n";
  }
  html += changes_section(history, anchors) + suspicions_section(history, anchors);
  if (!history.warnings.empty()) {
    html += "<section class=\"warnings\" aria-label=\"Notes\">\n<ul>\n";
    for (const std::string& warning : history.warnings) {
      html += element("li", warning) + "\n";
    }
    html += "</ul>\n</section>\n";
  }
  html += charts_section(history, anchors, budget);
  html += element(
      "p",
      "Dots are commits, the best repetition of each, from the oldest to the newest; a line is a level, the "
      "band about it two scales of noise; a mark stands where the level changes, dashed where the machine or "
      "build changes too." +
          what_is_thinned(history, budget),
      " class=\"muted\"");
  return html + "\n</body>\n</html>\n";
}

}  // namespace bench_report
