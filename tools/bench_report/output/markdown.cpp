// A document as GitHub and GitLab show it.
#include <string>
#include <string_view>

#include "tools/bench_report/output/document.hpp"

namespace bench_report {
namespace {

/// Text that may stand in a cell of a table, or in a line.
std::string escaped(const std::string& text) {
  std::string clean;
  for (const char c : text) {
    const bool ends_a_link = c == '(' && clean.ends_with(']');
    const bool is_markup = std::string_view("|\\`<*_&~$").find(c) != std::string_view::npos;
    clean.append(ends_a_link || is_markup ? "\\" : "").append(1, c);
  }
  return clean;
}

std::string write(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines.lines) {
    text += escaped(line) + "  \n";
  }
  return text;
}

std::string write(const Paragraph& paragraph) {
  return (paragraph.strong ? "**" + paragraph.text + "**" : escaped(paragraph.text)) + '\n';
}

std::string write(const Table& table) {
  std::string text = table.heading.empty() ? "" : table.heading + ":\n\n";
  std::string rule = "|";
  text += "|";
  for (const auto& [title, is_number] : table.columns) {
    text += " " + escaped(title) + " |";
    rule += is_number ? "---:|" : "---|";
  }
  if (!table.remark_title.empty()) {
    text += " " + table.remark_title + " |";
    rule += "---|";
  }
  text += '\n' + rule + '\n';
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    text += '|';
    for (const Cell& cell : table.rows[i]) {
      text += cell.strong ? " **" + escaped(cell.text) + "** |" : " " + escaped(cell.text) + " |";
    }
    if (!table.remark_title.empty()) {
      text += " " + escaped(i < table.remarks.size() ? table.remarks[i] : "") + " |";
    }
    text += '\n';
  }
  return text;
}

std::string write(const Reasons& reasons) {
  std::string text;
  for (const auto& [name, reason] : reasons.items) {
    text += "- " + reasons.verb + " " + escaped(name) + ": " + escaped(reason) + '\n';
  }
  return text;
}

std::string write(const Notes& notes) {
  std::string text;
  for (const std::string& line : notes.lines) {
    text += "- " + notes.what + ": " + escaped(line) + '\n';
  }
  return text;
}

bool is_list(const Block& block) {
  return std::holds_alternative<Reasons>(block) || std::holds_alternative<Notes>(block);
}

}  // namespace

std::string to_markdown(const Document& document) {
  std::string text;
  bool in_list = false;
  for (const Block& block : document) {
    const std::string more = std::visit([](const auto& some) { return write(some); }, block);
    const bool is_first = &block == document.data();
    if (is_first || !more.empty()) {
      text += (is_first || (in_list && is_list(block)) ? "" : "\n") + more;
      in_list = is_list(block);
    }
  }
  return text;
}

}  // namespace bench_report
