// Comparing made-up rows in tests.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/gate.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report::test {

inline Comparison compared(const std::vector<Row>& before, const std::vector<Row>& after,
                           const CompareOptions& options = {}) {
  return compare({side(before)}, {side(after)}, options);
}

inline const ComparedRow& find(const Comparison& comparison, const std::string& name) {
  const auto row = std::ranges::find(comparison.rows, name, &ComparedRow::name);
  if (row == comparison.rows.end()) {
    throw std::out_of_range(name);
  }
  return *row;
}

inline std::string refusal(const std::vector<Run>& before, const std::vector<Run>& after,
                           const CompareOptions& options = {}) {
  try {
    compare(before, after, options);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "not refused";
}

/// Rows of as many processes, one repetition each, around `center`.
inline std::vector<Row> processes(double center, unsigned seed, std::size_t count = 16) {
  std::vector<Row> rows;
  for (const double time : around(center, seed, 0.003, count)) {
    rows.push_back(test::row("a", {time}));
  }
  return rows;
}

}  // namespace bench_report::test
