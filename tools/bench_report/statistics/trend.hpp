// Does a sequence drift?
#pragma once

#include <span>

namespace bench_report {

/// Two-sided p of the Mann-Kendall test of a trend in a sequence (Mann 1945; Kendall 1975), normal with
/// correction for ties and continuity: for 10 values or more.
double p_of_drift(std::span<const double> sequence);

}  // namespace bench_report
