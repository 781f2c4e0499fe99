// The statistics of this program, on samples that are means of repetitions.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace bench_report {

/// The p-quantile of a sample, 0 ≤ p ≤ 1, by linear interpolation between order statistics: type 7 of Hyndman
/// & Fan (1996, doi:10.2307/2684934), NumPy's default. `sorted` is in ascending order and not empty.
double quantile(std::span<const double> sorted, double p);

/// An effect with its interval.
struct Interval {
  double estimate = 1;
  double low = 0;
  double high = 0;
};

/// How many times larger y is than x: Hodges & Lehmann's shift (1963, doi:10.1214/aoms/1177704172) of the
/// logarithms, the median over all pairs of y_j / x_i; its interval by the exact distribution of Mann &
/// Whitney's U (1947, doi:10.1214/aoms/1177730491), or its normal approximation from 50 samples a side on.
/// Values are positive. Empty where the samples are too few for that confidence.
std::optional<Interval> ratio(std::span<const double> x, std::span<const double> y, double confidence = 0.95);

}  // namespace bench_report
