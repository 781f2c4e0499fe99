// Where, how far and how surely the level of a sequence changed.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tools/bench_report/statistics/segmentation.hpp"

namespace bench_report {

/// What a boundary between two segments is.
enum class Cause {
  step,   ///< the level changed there
  drift,  ///< the values rise or fall over the two segments: a line describes them better than two levels
  modes,  ///< the values go to and fro between two levels
};

/// A boundary between two segments.
struct Boundary {
  std::size_t index = 0;  ///< of the first value of the new level
  Cause cause = Cause::step;
  double shift = 0;  ///< new level − old level
  double error = 0;  ///< standard error of the shift
  double p = 1;      ///< of a shift no larger than the least effect; over all places of this sequence
};

struct ChangePoints {
  std::vector<Segment> segments;     ///< in order, without gaps; their levels
  std::vector<Boundary> boundaries;  ///< one fewer
  double noise = 0;                  ///< scale, where the sequence ends
};

struct ChangePointOptions {
  double least_effect = 0.01;  ///< shifts up to that are none
  double least_noise = 0.001;  ///< scales are not below
};

/// Segments of the sequence and what lies between them. Penalty 3·ln n, times (1 + ρ)/(1 − ρ) where
/// neighbours are correlated (ρ). With 6 values or fewer there is one segment.
ChangePoints find_change_points(std::span<const double> values, const ChangePointOptions& options = {});

}  // namespace bench_report
