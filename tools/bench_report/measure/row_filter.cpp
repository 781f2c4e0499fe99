// Escaping, and splitting.
#include "tools/bench_report/measure/row_filter.hpp"

#include <algorithm>
#include <string_view>

namespace bench_report {
namespace {

std::string escaped(std::string_view name) {
  std::string pattern;
  for (const char c : name) {
    if (std::string_view("\\^$.|?*+()[{").find(c) != std::string_view::npos) {
      pattern += '\\';
    }
    pattern += c;
  }
  return pattern;
}

void append(std::string& filter, const std::string& name) {
  filter += (filter.empty() ? "^(" : "|") + name;
}

}  // namespace

std::vector<RowFilter> exact_filters(std::span<const ListedRow> rows, std::size_t longest) {
  constexpr std::size_t frame = 5;  // ^( | )$
  std::vector<RowFilter> filters;
  for (const ListedRow& row : rows) {
    const std::string before = escaped(row.before);
    const std::string after = escaped(row.after);
    if (filters.empty() ||
        std::max(filters.back().before.size() + before.size(), filters.back().after.size() + after.size()) +
                frame >
            longest) {
      filters.emplace_back();
    }
    append(filters.back().before, before);
    append(filters.back().after, after);
  }
  for (RowFilter& filter : filters) {
    filter.before += ")$";
    filter.after += ")$";
  }
  return filters;
}

}  // namespace bench_report
