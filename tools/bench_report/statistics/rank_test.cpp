// Ranks, the permutation distribution, and Holm.
#include "tools/bench_report/statistics/rank_test.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "tools/bench_report/statistics/u_distribution.hpp"

namespace bench_report {
namespace {

/// Samples a side up to which the distribution is exact where there are ties.
constexpr std::size_t exact_with_ties_up_to = 25;

/// Both samples in one order.
struct Ranks {
  std::vector<std::size_t> twice;        ///< mid-ranks, doubled to be whole, in ascending order
  std::vector<std::size_t> group_sizes;  ///< of equal values
  std::size_t twice_sum_of_y = 0;
};

Ranks rank(std::span<const double> x, std::span<const double> y) {
  std::vector<std::pair<double, bool>> all;  // value, is it one of y
  all.reserve(x.size() + y.size());
  for (const double value : x) {
    all.emplace_back(value, false);
  }
  for (const double value : y) {
    all.emplace_back(value, true);
  }
  std::ranges::sort(all);
  Ranks ranks;
  ranks.twice.reserve(all.size());
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].first == all[begin].first) {
      ++end;
    }
    const std::size_t twice = begin + 1 + end;
    ranks.group_sizes.push_back(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      ranks.twice.push_back(twice);
      ranks.twice_sum_of_y += all[i].second ? twice : 0;
    }
  }
  return ranks;
}

/// P(sum of m of the ranks ≥ the one observed), all choices of m being equally probable.
double permutation_tail(const Ranks& ranks, std::size_t m) {
  const std::size_t most =
      std::accumulate(ranks.twice.end() - static_cast<std::ptrdiff_t>(m), ranks.twice.end(), std::size_t{0});
  // ways[j][s]: how many choices of j ranks among those seen so far have the sum s.
  std::vector<std::vector<double>> ways(m + 1, std::vector<double>(most + 1, 0));
  ways[0][0] = 1;
  std::size_t seen = 0;
  for (const std::size_t rank : ranks.twice) {
    ++seen;
    for (std::size_t j = std::min(seen, m); j > 0; --j) {
      const double* const from = ways[j - 1].data();
      double* const to = ways[j].data() + rank;
      for (std::size_t s = 0; s + rank <= most; ++s) {
        to[s] += from[s];
      }
    }
  }
  const auto& sums = ways[m];
  const auto observed = sums.begin() + static_cast<std::ptrdiff_t>(ranks.twice_sum_of_y);
  const double tail = std::accumulate(observed, sums.end(), 0.0);
  return tail / std::accumulate(sums.begin(), observed, tail);
}

}  // namespace

double p_greater(std::span<const double> x, std::span<const double> y) {
  const std::size_t n = x.size();
  const std::size_t m = y.size();
  const Ranks ranks = rank(x, y);
  const bool ties = ranks.group_sizes.size() < n + m;
  if (ties && n <= exact_with_ties_up_to && m <= exact_with_ties_up_to) {
    return permutation_tail(ranks, m);
  }
  const std::size_t twice_u = ranks.twice_sum_of_y - m * (m + 1);
  if (!ties && is_exact(n, m)) {
    return u_distribution(n, m)[n * m - twice_u / 2];  // P(U ≥ u) = P(U ≤ n·m − u)
  }
  const auto all = static_cast<double>(n + m);
  double ties_term = 0;
  for (const std::size_t size : ranks.group_sizes) {
    const auto t = static_cast<double>(size);
    ties_term += t * t * t - t;
  }
  const double pairs = static_cast<double>(n) * static_cast<double>(m);
  const double variance = pairs / 12 * ((all + 1) - ties_term / (all * (all - 1)));
  if (variance <= 0) {
    return 1;
  }
  return normal_upper_tail((static_cast<double>(twice_u) / 2 - pairs / 2 - 0.5) / std::sqrt(variance));
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<double> adjusted(p.size());
  double largest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(p.size() - i) * p[order[i]]));
    adjusted[order[i]] = largest;
  }
  return adjusted;
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, std::greater{}, [&](std::size_t i) { return p[i]; });
  std::vector<double> adjusted(p.size());
  double smallest = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto rank = static_cast<double>(p.size() - i);
    smallest = std::min(smallest, p[order[i]] * static_cast<double>(p.size()) / rank);
    adjusted[order[i]] = smallest;
  }
  return adjusted;
}

double smallest_p(std::size_t n, std::size_t m) {
  std::vector<double> all(n + m);
  std::iota(all.begin(), all.end(), 0.0);
  const std::span<const double> sorted(all);
  return std::min(1.0, 2 * p_greater(sorted.first(n), sorted.last(m)));
}

std::size_t samples_to_resolve(std::size_t rows, double alpha) {
  std::size_t samples = 1;
  while (static_cast<double>(rows) * smallest_p(samples, samples) >= alpha) {
    ++samples;
  }
  return samples;
}

}  // namespace bench_report
