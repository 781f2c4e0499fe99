// Candidates by segmentation; then each is tested, and told from drifts and modes.
#include "tools/bench_report/statistics/change_points.hpp"

#include <algorithm>
#include <cmath>

#include "tools/bench_report/statistics/noise_scale.hpp"
#include "tools/bench_report/statistics/trend_fit.hpp"
#include "tools/bench_report/statistics/u_distribution.hpp"

namespace bench_report {
namespace {

constexpr std::size_t enough_values = 7;
/// Times ln n, what a change costs. By simulation (docs/history.md): with 2.6, half more false changes where
/// noise changes or is correlated; with 3.5, a twentieth fewer of the true ones.
constexpr double penalty_factor = 3;

struct Window {
  std::span<const double> values;
  std::span<const double> scales;
};

/// Values in scales of their noise.
class Sequence {
 public:
  Sequence(std::span<const double> values, std::span<const double> scales)
      : values_(values), scales_(scales) {}

  std::size_t size() const { return values_.size(); }
  double value(std::size_t i) const { return values_[i]; }
  double scale(std::size_t i) const { return scales_[i]; }
  double distance(std::size_t i, double level) const { return std::abs(values_[i] - level) / scales_[i]; }

  Window window(std::size_t begin, std::size_t end) const {
    return {.values = values_.subspan(begin, end - begin), .scales = scales_.subspan(begin, end - begin)};
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

/// Shift, its error and p, whatever the cause, where it could have been at any of `places`.
Boundary measure(const Sequence& sequence, const Segment& before, const Segment& after, std::size_t places,
                 double inflation, double least_effect) {
  const Spread old_spread = spread_of(sequence, before);
  const Spread new_spread = spread_of(sequence, after);
  Boundary boundary{.index = after.begin, .shift = after.level - before.level};
  boundary.error = std::sqrt(
      inflation * (old_spread.variance / old_spread.count + new_spread.variance / new_spread.count));
  const double t = std::max(std::abs(boundary.shift) - least_effect, 0.0) / boundary.error;
  const double degrees = std::max(old_spread.count + new_spread.count - 2, 1.0) + values_of_belief;
  boundary.p = std::min(1.0, 2 * static_cast<double>(places) * normal_upper_tail(normal_deviate(t, degrees)));
  return boundary;
}

/// The part of the levels that lies in [begin, end), counted from `begin`.
std::vector<Segment> part_of(const std::vector<Segment>& levels, std::size_t begin, std::size_t end) {
  std::vector<Segment> part;
  for (const Segment& level : levels) {
    if (level.end > begin && level.begin < end) {
      part.push_back({.begin = std::max(level.begin, begin) - begin,
                      .end = std::min(level.end, end) - begin,
                      .level = level.level});
    }
  }
  return part;
}

/// The boundary before segments[place]: a drift where a curve explains it; where there is a step upon a
/// curve, it is measured there. Looks `reach` values far at least, and not farther than `most`.
Boundary judge(const Sequence& sequence, const std::vector<Segment>& segments, std::size_t place,
               double inflation, double penalty, double least_effect) {
  constexpr std::size_t reach = 40;
  constexpr std::size_t most = 100;
  constexpr std::size_t near = 3;  // a step this far away is the same
  const Segment& before = segments[place - 1];
  const Segment& after = segments[place];
  const std::size_t at = after.begin;
  const std::size_t begin = at - std::min(at, std::clamp(before.size(), reach, most));
  const std::size_t end = std::min(sequence.size(), at + std::clamp(after.size(), reach, most));
  const auto levels = part_of(segments, begin, end);
  const auto here =
      static_cast<std::size_t>(std::ranges::find(levels, at - begin, &Segment::begin) - levels.begin());
  const Window window = sequence.window(begin, end);
  const Description best = describe(window.values, window.scales, levels, here, penalty);
  if (best.curve.empty()) {
    return measure(sequence, before, after, sequence.size(), inflation, least_effect);
  }
  const auto distance = [&](const Segment& segment) {
    const std::size_t there = segment.begin + begin;
    return std::max(there, at) - std::min(there, at);
  };
  const auto nearest = std::ranges::min_element(best.segments.begin() + 1, best.segments.end(), {}, distance);
  if (nearest == best.segments.end() || distance(*nearest) > near) {
    Boundary boundary = measure(sequence, before, after, sequence.size(), inflation, least_effect);
    boundary.cause = Cause::drift;
    return boundary;
  }
  const auto straight = best.straightened(window.values);
  Boundary boundary = measure(Sequence(straight, window.scales), *std::prev(nearest), *nearest,
                              sequence.size(), inflation, least_effect);
  boundary.index = at;
  return boundary;
}

/// Values that jump between two levels by themselves stay at one of them now and then: how likely is such a
/// run at one place, `other`, as often as values of `segment` lie on its side of the middle?
double probability_of_run(const Sequence& sequence, const Segment& segment, const Segment& other) {
  const double middle = (segment.level + other.level) / 2;
  const auto on_the_other_side = [&](const Segment& where) {
    double count = 0;
    for (std::size_t i = where.begin; i < where.end; ++i) {
      count += (sequence.value(i) > middle) == (other.level > middle) ? 1 : 0;
    }
    return count;
  };
  const double share = (on_the_other_side(segment) + 0.5) / static_cast<double>(segment.size() + 1);
  return std::pow(share, on_the_other_side(other));
}

/// Is it likely at any place?
bool is_run(const Sequence& sequence, const Segment& segment, const Segment& other) {
  constexpr double likely = 0.05;
  return static_cast<double>(segment.size() + 1) * probability_of_run(sequence, segment, other) > likely;
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

/// Scale of what segments leave of the values, in scales: outliers apart, it uses all that each value says,
/// of which differences use a third.
double residual_scale(std::span<const double> values, std::span<const double> scales,
                      std::span<const Segment> segments) {
  constexpr double truncated = 0.973;
  constexpr int rounds = 3;
  constexpr double enough_freedom = 8;
  double factor = 1;
  for (int round = 0; round < rounds; ++round) {
    double squares = 0;
    double count = 0;
    for (const Segment& segment : segments) {
      for (std::size_t i = segment.begin; i < segment.end; ++i) {
        const double distance = std::abs(values[i] - segment.level) / scales[i];
        if (distance < outlier_distance * factor) {
          squares += distance * distance;
          ++count;
        }
      }
    }
    const double freedom = count - static_cast<double>(segments.size());
    if (freedom < enough_freedom) return 1;
    factor = std::sqrt(squares / freedom / truncated);
  }
  return factor;
}

/// A value beside a boundary that lies far from both levels costs the same in either segment: it belongs to
/// the level that is nearer.
void move_outliers(std::span<const double> values, std::span<const double> scales,
                   std::vector<Segment>& segments) {
  for (std::size_t i = 1; i < segments.size(); ++i) {
    Segment& before = segments[i - 1];
    Segment& after = segments[i];
    const auto belongs = [&](std::size_t place, const Segment& here, const Segment& there) {
      const double distance = std::abs(values[place] - here.level);
      return distance < outlier_distance * scales[place] || distance <= std::abs(values[place] - there.level);
    };
    while (after.size() > 1 && !belongs(after.begin, after, before)) {
      before.end = ++after.begin;
    }
    while (before.size() > 1 && !belongs(before.end - 1, before, after)) {
      after.begin = --before.end;
    }
  }
}

}  // namespace

ChangePoints find_change_points(std::span<const double> values, const ChangePointOptions& options) {
  ChangePoints result;
  if (values.empty()) {
    return result;
  }
  auto scales = noise_scales(values, options.least_noise);
  if (values.size() < enough_values) {
    result.segments = {one_segment(values, scales)};
    result.noise = scales.back();
    return result;
  }
  const double penalty = penalty_factor * std::log(static_cast<double>(values.size()));
  result.segments = segment(values, scales, penalty);
  const double correlation = noise_correlation(values, scales, result.segments);
  const double inflation = (1 + correlation) / (1 - correlation);
  const double factor = correlation > 0
                            ? 1 / std::sqrt(1 - correlation)
                            : std::clamp(residual_scale(values, scales, result.segments), 0.75, 1.33);
  for (double& scale : scales) {
    scale = std::max(scale * factor, options.least_noise);
  }
  result.segments = segment(values, scales, penalty * inflation);
  move_outliers(values, scales, result.segments);
  result.noise = scales.back();
  const Sequence sequence(values, scales);
  for (std::size_t i = 1; i < result.segments.size(); ++i) {
    const Segment& before = result.segments[i - 1];
    const Segment& after = result.segments[i];
    Boundary boundary =
        judge(sequence, result.segments, i, inflation, penalty * inflation, options.least_effect);
    const bool is_newest = i + 1 == result.segments.size();
    if (is_newest) {
      boundary.p = std::max(boundary.p, probability_of_run(sequence, before, after));
    }
    if (boundary.cause == Cause::step &&
        ((!is_newest && is_run(sequence, before, after)) || is_run(sequence, after, before) ||
         alternates(result.segments, before, after))) {
      boundary.cause = Cause::modes;
    }
    result.boundaries.push_back(boundary);
  }
  return result;
}

}  // namespace bench_report
