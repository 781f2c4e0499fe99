// Labels that do not lie over each other.
#pragma once

#include <vector>

namespace bench_report {

/// Places as near as can be (least squares) to the wanted ones, which ascend, that are at least `distance`
/// apart and between `low` and `high`; where there is no room for that, from `low` on.
std::vector<double> spread(const std::vector<double>& wanted, double distance, double low, double high);

}  // namespace bench_report
