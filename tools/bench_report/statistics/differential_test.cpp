// Statistics against second implementations, as straightforward as they can be, on random samples with and
// without ties, at the sizes where methods switch.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/ratio.hpp"
#include "tools/bench_report/statistics/trend.hpp"

namespace bench_report {
namespace {

using Sample = std::vector<double>;

class Draw {
 public:
  /// Between them, both included.
  std::size_t size(std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(least, most)(random_);
  }
  double number() { return std::uniform_real_distribution<double>(0.5, 2)(random_); }
  /// Of that many distinct values; 0: without ties.
  Sample sample(std::size_t size, std::size_t values) {
    Sample drawn(size);
    std::ranges::generate(
        drawn, [&] { return values == 0 ? number() : static_cast<double>(this->size(1, values)) / 4; });
    return drawn;
  }

 private:
  std::mt19937_64 random_{19};
};

/// Twice U: for each pair 2 where y is larger, 1 where they are equal.
std::size_t twice_u(const Sample& x, const Sample& y) {
  std::size_t twice = 0;
  for (const double a : x) {
    for (const double b : y) {
      twice += b > a ? 2U : b == a ? 1U : 0U;
    }
  }
  return twice;
}

/// How many of each value there are in both samples.
std::map<double, std::size_t> groups_of(const Sample& x, const Sample& y) {
  std::map<double, std::size_t> groups;
  for (const Sample* const sample : {&x, &y}) {
    for (const double value : *sample) {
      ++groups[value];
    }
  }
  return groups;
}

double choose(std::size_t n, std::size_t k) {
  double ways = 1;
  for (std::size_t i = 1; i <= k; ++i) {
    ways = ways * static_cast<double>(n - k + i) / static_cast<double>(i);
  }
  return ways;
}

/// P(U ≥ the one observed), value by value: how many ways there are for y to have j of those that are equal.
double exact_p(const Sample& x, const Sample& y) {
  std::map<std::pair<std::size_t, std::size_t>, double> ways{{{0, 0}, 1}};  // those of y so far, twice U
  std::size_t seen = 0;
  for (const auto& [value, size] : groups_of(x, y)) {
    std::map<std::pair<std::size_t, std::size_t>, double> more;
    for (const auto& [state, count] : ways) {
      for (std::size_t j = 0; j <= std::min(size, y.size() - state.first); ++j) {
        const std::size_t x_below = seen - state.first;
        more[{state.first + j, state.second + j * (2 * x_below + (size - j))}] += count * choose(size, j);
      }
    }
    ways = std::move(more);
    seen += size;
  }
  double tail = 0;
  double all = 0;
  for (const auto& [state, count] : ways) {
    if (state.first == y.size()) {
      all += count;
      tail += state.second >= twice_u(x, y) ? count : 0;
    }
  }
  return tail / all;
}

/// Every choice of y among all values, one by one.
double p_by_permutations(const Sample& x, const Sample& y) {
  Sample all = x;
  all.insert(all.end(), y.begin(), y.end());
  std::vector<bool> is_y(all.size(), false);
  std::fill(is_y.end() - static_cast<std::ptrdiff_t>(y.size()), is_y.end(), true);
  double tail = 0;
  double choices = 0;
  do {
    Sample one;
    Sample other;
    for (std::size_t i = 0; i < all.size(); ++i) {
      (is_y[i] ? other : one).push_back(all[i]);
    }
    tail += twice_u(one, other) >= twice_u(x, y) ? 1 : 0;
    ++choices;
  } while (std::next_permutation(is_y.begin(), is_y.end()));
  return tail / choices;
}

double normal_p(const Sample& x, const Sample& y) {
  const auto n = static_cast<double>(x.size());
  const auto m = static_cast<double>(y.size());
  double ties = 0;
  for (const auto& [value, size] : groups_of(x, y)) {
    ties += std::pow(static_cast<double>(size), 3) - static_cast<double>(size);
  }
  const double variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
  const double z = (static_cast<double>(twice_u(x, y)) / 2 - n * m / 2 - 0.5) / std::sqrt(variance);
  return std::erfc(z / std::sqrt(2.0)) / 2;
}

TEST(Differential, PByPermutations) {
  Draw draw;
  for (int i = 0; i < 400; ++i) {
    const std::size_t values = draw.size(0, 4);
    const Sample x = draw.sample(draw.size(1, 5), values);
    const Sample y = draw.sample(draw.size(1, 5), values);
    EXPECT_NEAR(p_greater(x, y), p_by_permutations(x, y), 1e-12);
    EXPECT_NEAR(exact_p(x, y), p_by_permutations(x, y), 1e-12) << "the second implementation itself";
  }
}

TEST(Differential, PWithTiesUpTo25AndBeyond) {
  Draw draw;
  for (int i = 0; i < 60; ++i) {
    const std::size_t n = draw.size(1, 27);
    const std::size_t m = i % 3 == 0 ? 25 : i % 3 == 1 ? 26 : draw.size(1, 27);
    const Sample x = draw.sample(n, 5);
    const Sample y = draw.sample(m, 5);
    if (groups_of(x, y).size() > 1 && n + m > 5) {
      EXPECT_NEAR(p_greater(x, y), n <= 25 && m <= 25 ? exact_p(x, y) : normal_p(x, y), 1e-11)
          << n << ", " << m;
    }
  }
}

TEST(Differential, PWithoutTiesUpTo2500PairsAndBeyond) {
  Draw draw;
  for (const auto& [n, m] : std::vector<std::pair<std::size_t, std::size_t>>{
           {50, 51}, {51, 50}, {26, 97}, {3, 834}, {1, 2501}, {60, 60}}) {
    const Sample x = draw.sample(n, 0);
    const Sample y = draw.sample(m, 0);
    EXPECT_NEAR(p_greater(x, y), normal_p(x, y), 1e-12) << n << ", " << m;
  }
  for (const auto& [n, m] :
       std::vector<std::pair<std::size_t, std::size_t>>{{26, 7}, {7, 26}, {12, 12}, {1, 40}, {2, 60}}) {
    const Sample x = draw.sample(n, 0);
    const Sample y = draw.sample(m, 0);
    EXPECT_NEAR(p_greater(x, y), exact_p(x, y), 1e-12) << n << ", " << m;
  }
  EXPECT_EQ(p_greater(Sample(30, 1.0), Sample(30, 1.0)), 1) << "no spread at all";
}

TEST(Differential, HolmByItsDefinition) {
  Draw draw;
  for (int i = 0; i < 2000; ++i) {
    Sample p = draw.sample(draw.size(0, 12), draw.size(0, 6));
    for (double& value : p) {
      value = std::min(1.0, value / 8);
    }
    const auto adjusted = holm(p);
    ASSERT_EQ(adjusted.size(), p.size());
    for (std::size_t k = 0; k < p.size(); ++k) {
      double largest = 0;
      for (const double other : p) {
        const auto at_least = std::ranges::count_if(p, [&](double value) { return value >= other; });
        largest = std::max(largest, other <= p[k] ? std::min(1.0, other * static_cast<double>(at_least)) : 0);
      }
      EXPECT_DOUBLE_EQ(adjusted[k], largest);
    }
  }
}

TEST(Differential, QuantilesBetweenTheTwoNearest) {
  Draw draw;
  for (int i = 0; i < 3000; ++i) {
    Sample sample = draw.sample(draw.size(1, 30), draw.size(0, 3));
    std::ranges::sort(sample);
    const double p = i % 5 == 0 ? static_cast<double>(i % 3) / 2 : (draw.number() - 0.5) / 1.5;
    const double h = p * static_cast<double>(sample.size() - 1);
    const double below = sample[static_cast<std::size_t>(std::floor(h))];
    const double above = sample[static_cast<std::size_t>(std::ceil(h))];
    EXPECT_NEAR(quantile(sample, p), below + (h - std::floor(h)) * (above - below), 1e-12);
    std::ranges::reverse(sample);
    EXPECT_NEAR(median(sample), (sample[(sample.size() - 1) / 2] + sample[sample.size() / 2]) / 2, 1e-12);
  }
}

TEST(Differential, MedianIntervalsByBinomialSums) {
  for (std::size_t n = 1; n <= 120; ++n) {
    Sample sorted(n);
    for (std::size_t i = 0; i < n; ++i) {
      sorted[i] = static_cast<double>(i + 1);
    }
    for (const double confidence : {0.5, 0.9, 0.95, 0.99, 0.999}) {
      std::size_t k = 0;
      double cumulated = std::exp2(-static_cast<double>(n));
      while (cumulated <= (1 - confidence) / 2) {
        ++k;
        cumulated += choose(n, k) * std::exp2(-static_cast<double>(n));
      }
      const auto interval = median_interval(sorted, confidence);
      ASSERT_EQ(interval.has_value(), k > 0) << n;
      if (k > 0) {
        EXPECT_EQ(interval->low, static_cast<double>(k)) << n;
        EXPECT_EQ(interval->high, static_cast<double>(n + 1 - k)) << n;
        EXPECT_EQ(interval->estimate, static_cast<double>(n + 1) / 2);
      }
    }
  }
}

/// How many of the smallest quotients lie outside: U's numbers of ways by their recursion, or the normal
/// distribution.
std::size_t outside(std::size_t n, std::size_t m, double tail, double z) {
  if (n * m > 2500) {
    const auto pairs = static_cast<double>(n * m);
    const double sigma = std::sqrt(pairs * static_cast<double>(n + m + 1) / 12);
    return static_cast<std::size_t>(std::max(0.0, std::floor(pairs / 2 - z * sigma - 0.5) + 1));
  }
  // ways[j][u]: of the samples of i and j, i growing.
  std::vector<Sample> ways(m + 1, Sample(n * m + 1, 0));
  for (std::size_t j = 0; j <= m; ++j) {
    ways[j][0] = 1;
  }
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 1; j <= m; ++j) {
      for (std::size_t u = n * m + 1; u-- > 0;) {
        ways[j][u] = (u >= j ? ways[j][u - j] : 0) + ways[j - 1][u];
      }
    }
  }
  double cumulated = 0;
  std::size_t k = 0;
  while ((cumulated += ways[m][k]) <= tail * choose(n + m, m)) {
    ++k;
  }
  return k;
}

