// Quantiles, and the ratio of two samples.
#include "tools/bench_report/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace bench_report {
namespace {

/// Samples a side up to which the distribution of U is computed exactly.
constexpr std::size_t exact_up_to = 50;

/// P(U = u) for samples of n and m without ties, u = 0 … n·m, by the recursion of Mann & Whitney.
std::vector<double> u_distribution(std::size_t n, std::size_t m) {
  // Row j holds the distribution for j elements of the first sample; elements are added one by one in rank
  // order: equivalently, the coefficients of the Gaussian binomial, built factor by factor.
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
  double total = 0;
  for (const double count : counts) {
    total += count;
  }
  for (double& count : counts) {
    count /= total;
  }
  return counts;
}

/// The largest k with P(U ≤ k − 1) ≤ tail: how many of the smallest (and largest) differences lie outside the
/// interval.
std::size_t outside(std::size_t n, std::size_t m, double tail) {
  if (n <= exact_up_to && m <= exact_up_to) {
    const auto distribution = u_distribution(n, m);
    double cumulated = 0;
    std::size_t k = 0;
    while (k < distribution.size() && (cumulated += distribution[k]) <= tail) {
      ++k;
    }
    return k;
  }
  const double mean = static_cast<double>(n * m) / 2;
  const double sigma = std::sqrt(static_cast<double>(n * m * (n + m + 1)) / 12);
  // The tail's quantile of the standard normal, by bisection.
  double low = -40;
  double high = 0;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < tail ? low : high) = middle;
  }
  return static_cast<std::size_t>(std::max(0.0, std::floor(mean + low * sigma - 0.5) + 1));
}

}  // namespace

double quantile(std::span<const double> sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) {
    return sorted.back();
  }
  return std::lerp(sorted[below], sorted[below + 1], place - static_cast<double>(below));
}

std::optional<Interval> ratio(std::span<const double> x, std::span<const double> y, double confidence) {
  if (x.empty() || y.empty()) {
    return std::nullopt;
  }
  const std::size_t k = outside(x.size(), y.size(), (1 - confidence) / 2);
  if (k == 0) {
    return std::nullopt;
  }
  std::vector<double> differences;
  differences.reserve(x.size() * y.size());
  for (const double a : x) {
    for (const double b : y) {
      differences.push_back(std::log(b) - std::log(a));
    }
  }
  std::ranges::sort(differences);
  return Interval{.estimate = std::exp(quantile(differences, 0.5)),
                  .low = std::exp(differences[k - 1]),
                  .high = std::exp(differences[differences.size() - k])};
}

}  // namespace bench_report
