// Quantiles of a sample, and the interval of its median.
#pragma once

#include <optional>
#include <span>

namespace bench_report {

/// The p-quantile of a sample, 0 ≤ p ≤ 1, by linear interpolation between order statistics: type 7 of Hyndman
/// & Fan (1996, doi:10.2307/2684934), NumPy's default. `sorted` is in ascending order and not empty.
double quantile(std::span<const double> sorted, double p);

/// The median of a sample in any order, not empty.
double median(std::span<const double> sample);

/// An effect with its interval.
struct Interval {
  double estimate = 1;
  double low = 0;
  double high = 0;
};

/// The median and its distribution-free interval [x(k), x(n+1−k)], k the largest with P(Bin(n, ½) ≤ k − 1) ≤
/// (1 − confidence) / 2 (Thompson 1936; Hahn & Meeker 1991, section 5.2). Empty where there is no such k:
/// below 6 samples at 95 %. `sorted` is in ascending order.
std::optional<Interval> median_interval(std::span<const double> sorted, double confidence = 0.95);

}  // namespace bench_report
