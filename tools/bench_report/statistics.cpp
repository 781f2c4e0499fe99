// Quantiles, the ratio of two samples, and tests of it.
#include "tools/bench_report/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace bench_report {
namespace {

/// Pairs up to which the distribution of U is computed exactly, without ties: 50 samples a side, or 3 and
/// 800. With ties: samples a side.
constexpr std::size_t exact_up_to_pairs = 2500;
constexpr std::size_t exact_with_ties_up_to = 25;

bool is_exact(std::size_t n, std::size_t m) {
  return n * m <= exact_up_to_pairs;
}

/// Pairs up to which all differences are made and sorted.
constexpr std::size_t few_pairs = 10'000;

double normal_upper_tail(double z) {
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

/// P(U ≤ u) for samples of n and m without ties, u = 0 … n·m. The numbers of ways are the coefficients of the
/// Gaussian binomial, Π (1 − q^(m+i)) / (1 − q^i), multiplied and divided factor by factor; low ones depend
/// on lower ones only, so that the small tail is exact.
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

/// The largest k with P(U ≤ k − 1) ≤ tail: how many of the smallest (and largest) differences lie outside the
/// interval.
std::size_t outside(std::size_t n, std::size_t m, double tail) {
  if (is_exact(n, m)) {
    const auto& distribution = u_distribution(n, m);
    return static_cast<std::size_t>(std::ranges::upper_bound(distribution, tail) - distribution.begin());
  }
  const double mean = static_cast<double>(n * m) / 2;
  const double sigma = std::sqrt(static_cast<double>(n * m * (n + m + 1)) / 12);
  // The tail's quantile of the standard normal, by bisection.
  double low = -40;
  double high = 0;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (normal_upper_tail(-middle) < tail ? low : high) = middle;
  }
  return static_cast<std::size_t>(std::max(0.0, std::floor(mean + low * sigma - 0.5) + 1));
}

std::vector<double> sorted_logarithms(std::span<const double> sample) {
  std::vector<double> logarithms(sample.size());
  std::ranges::transform(sample, logarithms.begin(), [](double value) { return std::log(value); });
  std::ranges::sort(logarithms);
  return logarithms;
}

/// Order statistics of all differences b_j − a_i.
class Differences {
 public:
  Differences(std::span<const double> x, std::span<const double> y)
      : a_(sorted_logarithms(x)), b_(sorted_logarithms(y)) {
    if (size() <= few_pairs) {
      all_.reserve(size());
      for (const double a : a_) {
        for (const double b : b_) {
          all_.push_back(b - a);
        }
      }
    }
  }

  std::size_t size() const { return a_.size() * b_.size(); }

  /// The difference with `rank` smaller ones. Of many pairs, found by bisection: the differences up to a
  /// bound are counted in one pass over both samples.
  double operator[](std::size_t rank) {
    if (!all_.empty()) {
      const auto place = all_.begin() + static_cast<std::ptrdiff_t>(rank);
      std::nth_element(all_.begin(), place, all_.end());
      return *place;
    }
    double low = b_.front() - a_.back();
    double high = b_.back() - a_.front();
    double middle = std::midpoint(low, high);
    while (low < middle && middle < high) {
      (up_to(middle) > rank ? high : low) = middle;
      middle = std::midpoint(low, high);
    }
    return up_to(low) > rank ? low : high;
  }

  double median() {
    const double lower = (*this)[(size() - 1) / 2];
    return size() % 2 == 1 ? lower : std::midpoint(lower, (*this)[size() / 2]);
  }

 private:
  std::size_t up_to(double bound) const {
    std::size_t count = 0;
    std::size_t j = 0;
    for (const double a : a_) {
      while (j < b_.size() && b_[j] - a <= bound) {
        ++j;
      }
      count += j;
    }
    return count;
  }

