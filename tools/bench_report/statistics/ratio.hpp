// How many times larger one sample is than another.
#pragma once

#include <optional>
#include <span>

#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {

/// How many times larger y is than x: Hodges & Lehmann's shift (1963, doi:10.1214/aoms/1177704172) of the
/// logarithms, the median over all pairs of y_j / x_i; its interval by the exact distribution of Mann &
/// Whitney's U (1947, doi:10.1214/aoms/1177730491), or its normal approximation beyond 2,500 pairs.
/// Values are positive. Empty where the samples are too few for that confidence.
std::optional<Interval> ratio(std::span<const double> x, std::span<const double> y, double confidence = 0.95);

/// The estimate alone, which one sample a side is enough for.
double ratio_estimate(std::span<const double> x, std::span<const double> y);

}  // namespace bench_report
