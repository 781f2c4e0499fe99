// Where axes have their ticks.
#pragma once

#include <vector>

namespace bench_report {

/// Ticks within [low, high], both positive, in ascending order: powers of ten where the range is wide; 1, 2
/// and 5 times powers of ten, or 1, 2, 3, 5 and 7 times; or equal steps where it is narrow. Wide is from
/// `wide` decades on.
std::vector<double> value_ticks(double low, double high, double wide = 2.3);

/// Ticks within [low, high] in equal steps of 1, 2 or 5 times a power of ten, in ascending order.
std::vector<double> linear_ticks(double low, double high);

}  // namespace bench_report
