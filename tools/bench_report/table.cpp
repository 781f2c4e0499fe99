// Aligning and escaping.
#include "tools/bench_report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "tools/bench_report/units.hpp"

namespace bench_report {

std::string aligned(const std::vector<std::vector<std::string>>& lines, const std::string& indent,
                    std::size_t left_columns) {
  std::vector<std::size_t> columns;
  for (const auto& line : lines) {
    columns.resize(std::max(columns.size(), line.size()));
    for (std::size_t i = 0; i < line.size(); ++i) {
      columns[i] = std::max(columns[i], width(line[i]));
    }
  }
  std::string text;
  for (const auto& line : lines) {
    std::string row = indent;
    for (std::size_t i = 0; i < line.size(); ++i) {
      row += (i == 0 ? "" : "  ") +
             (i < left_columns ? pad_right(line[i], columns[i]) : pad_left(line[i], columns[i]));
    }
    text += row.substr(0, row.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

std::string joined(std::span<const std::string> words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    text.append(&word == words.data() ? "" : separator).append(word);
  }
  return text;
}

std::string some(std::span<const std::string> names, std::size_t most) {
  return names.size() > most ? fmt::format("{} and {} more", joined(names.first(most)), names.size() - most)
                             : joined(names);
}

std::string markdown_cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    const bool ends_a_link = c == '(' && escaped.ends_with(']');
    const bool is_markup = std::string_view("|\\`<*_&~$").find(c) != std::string_view::npos;
    escaped.append(ends_a_link || is_markup ? "\\" : "").append(1, c);
  }
  return escaped;
}

}  // namespace bench_report
