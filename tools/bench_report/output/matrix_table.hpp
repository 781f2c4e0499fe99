// Medians at a glance, as a table for a terminal or for Markdown.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/matrix.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/output/document.hpp"

namespace bench_report {

/// What the cells tell.
enum class Cells {
  medians,
  ratios,  ///< to the best at that size
  shares,  ///< of what binds there
};

/// A line for each family, a column for each size, where the best are marked: `*`, and `≈` for those that are
/// tied with it. Columns that would make the table wider than `columns` characters are left out, and a line
/// below says which. Shares have no marks: who is the best does not follow from them.
Table fitting_matrix(const QuantileTable& table, const Matrix& matrix, Cells cells, std::size_t columns);

/// The same whole, without marks: the best and those tied with it are strong.
Table whole_matrix(const QuantileTable& table, const Matrix& matrix, Cells cells);

}  // namespace bench_report
