// Candidates by segmentation; then each is tested, and told from drifts and modes.
#include "tools/bench_report/statistics/change_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tools/bench_report/statistics/noise_scale.hpp"
#include "tools/bench_report/statistics/trend_fit.hpp"
#include "tools/bench_report/statistics/u_distribution.hpp"

namespace bench_report {
namespace {

constexpr std::size_t enough_values = 7;
/// Times ln n, what a change costs. By simulation (docs/history.md): with 3, twice as many false changes
/// where noise changes or is correlated; with 4, a twentieth fewer of the true ones.
constexpr double penalty_factor = 3.5;

/// Values in scales of their noise.
class Sequence {
 public:
  Sequence(std::span<const double> values, std::span<const double> scales)
      : values_(values), scales_(scales) {}

  std::size_t size() const { return values_.size(); }
  double value(std::size_t i) const { return values_[i]; }
  double scale(std::size_t i) const { return scales_[i]; }
  double distance(std::size_t i, double level) const { return std::abs(values_[i] - level) / scales_[i]; }

  double loss(const Segment& segment) const {
    double sum = 0;
    for (std::size_t i = segment.begin; i < segment.end; ++i) {
      const double distance_here = std::min(distance(i, segment.level), outlier_distance);
      sum += distance_here * distance_here;
    }
    return sum;
  }

  /// What describes [begin, end) with a step at `place`.
  Fits fits(std::size_t begin, std::size_t place, std::size_t end) const {
    return fit(values_.subspan(begin, end - begin), scales_.subspan(begin, end - begin), place - begin);
  }

