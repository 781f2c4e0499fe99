// Is it a step, or did the values drift?
#pragma once

#include <cstddef>
#include <span>

namespace bench_report {

/// The lowest loss (bounded, as in segmentation.hpp) that three descriptions of values around a place reach.
struct Fits {
  double step = 0;   ///< two levels
  double line = 0;   ///< a line
  double cubic = 0;  ///< a polynomial of degree three
};

/// Least squares over the values that are near, repeated until they stay the same. `place` is the first value
/// behind the step; on both sides of it are some.
Fits fit(std::span<const double> values, std::span<const double> scales, std::size_t place);

}  // namespace bench_report