TEST(Differential, RatiosByAllPairs) {
  Draw draw;
  const std::vector<std::pair<double, double>> confidences{
      {0.9, 1.6448536269514722}, {0.95, 1.959963984540054}, {0.99, 2.5758293035489004}};
  std::vector<std::pair<std::size_t, std::size_t>> sizes{{50, 50},   {50, 51},  {100, 100}, {100, 101},
                                                         {101, 100}, {2, 2000}, {1, 60}};
  for (int i = 0; i < 300; ++i) {
    sizes.emplace_back(draw.size(1, 14), draw.size(1, 14));
  }
  for (const auto& [n, m] : sizes) {
    const std::size_t values = draw.size(0, 1) * 9;
    const Sample x = draw.sample(n, values);
    const Sample y = draw.sample(m, values);
    Sample quotients;
    for (const double a : x) {
      for (const double b : y) {
        quotients.push_back(b / a);
      }
    }
    std::ranges::sort(quotients);
    const std::size_t pairs = quotients.size();
    const double middle = std::sqrt(quotients[(pairs - 1) / 2] * quotients[pairs / 2]);
    EXPECT_NEAR(ratio_estimate(x, y), middle, 1e-12 * middle) << n << ", " << m;
    const auto& [confidence, z] = confidences[draw.size(0, 2)];
    const std::size_t k = outside(n, m, (1 - confidence) / 2, z);
    const auto found = ratio(x, y, confidence);
    ASSERT_EQ(found.has_value(), k > 0) << n << ", " << m;
    if (k > 0) {
      EXPECT_NEAR(found->estimate, middle, 1e-12 * middle);
      EXPECT_NEAR(found->low, quotients[k - 1], 1e-12 * middle) << n << ", " << m;
      EXPECT_NEAR(found->high, quotients[pairs - k], 1e-12 * quotients.back()) << n << ", " << m;
    }
  }
  EXPECT_FALSE(ratio({}, Sample{1}));
  EXPECT_FALSE(ratio(Sample{1}, {}));
}

TEST(Differential, DriftByAllPairs) {
  Draw draw;
  for (int i = 0; i < 1000; ++i) {
    const Sample sequence = draw.sample(draw.size(1, 30), draw.size(0, 5));
    const auto n = static_cast<double>(sequence.size());
    double s = 0;
    for (std::size_t a = 0; a < sequence.size(); ++a) {
      for (std::size_t b = a + 1; b < sequence.size(); ++b) {
        s += sequence[b] > sequence[a] ? 1 : sequence[b] < sequence[a] ? -1 : 0;
      }
    }
    double variance = n * (n - 1) * (2 * n + 5);
    for (const auto& [value, size] : groups_of(sequence, {})) {
      const auto t = static_cast<double>(size);
      variance -= t * (t - 1) * (2 * t + 5);
    }
    const double z = (std::abs(s) - 1) / std::sqrt(variance / 18);
    EXPECT_NEAR(p_of_drift(sequence), s == 0 ? 1 : std::min(1.0, std::erfc(z / std::sqrt(2.0))), 1e-12);
  }
}

}  // namespace
}  // namespace bench_report
