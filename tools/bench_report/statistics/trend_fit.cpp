// Robust regression on few terms.
#include "tools/bench_report/statistics/trend_fit.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace bench_report {
namespace {

constexpr std::size_t most_terms = 7;
/// As many as a polynomial may have; numbers that processors add at a time are powers of two.
using Terms = std::array<double, std::bit_ceil(most_terms)>;

/// Normal equations: sums of products of terms, and of terms and values. How many terms there are is known to
/// the compiler: here most of the time of a history with many slopes is spent.
template <std::size_t count>
struct Equations {
  static constexpr std::size_t lanes = std::bit_ceil(count);
  std::array<Terms, count> products{};
  Terms values{};

  void add(const Terms& terms, double value, double weight) {
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = 0; k < lanes; ++k) {
        products[i][k] += weight * terms[i] * terms[k];
      }
    }
    for (std::size_t k = 0; k < lanes; ++k) {
      values[k] += weight * terms[k] * value;
    }
  }

  /// By elimination; false where the terms are not independent.
  bool solve(Terms& solution) {
    constexpr double nothing = 1e-9;
    const double most = products[0][0];
    for (std::size_t column = 0; column < count; ++column) {
      const double pivot = products[column][column];
      if (pivot <= nothing * most) {
        return false;
      }
      for (std::size_t row = column + 1; row < count; ++row) {
        const double factor = products[row][column] / pivot;
        for (std::size_t k = column; k < count; ++k) {
          products[row][k] -= factor * products[column][k];
        }
        values[row] -= factor * values[column];
      }
    }
    for (std::size_t row = count; row-- > 0;) {
      double sum = values[row];
      for (std::size_t k = row + 1; k < count; ++k) {
        sum -= products[row][k] * solution[k];
      }
      solution[row] = sum / products[row][row];
    }
    return true;
  }
};

/// Chebyshev's polynomials of degree 1, 2, … of x, which is from −1 to 1.
Terms terms_at(std::size_t i, std::size_t size) {
  const double x = 2 * static_cast<double>(i) / static_cast<double>(size - 1) - 1;
  Terms terms{};
  double last = 1;
  double now = x;
  for (double& term : terms) {
    term = now;
    last = std::exchange(now, 2 * x * now - last);
  }
  return terms;
}

class Curves {
 public:
  Curves(std::span<const double> values, std::span<const double> scales) : values_(values), scales_(scales) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      terms_.push_back(terms_at(i, values.size()));
    }
  }

  /// The curve that fits best where each segment has a level of its own; empty where there is none. Least
  /// squares, at first of all values, those far away with less weight (as the absolute deviation has it),
  /// then of those alone that are near.
  std::vector<double> fit(std::size_t degree, std::span<const Segment> segments) {
    return degree == 1   ? fit<1>(segments)
           : degree == 3 ? fit<3>(segments)
           : degree == 5 ? fit<5>(segments)
                         : fit<most_terms>(segments);
  }

  /// The loss of the newest fit.
  double loss() const {
    double sum = 0;
    for (const double residual : residuals_) {
      sum += std::min(residual * residual, outlier_distance * outlier_distance);
    }
    return sum;
  }

 private:
  template <std::size_t degree>
  std::vector<double> fit(std::span<const Segment> segments) {
    constexpr int rounds = 8;
    residuals_.assign(values_.size(), 0);
    for (const Segment& segment : segments) {
      for (std::size_t i = segment.begin; i < segment.end; ++i) {
        residuals_[i] = (values_[i] - segment.level) / scales_[i];
      }
    }
    weights_.assign(values_.size(), -1);
    Terms solution{};
    for (int round = 0; round < rounds; ++round) {
      // The same weights have the same solution.
      if (weigh(round < rounds / 2) && !solve<degree>(segments, solution)) {
        return {};
      }
    }
    std::vector<double> curve(values_.size());
    for (std::size_t i = 0; i < values_.size(); ++i) {
      for (std::size_t k = 0; k < degree; ++k) {
        curve[i] += solution[k] * terms_[i][k];
      }
    }
    return curve;
  }

  /// Of a segment.
  struct Centre {
    double value = 0;
    Terms terms{};
  };

  /// Is any weight another than before?
  bool weigh(bool all) {
    bool differs = false;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const double distance = std::abs(residuals_[i]);
      const double weight = all ? 1 / std::max(distance, 1.0) : distance < outlier_distance ? 1 : 0;
      const double before = std::exchange(weights_[i], weight / (scales_[i] * scales_[i]));
      differs = differs || weights_[i] != before;
    }
    return differs;
  }

  template <std::size_t degree>
  Centre centre_of(const Segment& segment) const {
    Centre centre;
    double sum = std::numeric_limits<double>::min();
    for (std::size_t i = segment.begin; i < segment.end; ++i) {
      sum += weights_[i];
      centre.value += weights_[i] * values_[i];
      for (std::size_t k = 0; k < Equations<degree>::lanes; ++k) {
        centre.terms[k] += weights_[i] * terms_[i][k];
      }
    }
    centre.value /= sum;
    for (double& term : centre.terms) {
      term /= sum;
    }
    return centre;
  }

  /// One least squares; leaves its residuals.
  template <std::size_t degree>
  bool solve(std::span<const Segment> segments, Terms& solution) {
    Equations<degree> equations;
    std::vector<Centre> centres;
    for (const Segment& segment : segments) {
      const Centre& centre = centres.emplace_back(centre_of<degree>(segment));
      for (std::size_t i = segment.begin; i < segment.end; ++i) {
        Terms terms = terms_[i];
        for (std::size_t k = 0; k < Equations<degree>::lanes; ++k) {
          terms[k] -= centre.terms[k];
        }
        equations.add(terms, values_[i] - centre.value, weights_[i]);
      }
    }
    if (!equations.solve(solution)) {
      return false;
    }
    for (std::size_t s = 0; s < segments.size(); ++s) {
      for (std::size_t i = segments[s].begin; i < segments[s].end; ++i) {
        double residual = values_[i] - centres[s].value;
        for (std::size_t k = 0; k < degree; ++k) {
          residual -= solution[k] * (terms_[i][k] - centres[s].terms[k]);
        }
        residuals_[i] = residual / scales_[i];
      }
    }
    return true;
  }

  std::span<const double> values_;
  std::span<const double> scales_;
  std::vector<Terms> terms_;
  std::vector<double> residuals_;  // in scales
  std::vector<double> weights_;
};