  std::vector<double> a_;
  std::vector<double> b_;
  std::vector<double> all_;
};

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

/// Pairs that stand in the wrong order; sorts on the way.
double sort_and_count_inversions(std::span<double> values, std::vector<double>& scratch) {
  if (values.size() < 2) {
    return 0;
  }
  const auto left = values.first(values.size() / 2);
  const auto right = values.subspan(values.size() / 2);
  double inversions = sort_and_count_inversions(left, scratch) + sort_and_count_inversions(right, scratch);
  scratch.clear();
  auto i = left.begin();
  for (const double value : right) {
    while (i != left.end() && *i <= value) {
      scratch.push_back(*i++);
    }
    inversions += static_cast<double>(left.end() - i);
    scratch.push_back(value);
  }
  scratch.insert(scratch.end(), i, left.end());
  std::ranges::copy(scratch, values.begin());
  return inversions;
}

double mean_of(std::span<const double> sample) {
  return std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
}

double variance_of(std::span<const double> sample) {
  const double mean = mean_of(sample);
  double squares = 0;
  for (const double value : sample) {
    squares += (value - mean) * (value - mean);
  }
  return squares / static_cast<double>(sample.size() - 1);
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

double median(std::span<const double> sample) {
  std::vector<double> sorted(sample.begin(), sample.end());
  std::ranges::sort(sorted);
  return quantile(sorted, 0.5);
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

std::optional<Interval> ratio(std::span<const double> x, std::span<const double> y, double confidence) {
  if (x.empty() || y.empty()) {
    return std::nullopt;
  }
  const std::size_t k = outside(x.size(), y.size(), (1 - confidence) / 2);
  if (k == 0) {
    return std::nullopt;
  }
  Differences differences(x, y);
  return Interval{.estimate = std::exp(differences.median()),
                  .low = std::exp(differences[k - 1]),
                  .high = std::exp(differences[differences.size() - k])};
}

double ratio_estimate(std::span<const double> x, std::span<const double> y) {
  return std::exp(Differences(x, y).median());
}

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

double p_of_drift(std::span<const double> sequence) {
  const auto n = static_cast<double>(sequence.size());
  std::vector<double> values(sequence.begin(), sequence.end());
  std::vector<double> scratch;
  const double inversions = sort_and_count_inversions(values, scratch);
  double tied_pairs = 0;
  double variance = n * (n - 1) * (2 * n + 5) / 18;
  for (auto begin = values.begin(); begin != values.end();) {
    const auto end = std::upper_bound(begin, values.end(), *begin);
    const auto t = static_cast<double>(end - begin);
    tied_pairs += t * (t - 1) / 2;
    variance -= t * (t - 1) * (2 * t + 5) / 18;
    begin = end;
  }
  const double s = n * (n - 1) / 2 - tied_pairs - 2 * inversions;
  if (variance <= 0 || s == 0) {
    return 1;
  }
  return std::min(1.0, 2 * normal_upper_tail((std::abs(s) - 1) / std::sqrt(variance)));
}

std::optional<double> TwoLevel::worthwhile_repetitions(double process_cost) const {
  return between > 0 ? std::optional(std::max(1.0, std::sqrt(process_cost * within / between)))
                     : std::nullopt;
}

std::optional<TwoLevel> two_level(std::span<const std::vector<double>> processes) {
  if (processes.size() < 2 ||
      std::ranges::any_of(processes, [](const auto& repetitions) { return repetitions.size() < 2; })) {
    return std::nullopt;
  }
  TwoLevel result;
  std::vector<double> means;
  double inverse_sizes = 0;
  for (const auto& repetitions : processes) {
    result.within += variance_of(repetitions) / static_cast<double>(processes.size());
    inverse_sizes += 1 / static_cast<double>(repetitions.size());
    means.push_back(mean_of(repetitions));
  }
  result.of_means = variance_of(means);
  result.repetitions = static_cast<double>(processes.size()) / inverse_sizes;
  result.between = std::max(0.0, result.of_means - result.within / result.repetitions);
  return result;
}

}  // namespace bench_report
