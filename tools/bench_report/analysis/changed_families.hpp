// Where many rows changed: which families, and how much.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/compare.hpp"

namespace bench_report {

/// Rows of one family that have one verdict.
struct ChangedFamily {
  Verdict verdict = Verdict::regressed;
  std::string family;
  std::size_t rows = 0;
  std::size_t all_rows = 0;  ///< of the family, whatever their verdict
  /// Smallest and largest ratio new/old of the rows; none where no row has one.
  std::optional<double> smallest;
  std::optional<double> largest;
};

/// Above this many changed rows, families come first.
inline constexpr std::size_t most_changed_rows = 30;

/// Families with rows that changed, failed, vanished or came, by verdict and name; none where at most
/// most_changed_rows rows did.
std::vector<ChangedFamily> changed_families(const Comparison& comparison);

}  // namespace bench_report
