// Tags and escaping.
#include "tools/bench_report/output/page/element.hpp"

#include <fmt/format.h>

#include "tools/bench_report/output/xml.hpp"

namespace bench_report {

std::string element(std::string_view tag, const std::string& text, std::string_view attributes) {
  return fmt::format("<{0}{1}>{2}</{0}>", tag, attributes, escape_xml(text));
}

std::string number_cell(const std::string& text, bool best) {
  return element("td", text, best ? " class=\"number best\"" : " class=\"number\"");
}

std::string head(const std::vector<std::pair<std::string, bool>>& columns) {
  std::string html = "<thead><tr>";
  for (const auto& [text, is_number] : columns) {
    html += element("th", text, is_number ? " scope=\"col\" class=\"number\"" : " scope=\"col\"");
  }
  return html + "</tr></thead>\n";
}

}  // namespace bench_report
