// The page as a whole.
#include "tools/bench_report/output/page/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "tools/bench_report/analysis/provenance.hpp"
#include "tools/bench_report/analysis/run_warnings.hpp"
#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/sections.hpp"
#include "tools/bench_report/output/page/style.hpp"
#include "tools/bench_report/output/provenance_lines.hpp"
#include "tools/bench_report/text/counts.hpp"

namespace bench_report {
namespace {

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
      lines.push_back(fmt::format("{}{} failed, see below", whose, counted(failed, "row")));
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

}  // namespace

std::string make_page(const Page& page) {
  std::string html =
      "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
      "<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
  html += element("title", page.title) +
          fmt::format("\n<style>{}{}</style>\n</head>\n<body>\n", page_style_sheet, switch_rules(page));
  html += element("h1", page.title) + "\n" + answer_section(page);
  for (const Side& side : page.sides) {
    for (const std::string& line : context_lines(provenance_of(side.runs))) {
      html += element("p", (page.sides.size() > 1 ? side.name + ": " : "") + line, " class=\"muted\"") + "\n";
    }
  }
  html += warnings_section(page) + heat_section(page) + limits_section(page) + switches_section(page) +
          figures_section(page) + winners_section(page) + overview_section(page) + quantiles_section(page) +
          left_out_section(page) + context_section(page);
  return html + "</body>\n</html>\n";
}

}  // namespace bench_report