double cost_of(std::span<const double> values, std::span<const double> scales,
               std::span<const Segment> segments, double penalty) {
  double sum = penalty * static_cast<double>(segments.size() - 1);
  for (const Segment& segment : segments) {
    for (std::size_t i = segment.begin; i < segment.end; ++i) {
      const double distance = std::min(std::abs(values[i] - segment.level) / scales[i], outlier_distance);
      sum += distance * distance;
    }
  }
  return sum;
}

/// Could the most flexible curve replace the boundary before levels[place]?
bool may_be_curved(Curves& curves, std::span<const Segment> levels, std::size_t place, double cost,
                   double penalty) {
  std::vector<Segment> merged(levels.begin(), levels.end());
  merged[place - 1].end = merged[place].end;
  merged.erase(merged.begin() + static_cast<std::ptrdiff_t>(place));
  const auto curve = curves.fit(most_terms, merged);
  return curve.empty() || curves.loss() < cost - penalty * static_cast<double>(levels.size() - 2);
}

/// The best levels upon a curve, which costs `price`.
Description upon(std::vector<double> curve, std::span<const double> values, std::span<const double> scales,
                 double penalty, double price) {
  Description description{.cost = 0, .segments = {}, .curve = std::move(curve)};
  const auto straight = description.straightened(values);
  description.segments = segment(straight, scales, penalty);
  description.cost = cost_of(straight, scales, description.segments, penalty) + price;
  return description;
}

}  // namespace

std::vector<double> Description::straightened(std::span<const double> values) const {
  std::vector<double> straight(values.begin(), values.end());
  for (std::size_t i = 0; i < curve.size(); ++i) {
    straight[i] -= curve[i];
  }
  return straight;
}

Description describe(std::span<const double> values, std::span<const double> scales,
                     std::span<const Segment> levels, std::size_t place, double penalty) {
  Description best{.cost = cost_of(values, scales, levels, penalty),
                   .segments = {levels.begin(), levels.end()},
                   .curve = {}};
  Curves curves(values, scales);
  if (!may_be_curved(curves, levels, place, best.cost, penalty)) {
    return best;
  }
  // Levels hide curves, and curves levels: each in turn, from what levels there are and from none.
  constexpr int rounds = 3;
  constexpr std::size_t values_besides = 5;  // fewer than that many values a term more, and any curve fits
  const std::vector<Segment> none{one_segment(values, scales)};
  for (std::size_t degree = 1; degree <= most_terms && values.size() >= 2 * degree + values_besides;
       degree += 2) {
    const double price = penalty * (0.5 + static_cast<double>(degree) / 3);
    std::vector<Description> known;  // both ways often lead to the same
    for (auto segments : {best.segments, none}) {
      for (int round = 0; round < rounds; ++round) {
        auto curve = curves.fit(degree, segments);
        if (curve.empty()) {
          break;
        }
        auto now = std::ranges::find(known, curve, &Description::curve);
        if (now == known.end()) {
          now = known.insert(now, upon(std::move(curve), values, scales, penalty, price));
        }
        const bool is_same =
            std::ranges::equal(segments, now->segments, {}, &Segment::begin, &Segment::begin);
        segments = now->segments;
        if (now->cost < best.cost) {
          best = *now;
        }
        if (is_same) {
          break;
        }
      }
    }
  }
  return best;
}

}  // namespace bench_report