 private:
  std::span<const double> values_;
  std::span<const double> scales_;
};

/// Student's t as a standard normal deviate (Wallace 1959, doi:10.1214/aoms/1177706096).
double normal_deviate(double t, double degrees) {
  return (8 * degrees + 1) / (8 * degrees + 3) * std::sqrt(degrees * std::log1p(t * t / degrees));
}

struct Spread {
  double count = 0;     ///< of values that are no outliers
  double variance = 0;  ///< of one of them
};

/// The scale of the noise counts like as many values: the spread of three says little.
constexpr double values_of_belief = 4;

Spread spread_of(const Sequence& sequence, const Segment& segment) {
  constexpr double truncated = 0.973;  // variance of a standard normal variable that lies within ±3
  Spread spread;
  double squares = 0;
  double expected = 0;
  for (std::size_t i = segment.begin; i < segment.end; ++i) {
    expected += sequence.scale(i) * sequence.scale(i) / static_cast<double>(segment.size());
    if (sequence.distance(i, segment.level) < outlier_distance) {
      ++spread.count;
      squares += std::pow(sequence.value(i) - segment.level, 2) / truncated;
    }
  }
  spread.variance =
      (squares + values_of_belief * expected) / (std::max(spread.count - 1, 0.0) + values_of_belief);
  spread.count = std::max(spread.count, 1.0);
  return spread;
}

/// Shift, its error and p, whatever the cause.
Boundary measure(const Sequence& sequence, const Segment& before, const Segment& after, double inflation,
                 double least_effect) {
  const Spread old_spread = spread_of(sequence, before);
  const Spread new_spread = spread_of(sequence, after);
  Boundary boundary{.index = after.begin, .shift = after.level - before.level};
  boundary.error = std::sqrt(
      inflation * (old_spread.variance / old_spread.count + new_spread.variance / new_spread.count));
  const double t = std::max(std::abs(boundary.shift) - least_effect, 0.0) / boundary.error;
  const double degrees = std::max(old_spread.count + new_spread.count - 2, 1.0) + values_of_belief;
  const auto places = static_cast<double>(sequence.size());
  boundary.p = std::min(1.0, 2 * places * normal_upper_tail(normal_deviate(t, degrees)));
  return boundary;
}

/// Would the boundary be there if the values drifted over it? A step has one parameter more than a line, its
/// place, and one fewer than a cubic. Margins by simulation.
bool is_drift(const Fits& fits) {
  constexpr double margin_of_line = 4;
  constexpr double margin_of_cubic = -1;
  return fits.line < fits.step + margin_of_line || fits.cubic < fits.step + margin_of_cubic;
}

/// Boundaries one after the other that all go up, or all down, may be a stair that is laid over a slope.
void find_stairs(const Sequence& sequence, ChangePoints& result) {
  constexpr double margin = 5;  // for each step of the stair
  auto& boundaries = result.boundaries;
  for (std::size_t first = 0; first < boundaries.size();) {
    std::size_t last = first;
    while (last + 1 < boundaries.size() &&
           (boundaries[last + 1].shift > 0) == (boundaries[first].shift > 0)) {
      ++last;
    }
    if (last > first) {
      double stair = 0;
      for (std::size_t i = first; i <= last + 1; ++i) {
        stair += sequence.loss(result.segments[i]);
      }
      const Fits slope =
          sequence.fits(result.segments[first].begin, boundaries[first].index, result.segments[last + 1].end);
      if (slope.cubic < stair + margin * static_cast<double>(last - first + 1)) {
        std::for_each(boundaries.begin() + static_cast<std::ptrdiff_t>(first),
                      boundaries.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                      [](Boundary& boundary) { boundary.cause = Cause::drift; });
      }
    }
    first = last + 1;
  }
}

/// Values that jump between two levels by themselves stay at one of them now and then: is such a run likely,
/// as often as values of `segment` lie on the other's side of the middle?
bool is_run(const Sequence& sequence, const Segment& segment, const Segment& other) {
  constexpr double likely = 0.05;
  const double middle = (segment.level + other.level) / 2;
  const auto on_the_other_side = [&](const Segment& where) {
    double count = 0;
    for (std::size_t i = where.begin; i < where.end; ++i) {
      count += (sequence.value(i) > middle) == (other.level > middle) ? 1 : 0;
    }
    return count;
  };
  const auto places = static_cast<double>(segment.size() + 1);
  return places * std::pow((on_the_other_side(segment) + 0.5) / places, on_the_other_side(other)) > likely;
}

/// Do the segments go to and fro between the two levels about a boundary, three times or more?
bool alternates(std::span<const Segment> segments, const Segment& before, const Segment& after) {
  constexpr std::size_t enough = 3;
  const double reach = std::abs(after.level - before.level) / 4;
  std::size_t crossings = 0;
  const Segment* last = nullptr;
  for (const Segment& segment : segments) {
    const Segment* const now = std::abs(segment.level - before.level) < reach  ? &before
                               : std::abs(segment.level - after.level) < reach ? &after
                                                                               : nullptr;
    if (now != nullptr) {
      crossings += last != nullptr && now != last ? 1 : 0;
      last = now;
    }
  }
  return crossings >= enough;
}

}  // namespace

ChangePoints find_change_points(std::span<const double> values, const ChangePointOptions& options) {
  ChangePoints result;
  if (values.empty()) {
    return result;
  }
  auto scales = noise_scales(values, options.least_noise);
  if (values.size() < enough_values) {
    result.segments = segment(values, scales, std::numeric_limits<double>::max());
    result.noise = scales.back();
    return result;
  }
  const double penalty = penalty_factor * std::log(static_cast<double>(values.size()));
  result.segments = segment(values, scales, penalty);
  const double correlation = noise_correlation(values, scales, result.segments);
  const double inflation = (1 + correlation) / (1 - correlation);
  if (correlation > 0) {
    for (double& scale : scales) {
      scale /= std::sqrt(1 - correlation);  // differences of correlated values are smaller
    }
    result.segments = segment(values, scales, penalty * inflation);
  }
  result.noise = scales.back();
  const Sequence sequence(values, scales);
  for (std::size_t i = 1; i < result.segments.size(); ++i) {
    const Segment& before = result.segments[i - 1];
    const Segment& after = result.segments[i];
    Boundary boundary = measure(sequence, before, after, inflation, options.least_effect);
    if (is_drift(sequence.fits(before.begin, after.begin, after.end))) {
      boundary.cause = Cause::drift;
    } else if (is_run(sequence, before, after) || is_run(sequence, after, before) ||
               alternates(result.segments, before, after)) {
      boundary.cause = Cause::modes;
    }
    result.boundaries.push_back(boundary);
  }
  find_stairs(sequence, result);
  return result;
}

}  // namespace bench_report
