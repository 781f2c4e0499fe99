// Student's t, and means that it compares.
#include "tools/bench_report/statistics/welch.hpp"

#include <algorithm>
#include <cmath>

namespace bench_report {
namespace {

/// The variance of a mean.
double variance_of_mean(const Moments& sample) {
  return sample.stddev * sample.stddev / static_cast<double>(sample.count);
}

/// Degrees of freedom of y − factor · x.
double degrees_of_freedom(const Moments& x, const Moments& y, double factor) {
  const double of_x = factor * factor * variance_of_mean(x);
  const double of_y = variance_of_mean(y);
  // Divided by their sum first: squares of small variances would vanish.
  const double share = of_x / (of_x + of_y);
  return 1 / (share * share / static_cast<double>(x.count - 1) +
              (1 - share) * (1 - share) / static_cast<double>(y.count - 1));
}

/// The continued fraction of the incomplete beta function, from the front, by Lentz's method (1976).
double beta_fraction(double x, double a, double b) {
  constexpr double tiny = 1e-300;
  constexpr double enough = 1e-15;
  constexpr int most_terms = 10'000;
  const auto away_from_zero = [](double value) { return std::abs(value) < tiny ? tiny : value; };
  double numerator = 1;
  double denominator = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double value = denominator;
  for (int m = 1; m < most_terms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double change = 1;
    for (const double term : {even, odd}) {
      denominator = 1 / away_from_zero(1 + term * denominator);
      numerator = away_from_zero(1 + term / numerator);
      change = denominator * numerator;
      value *= change;
    }
    if (std::abs(change - 1) < enough) {
      break;
    }
  }
  return value;
}

/// I(x; a, b)
double incomplete_beta(double x, double a, double b) {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  const double factor =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  return x < (a + 1) / (a + b + 2) ? factor * beta_fraction(x, a, b) / a
                                   : 1 - factor * beta_fraction(1 - x, b, a) / b;
}

/// The t that is exceeded with that probability, below 0.5.
double student_quantile(double upper_tail, double df) {
  double low = 0;
  double high = 1;
  while (student_upper_tail(high, df) > upper_tail) {
    low = high;
    high *= 2;
  }
  constexpr int halvings = 100;
  for (int i = 0; i < halvings; ++i) {
    const double middle = (low + high) / 2;
    (student_upper_tail(middle, df) > upper_tail ? low : high) = middle;
  }
  return high;
}

}  // namespace

Moments moments_of(std::span<const double> sample) {
  Moments moments{.count = sample.size()};
  for (const double value : sample) {
    moments.mean += value / static_cast<double>(sample.size());
  }
  double squares = 0;
  for (const double value : sample) {
    squares += (value - moments.mean) * (value - moments.mean);
  }
  moments.stddev = std::sqrt(squares / static_cast<double>(sample.size() - 1));
  return moments;
}

bool can_be_tested(const Moments& x, const Moments& y) {
  for (const Moments* const sample : {&x, &y}) {
    if (sample->count < fewest_for_welch || !(sample->mean > 0) || !(sample->stddev >= 0)) {
      return false;
    }
  }
  return variance_of_mean(x) + variance_of_mean(y) > 0;
}

double welch_p_above(const Moments& x, const Moments& y, double factor) {
  const double error = std::sqrt(factor * factor * variance_of_mean(x) + variance_of_mean(y));
  return student_upper_tail((y.mean - factor * x.mean) / error, degrees_of_freedom(x, y, factor));
}

std::optional<Interval> ratio_of_means(const Moments& x, const Moments& y, double confidence) {
  const double ratio = y.mean / x.mean;
  const double t = student_quantile((1 - confidence) / 2, degrees_of_freedom(x, y, ratio));
  // Ratios r whose y − r · x lies within t errors of 0: (y − r x)² = t² (Var y + r² Var x).
  const double square = x.mean * x.mean - t * t * variance_of_mean(x);
  if (!(square > 0)) {
    return std::nullopt;
  }
  const double half = x.mean * y.mean;
  const double constant = y.mean * y.mean - t * t * variance_of_mean(y);
  const double root = std::sqrt(std::max(0.0, half * half - square * constant));
  return Interval{
      .estimate = ratio, .low = std::max(0.0, (half - root) / square), .high = (half + root) / square};
}

double student_upper_tail(double t, double df) {
  const double tail = incomplete_beta(df / (df + t * t), df / 2, 0.5) / 2;
  return t < 0 ? 1 - tail : tail;
}

}  // namespace bench_report
