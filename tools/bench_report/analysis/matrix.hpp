// Medians at a glance: families against sizes, the best marked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/limits.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"

namespace bench_report {

/// One family at one size.
struct MatrixCell {
  enum class Mark {
    none,
    best,  ///< of the best median
    tied,  ///< not told apart from the best
  };
  std::optional<double> median;  ///< in the metric's unit; empty where there is none
  std::optional<double> ratio;   ///< how many times worse than the best contestant: time ÷ best time; empty
                                 ///< where nobody competes or a median is not positive
  Mark mark = Mark::none;
  std::optional<Share> share;  ///< of what binds; empty where that is not known
  bool failed = false;         ///< an error row
};

struct MatrixRow {
  std::string family;
  std::vector<MatrixCell> cells;  ///< one for each size
};

struct Matrix {
  std::vector<double> sizes;  ///< ascending
  /// In a contest the groups of families (`vectorized/…`) one after the other, the best at the largest size
  /// first, as the families within them, and bounds last; else by name.
  std::vector<MatrixRow> rows;
};

Matrix make_matrix(const QuantileTable& table);

/// Whether some cell is marked.
bool has_marks(const Matrix& matrix);

/// The rows that have a share of what binds.
Matrix with_shares(Matrix matrix);

/// Which of `count` sizes to show where there is room for `room`: the first, the last, and others evenly
/// between them.
std::vector<std::size_t> shown_sizes(std::size_t count, std::size_t room);

}  // namespace bench_report
