// Counting ways.
#include "tools/bench_report/statistics/u_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace bench_report {
namespace {

constexpr std::size_t exact_up_to_pairs = 2500;

}  // namespace

bool is_exact(std::size_t n, std::size_t m) {
  return n * m <= exact_up_to_pairs;
}

double normal_upper_tail(double z) {
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

double normal_upper_quantile(double tail) {
  double low = 0;
  double high = 40;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (normal_upper_tail(middle) < tail ? high : low) = middle;
  }
  return high;
}

// The numbers of ways are the coefficients of the
// Gaussian binomial, Π (1 − q^(m+i)) / (1 − q^i), multiplied and divided factor by factor; low ones depend
// on lower ones only, so that the small tail is exact.
const std::vector<double>& u_distribution(std::size_t one, std::size_t other) {
  thread_local std::map<std::pair<std::size_t, std::size_t>, std::vector<double>> known;
  const auto [n, m] = std::minmax(one, other);
  auto& distribution = known[{n, m}];
  if (!distribution.empty()) {
    return distribution;
  }
  std::vector<double> counts(n * m + 1, 0);
  counts[0] = 1;
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t u = n * m; u >= m + i; --u) {
      counts[u] -= counts[u - m - i];
    }
    for (std::size_t u = i; u <= n * m; ++u) {
      counts[u] += counts[u - i];
    }
  }
  for (std::size_t u = 0; u < counts.size() / 2; ++u) {
    counts[counts.size() - 1 - u] = counts[u];  // symmetric; the upper half has more rounding in it
  }
  std::partial_sum(counts.begin(), counts.end(), counts.begin());
  const double total = counts.back();
  for (double& count : counts) {
    count /= total;
  }
  distribution = std::move(counts);
  return distribution;
}

}  // namespace bench_report
