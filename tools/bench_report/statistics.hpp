// The statistics of this program, on samples that are means of repetitions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

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

/// How many times larger y is than x: Hodges & Lehmann's shift (1963, doi:10.1214/aoms/1177704172) of the
/// logarithms, the median over all pairs of y_j / x_i; its interval by the exact distribution of Mann &
/// Whitney's U (1947, doi:10.1214/aoms/1177730491), or its normal approximation beyond 2,500 pairs.
/// Values are positive. Empty where the samples are too few for that confidence.
std::optional<Interval> ratio(std::span<const double> x, std::span<const double> y, double confidence = 0.95);

/// The estimate alone, which one sample a side is enough for.
double ratio_estimate(std::span<const double> x, std::span<const double> y);

/// One-sided p of Mann & Whitney's U test: how probable it is that y ranks above x at least as clearly as it
/// does, if both come from one distribution. Exact up to 2,500 pairs without ties; with ties, the exact
/// permutation distribution of mid-ranks up to 25 samples a side (Lehmann 1975, Nonparametrics, section 1.4);
/// otherwise normal, variance corrected for ties, continuity 0.5. All values equal: 1. No sample is empty.
double p_greater(std::span<const double> x, std::span<const double> y);

/// Holm's step-down adjustment (1979, Scand. J. Statist. 6:65): rejecting where the adjusted p is below alpha
/// keeps the chance of any false alarm among all of them below alpha. In the order of `p`.
std::vector<double> holm(std::span<const double> p);

/// The smallest two-sided p that the U test can reach with n and m samples, when all of one lie above all of
/// the other: 2 / C(n + m, n) where it is exact, at most 1.
double smallest_p(std::size_t n, std::size_t m);

/// Samples a side from which on Holm's adjustment over `rows` rows can fall below alpha.
std::size_t samples_to_resolve(std::size_t rows, double alpha);

/// Two-sided p of the Mann-Kendall test of a trend in a sequence (Mann 1945; Kendall 1975), normal with
/// correction for ties and continuity: for 10 values or more.
double p_of_drift(std::span<const double> sequence);

/// How repetitions vary within processes, and processes among themselves (Kalibera & Jones 2013,
/// doi:10.1145/2464157.2464160). All are variances of means, in the square of the metric's unit.
struct TwoLevel {
  double within = 0;       ///< S1²: mean variance of the repetitions within a process
  double of_means = 0;     ///< S2²: variance of the processes' means
  double between = 0;      ///< T2² = max(0, S2² − S1²/r): what the processes themselves add
  double repetitions = 0;  ///< r, their harmonic mean where processes differ

  /// How many repetitions a process is worth, when starting one costs as much as `process_cost` repetitions:
  /// √(process_cost · S1²/T2²). Empty where T2² = 0: more processes bring nothing.
  std::optional<double> worthwhile_repetitions(double process_cost) const;
};

/// Empty unless there are two processes or more, each with two repetitions or more.
std::optional<TwoLevel> two_level(std::span<const std::vector<double>> processes);

}  // namespace bench_report
