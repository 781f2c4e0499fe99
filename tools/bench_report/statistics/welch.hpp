// Welch's test: two samples of which only mean, standard deviation and size are known.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {

/// What is known of a sample.
struct Moments {
  double mean = 0;
  double stddev = 0;  ///< of the sample, with n − 1
  std::size_t count = 0;
};

/// Those of a sample of two or more values.
Moments moments_of(std::span<const double> sample);

/// Below this many values a side, a standard deviation says too little.
inline constexpr std::size_t fewest_for_welch = 3;

/// Whether the test below can be made: enough values a side, means above 0, and some spread.
bool can_be_tested(const Moments& x, const Moments& y);

/// One-sided p that y's mean is above factor times x's: t with the degrees of freedom of Welch (1947,
/// doi:10.1093/biomet/34.1-2.28) and Satterthwaite (1946, doi:10.2307/3002019). It takes the means for
/// normally distributed. To be asked where can_be_tested().
double welch_p_above(const Moments& x, const Moments& y, double factor);

/// How many times larger y's mean is than x's, with Fieller's interval (1954,
/// doi:10.1111/j.2517-6161.1954.tb00159.x) for the same degrees of freedom. Empty where it has no bounds: the
/// mean of x is too near to 0 for its spread.
std::optional<Interval> ratio_of_means(const Moments& x, const Moments& y, double confidence = 0.95);

/// P(T > t) of Student's t: half the incomplete beta function I(df / (df + t²); df / 2, 1 / 2), by its
/// continued fraction (Abramowitz & Stegun 1964, 26.5.8 and 26.7.1). df > 0.
double student_upper_tail(double t, double df);

}  // namespace bench_report
