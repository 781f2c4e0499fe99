// Order statistics.
#include "tools/bench_report/statistics/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bench_report {

double quantile(std::span<const double> sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) {
    return sorted.back();
  }
  return std::lerp(sorted[below], sorted[below + 1], place - static_cast<double>(below));
}

double median(std::span<const double> sample) {
  std::vector<double> values(sample.begin(), sample.end());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::ranges::nth_element(values, middle);
  return values.size() % 2 == 1 ? *middle
                                : std::lerp(*middle, *std::min_element(middle + 1, values.end()), 0.5);
}

std::optional<Interval> median_interval(std::span<const double> sorted, double confidence) {
  const std::size_t n = sorted.size();
  const double tail = (1 - confidence) / 2;
  double probability = std::exp2(-static_cast<double>(n));  // of exactly k successes
  double cumulated = probability;
  std::size_t k = 0;
  while (k < n / 2 && cumulated <= tail) {
    ++k;
    probability *= static_cast<double>(n - k + 1) / static_cast<double>(k);
    cumulated += probability;
  }
  if (k == 0) {
    return std::nullopt;
  }
  return Interval{.estimate = quantile(sorted, 0.5), .low = sorted[k - 1], .high = sorted[n - k]};
}

}  // namespace bench_report
