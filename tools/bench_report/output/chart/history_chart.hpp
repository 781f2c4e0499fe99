// A row over its commits: values, levels, and where they change.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/bench_report/analysis/history.hpp"

namespace bench_report {

/// How much of a row is drawn: a page of many rows must stay small.
struct ChartBudget {
  std::size_t points = 2000;  ///< of more, the lowest and the highest of neighbours are drawn
  std::size_t texts = 2000;   ///< places that tell date, commit and value under the mouse
};

/// What `rows` charts of a page may have each.
ChartBudget budget_for(std::size_t rows);

inline constexpr double history_chart_width = 620;
inline constexpr double history_chart_height = 132;

/// A <g> of that size: the values as dots, each level as a line with a band of two scales of noise about it,
/// a mark with the commit's first letters at each change. The horizontal axis is of commits, not of time.
/// Values far from all levels lie on the edge.
std::string history_chart(const History& history, const HistoryRow& row, const ChartBudget& budget);

/// What colours its classes: rules for a <style>, all below `.history`.
std::string_view history_style_sheet();

/// A whole SVG file with the charts of all rows, one below the other.
std::string history_svg(const History& history);

/// More rows than that are no picture.
inline constexpr std::size_t most_rows_of_svg = 40;

}  // namespace bench_report
