// A document for a terminal.
#include <algorithm>
#include <map>
#include <string>
#include <type_traits>

#include "tools/bench_report/output/document.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/utf8.hpp"

namespace bench_report {
namespace {

std::vector<std::size_t> widths(const Table& table) {
  std::vector<std::size_t> columns;
  const auto widen = [&](std::size_t place, const std::string& text) {
    columns.resize(std::max(columns.size(), place + 1));
    columns[place] = std::max(columns[place], width(text));
  };
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    widen(i, table.columns[i].title);
  }
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widen(i, row[i].text);
    }
  }
  return columns;
}

/// In green or red, as terminals have it (ECMA-48, Select Graphic Rendition).
std::string in_tone(const std::string& text, Tone tone) {
  return tone == Tone::plain ? text : (tone == Tone::bad ? "\x1b[31m" : "\x1b[32m") + text + "\x1b[0m";
}

Tone tone_of(const Cell& cell) {
  return cell.tone;
}

Tone tone_of(const Column&) {
  return Tone::plain;
}

std::string write(const Table& table, bool coloured) {
  const auto columns = widths(table);
  std::string text = table.heading.empty() ? "" : table.heading + '\n';
  const auto line = [&](const auto& cells, const auto& text_of, const std::string& remark) {
    std::string row = table.indented ? "  " : "";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool is_number = i < table.columns.size() && table.columns[i].is_number;
      const std::string text_of_cell =
          is_number ? pad_left(text_of(cells[i]), columns[i]) : pad_right(text_of(cells[i]), columns[i]);
      row += (i == 0 ? "" : "  ") + (coloured ? in_tone(text_of_cell, tone_of(cells[i])) : text_of_cell);
    }
    row.resize(row.find_last_not_of(' ') + 1);
    text += row + (remark.empty() ? "" : "  " + remark) + '\n';
  };
  if (std::ranges::any_of(table.columns, [](const Column& column) { return !column.title.empty(); })) {
    line(
        table.columns, [](const Column& column) { return column.title; }, "");
  }
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    line(
        table.rows[i], [](const Cell& cell) { return cell.text; },
        i < table.remarks.size() ? table.remarks[i] : "");
  }
  for (const std::string& below : table.footer) {
    text += below + '\n';
  }
  return text;
}

std::string write(const Reasons& reasons) {
  std::map<std::string, std::vector<std::string>> names;
  for (const auto& [name, reason] : reasons.items) {
    names[reason].push_back(name);
  }
  std::vector<std::string> lines;
  for (auto& [reason, list] : names) {
    std::ranges::sort(list);
    lines.push_back("  " + (reasons.names_all ? joined(list) : some(list)) + ": " + reason + '\n');
  }
  std::ranges::sort(lines);
  return lines.empty() ? "" : reasons.heading + '\n' + joined(lines, "");
}

std::string write(const Lines& lines) {
  return lines.lines.empty() ? "" : joined(lines.lines, "\n") + '\n';
}

std::string write(const Paragraph& paragraph) {
  return paragraph.text + '\n';
}

std::string write(const Notes& notes) {
  std::string text;
  for (const std::string& line : notes.lines) {
    text += "Note: " + line + '\n';
  }
  return text;
}

}  // namespace

std::string to_text(const Document& document, bool coloured) {
  std::string text;
  for (const Block& block : document) {
    const std::string more = std::visit(
        [&](const auto& some) {
          if constexpr (std::is_same_v<std::decay_t<decltype(some)>, Table>) {
            return write(some, coloured);
          } else {
            return write(some);
          }
        },
        block);
    const bool is_first = &block == document.data();
    text += (is_first || more.empty() ? "" : "\n") + more;
  }
  return text;
}

}  // namespace bench_report
