// Mann & Whitney's U of two samples that come from one distribution.
#pragma once

#include <cstddef>
#include <vector>

namespace bench_report {

/// Whether the distribution is computed exactly, without ties: up to 2,500 pairs, which are 50 samples a
/// side, or 3 and 800.
bool is_exact(std::size_t n, std::size_t m);

/// P(U ≤ u) for samples of n and m without ties, u = 0 … n·m. To be asked where is_exact().
const std::vector<double>& u_distribution(std::size_t n, std::size_t m);

/// P(Z > z) of the standard normal.
double normal_upper_tail(double z);

/// The z that is exceeded with probability `tail`, 0 < tail <= 1/2.
double normal_upper_quantile(double tail);

}  // namespace bench_report
