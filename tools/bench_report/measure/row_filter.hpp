// Rows as patterns for --benchmark_filter.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace bench_report {

/// A row as both programs list it: the names may differ in parts that say how it is measured.
struct ListedRow {
  std::string before;
  std::string after;

  bool operator==(const ListedRow&) const = default;
};

/// Patterns of one call of each program.
struct RowFilter {
  std::string before;
  std::string after;
};

/// Longest pattern: of one argument Linux takes 131,072 characters, but regular expressions that long take
/// their time.
inline constexpr std::size_t longest_filter = 8000;

/// Patterns that find these rows and no others, as few as `longest` allows; a name that is longer gets one of
/// its own. They mean the same as a POSIX extended regular expression and as one of ECMAScript, which the
/// library uses depends on how it was built.
std::vector<RowFilter> exact_filters(std::span<const ListedRow> rows, std::size_t longest = longest_filter);

}  // namespace bench_report
