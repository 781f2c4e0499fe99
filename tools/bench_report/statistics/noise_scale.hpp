// How far the values of a sequence scatter about a level that may change.
#pragma once

#include <span>
#include <vector>

#include "tools/bench_report/statistics/segmentation.hpp"

namespace bench_report {

/// The scale of normal noise, value by value: the median of successive differences divided by 0.6745·√2,
/// which a few steps do not move; of the neighbourhood (40 differences) where that differs from the whole
/// sequence by more than chance, since noise may change. Never below `least`.
std::vector<double> noise_scales(std::span<const double> values, double least);

/// How strongly neighbours deviate alike: the first autocorrelation of noise that is taken for
/// autoregressive, from differences within segments over one place and over three and four, so that levels
/// have no part in it. 0 where it is not larger than chance; at most 0.8.
double noise_correlation(std::span<const double> values, std::span<const double> scales,
                         std::span<const Segment> segments);

}  // namespace bench_report
