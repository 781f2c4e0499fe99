// Histories made up for tests: what the true changes are is known.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <string_view>
#include <vector>

namespace bench_report::test {

/// Logarithms of a row's best value in each of some 80 commits, with noise of 0.5 to 5 % between commits, one
/// commit in 25 slow by 5 to 50 %, and no step, or one to three of 3 to 30 %.
struct History {
  std::vector<double> values;
  std::vector<std::size_t> steps;  ///< the first value of each new level
};

/// What else happens to a row.
enum class Shape {
  steps,       ///< nothing
  drift,       ///< a slope, of up to 20 % from the first commit to the last
  wave,        ///< half a wave to two of them, of 2 to 10 %
  noise,       ///< noise that becomes two to four times as large, or as small
  modes,       ///< a tenth to half of the values are slower by 5 to 25 %
  sticky,      ///< likewise, but a value of one kind is followed by another of that kind in 80 to 95 %
  correlated,  ///< the noise is autoregressive, with a coefficient of 0.3 to 0.7
  gaps,        ///< a tenth to half of the commits, and a few weeks, are missing
  brief,       ///< 12 to 32 commits
  fresh,       ///< the only step is one of the newest three commits
};
inline constexpr std::array<std::string_view, 10> shape_names{
    "steps", "drift", "wave", "noise", "modes", "sticky", "correlated", "gaps", "brief", "fresh"};

/// The standard library's distributions differ from one library to the next: these do not.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(engine_() >> 11U) * 0x1p-53);
  }
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform(0, 1)));
    return radius * std::cos(2 * std::numbers::pi * uniform(0, 1));
  }
  bool happens(double probability) { return uniform(0, 1) < probability; }
  std::size_t below(std::size_t end) {
    return static_cast<std::size_t>(uniform(0, static_cast<double>(end)));
  }

 private:
  std::mt19937_64 engine_;
};

inline std::vector<std::size_t> places_of_steps(Shape shape, std::size_t commits, Random& random) {
  constexpr std::size_t apart = 4;
  std::vector<std::size_t> places;
  if (random.happens(0.35)) {
    return places;
  }
  if (shape == Shape::fresh) {
    return {commits - 1 - random.below(3)};
  }
  const std::size_t count = shape == Shape::brief ? 1 : 1 + random.below(3);
  while (places.size() < count) {
    const std::size_t place = apart + random.below(commits - 2 * apart);
    if (std::ranges::all_of(places, [&](std::size_t other) {
          return std::max(place, other) - std::min(place, other) >= apart;
        })) {
      places.push_back(place);
    }
  }
  std::ranges::sort(places);
  return places;
}

inline History made_history(Shape shape, Random& random) {
  const std::size_t commits = shape == Shape::brief ? 12 + random.below(20) : 80;
  const double sigma = random.uniform(0.005, 0.05);
  const auto places = places_of_steps(shape, commits, random);
  const double slope = shape == Shape::drift ? random.uniform(-0.2, 0.2) : 0;
  const double amplitude = shape == Shape::wave ? random.uniform(0.02, 0.1) : 0;
  const double waves = random.uniform(0.5, 2);
  const double phase = random.uniform(0, 2 * std::numbers::pi);
  const std::size_t louder_from = 10 + random.below(60);
  const double louder = shape == Shape::noise ? random.uniform(2, 4) : 1;
  const bool becomes_louder = random.happens(0.5);
  const double coefficient = shape == Shape::correlated ? random.uniform(0.3, 0.7) : 0;
  const double slower = random.uniform(0.05, 0.25);
  const double share = random.uniform(0.1, 0.5);
  const double stay = random.uniform(0.8, 0.95);
  const double missing = shape == Shape::gaps ? random.uniform(0.1, 0.5) : 0;
  const std::size_t weeks_from = random.below(commits);
  const std::size_t weeks = shape == Shape::gaps ? random.below(25) : 0;

  History history;
  double level = 0;
  double noise = random.normal();
  bool is_slow = false;
  auto next = places.begin();
  bool is_pending = false;  // a step that no value shows yet
  for (std::size_t i = 0; i < commits; ++i) {
    if (next != places.end() && *next == i) {
      const double size = std::log1p(random.uniform(0.03, 0.3));
      level += random.happens(0.5) ? size : -size;
      is_pending = true;
      ++next;
    }
    noise = coefficient * noise + std::sqrt(1 - coefficient * coefficient) * random.normal();
    const bool is_loud = (i >= louder_from) == becomes_louder;
    const double scale = shape != Shape::noise ? sigma : (is_loud ? louder : 1) * sigma / 2;
    double within = 1;  // the best of five repetitions, none of which is faster than it should be
    for (int repetition = 0; repetition < 5; ++repetition) {
      within = std::min(within, std::abs(random.normal()) * scale / 2);
    }
    const double time = static_cast<double>(i) / static_cast<double>(commits);
    is_slow = shape == Shape::modes    ? random.happens(share)
              : shape == Shape::sticky ? (random.happens(stay) ? is_slow : !is_slow)
                                       : false;
    const double value = level + scale * noise + within + slope * time +
                         amplitude * std::sin(2 * std::numbers::pi * waves * time + phase) +
                         (is_slow ? slower : 0) +
                         (random.happens(0.04) ? std::log1p(random.uniform(0.05, 0.5)) : 0);
    if (random.happens(missing) || (i >= weeks_from && i < weeks_from + weeks)) {
      continue;
    }
    if (is_pending && !history.values.empty()) {
      history.steps.push_back(history.values.size());
    }
    is_pending = false;
    history.values.push_back(value);
  }
  return history;
}

/// How well changes were found.
struct Score {
  std::size_t found = 0;  ///< true ones, within `tolerance` values of the truth
  std::size_t wrong = 0;  ///< found, but not there
  std::size_t missed = 0;
  std::size_t quiet = 0;   ///< rows without a step
  std::size_t blamed = 0;  ///< those of them in which one was found

  double precision() const { return static_cast<double>(found) / static_cast<double>(found + wrong); }
  double recall() const { return static_cast<double>(found) / static_cast<double>(found + missed); }
  double f1() const { return 2 * precision() * recall() / (precision() + recall()); }

  void add(const std::vector<std::size_t>& truth, std::vector<std::size_t> claims,
           std::size_t tolerance = 3) {
    quiet += truth.empty() ? 1 : 0;
    blamed += truth.empty() && !claims.empty() ? 1 : 0;
    for (const std::size_t step : truth) {
      const auto distance = [&](std::size_t claim) { return std::max(claim, step) - std::min(claim, step); };
      const auto nearest = std::ranges::min_element(claims, {}, distance);
      if (nearest != claims.end() && distance(*nearest) <= tolerance) {
        ++found;
        claims.erase(nearest);
      } else {
        ++missed;
      }
    }
    wrong += claims.size();
  }
};

}  // namespace bench_report::test
