// Where a logarithmic axis of values has its ticks.
#pragma once

#include <vector>

namespace bench_report {

/// Ticks within [low, high], both positive, in ascending order: powers of ten where the range is wide; 1, 2
/// and 5 times powers of ten, or 1, 2, 3, 5 and 7 times; or equal steps where it is narrow. Wide is from
/// `wide` decades on.
std::vector<double> value_ticks(double low, double high, double wide = 2.3);

}  // namespace bench_report
