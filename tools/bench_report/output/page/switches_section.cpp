// Boxes beside the names of families.
#include <fmt/format.h>

#include <string>

#include "tools/bench_report/output/page/element.hpp"
#include "tools/bench_report/output/page/sections.hpp"
#include "tools/bench_report/output/xml.hpp"

namespace bench_report {
namespace {

/// A box that is checked, and the words beside it.
std::string box(const std::string& tag, const std::string& words) {
  return fmt::format("<label><input type=\"checkbox\" id=\"show-{}\" checked=\"checked\"/>{}</label>\n", tag,
                     words);
}

std::string sample(const FamilySwitch& one) {
  return fmt::format("<svg class=\"chart sample\" width=\"34\" height=\"14\" aria-hidden=\"true\">{}</svg>",
                     one.sample);
}

std::string rule(const std::string& tag) {
  return fmt::format("body:has(#show-{0}:not(:checked)) .chart .{0}{{display:none}}", tag);
}

}  // namespace

std::string switches_section(const Page& page) {
  if (page.switches.empty()) {
    return {};
  }
  std::string html =
      "<fieldset class=\"switches\"><legend>Shown in the charts: a click, or the space bar, takes a family "
      "or a "
      "whole group out</legend>\n";
  for (auto one = page.switches.begin(); one != page.switches.end();) {
    const std::string group = one->group;
    html += "<div>" + box(one->group_tag, element("b", group));
    for (; one != page.switches.end() && one->group == group; ++one) {
      html += box(one->tag, sample(*one) + element("span", one->name));
    }
    html += "</div>\n";
  }
  return html + "</fieldset>\n";
}

std::string switch_rules(const Page& page) {
  if (page.switches.empty()) {
    return {};
  }
  std::string rules = "@media screen{";
  std::string last_group;
  for (const FamilySwitch& one : page.switches) {
    if (one.group_tag != last_group) {
      rules += rule(one.group_tag);
      last_group = one.group_tag;
    }
    rules += rule(one.tag);
  }
  return rules + "}";
}

}  // namespace bench_report
