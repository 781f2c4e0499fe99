// Is it a step, or did the values drift?
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tools/bench_report/statistics/segmentation.hpp"

namespace bench_report {

/// What describes values best: levels alone, or levels upon a curve.
struct Description {
  double cost = 0;                ///< bounded loss (as in segmentation.hpp), plus what levels and curve cost
  std::vector<Segment> segments;  ///< their levels are those above the curve
  std::vector<double> curve;      ///< at each value; empty: none

  /// Values that a curve underlies, and no longer do.
  std::vector<double> straightened(std::span<const double> values) const;
};

/// Compares `levels` (two or more segments) with polynomials of degree 1, 3, 5 and 7 that levels may lie
/// upon. A change of level costs `penalty`, a curve as much per three of its terms, and half of one more.
/// Where no curve could replace the boundary before levels[place] (one or more), none is looked for.
Description describe(std::span<const double> values, std::span<const double> scales,
                     std::span<const Segment> levels, std::size_t place, double penalty);

}  // namespace bench_report
