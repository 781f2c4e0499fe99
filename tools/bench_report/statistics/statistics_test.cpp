// Quantiles and ratios, against values computed by other means.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/ratio.hpp"
#include "tools/bench_report/statistics/trend.hpp"
#include "tools/bench_report/statistics/two_level.hpp"

namespace bench_report {
namespace {

// By hand from Hyndman & Fan's definition 7: h = (n − 1)·p, linear between the order statistics around h.
TEST(Quantile, IsOfTypeSeven) {
  const std::vector<double> four{1, 2, 4, 8};
  EXPECT_DOUBLE_EQ(quantile(four, 0.0), 1);
  EXPECT_DOUBLE_EQ(quantile(four, 0.05), 1.15);
  EXPECT_DOUBLE_EQ(quantile(four, 0.5), 3);
  EXPECT_DOUBLE_EQ(quantile(four, 0.95), 7.4);
  EXPECT_DOUBLE_EQ(quantile(four, 1.0), 8);
  EXPECT_DOUBLE_EQ(quantile(std::vector<double>{5}, 0.05), 5);
}

TEST(Ratio, FindsAKnownShift) {
  const std::vector<double> x{1, 2, 4, 8, 16, 32, 64, 128};
  std::vector<double> y = x;
  for (double& value : y) {
    value *= 3;
  }
  const auto found = ratio(x, y);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->estimate, 3, 1e-12);
  EXPECT_LT(found->low, 3);
  EXPECT_GT(found->high, 3);
}

TEST(Ratio, NeedsEnoughSamples) {
  EXPECT_FALSE(ratio(std::vector<double>{1, 2, 3}, std::vector<double>{1, 2, 3}))
      << "2/20 > 2.5 %: no interval";
  EXPECT_TRUE(ratio(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 2, 3, 4}))
      << "2/70 = 2.9 % on both sides";
}

/// How many of the smallest differences lie outside, by counting all orders of n + m samples.
std::size_t outside_by_enumeration(unsigned n, unsigned m, double tail) {
  std::vector<double> counts(static_cast<std::size_t>(n) * m + 1, 0);
  double total = 0;
  for (unsigned mask = 0; mask < (1U << (n + m)); ++mask) {
    if (static_cast<unsigned>(std::popcount(mask)) != n) {
      continue;
    }
    std::size_t u = 0;
    unsigned below = 0;
    for (unsigned i = 0; i < n + m; ++i) {
      if ((mask >> i & 1U) != 0) {
        u += below;
      } else {
        ++below;
      }
    }
    ++counts[u];
    ++total;
  }
  double cumulated = 0;
  std::size_t k = 0;
  while ((cumulated += counts[k]) / total <= tail) {
    ++k;
  }
  return k;
}

TEST(Ratio, ItsIntervalIsTheExactOne) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  for (unsigned n = 4; n <= 7; ++n) {
    for (unsigned m = 4; m <= 7; ++m) {
      std::vector<double> x(n);
      std::vector<double> y(m);
      std::ranges::generate(x, [&] { return std::exp(normal(random)); });
      std::ranges::generate(y, [&] { return std::exp(normal(random)); });
      std::vector<double> ratios;
      for (const double a : x) {
        for (const double b : y) {
          ratios.push_back(b / a);
        }
      }
      std::ranges::sort(ratios);
      const std::size_t k = outside_by_enumeration(n, m, 0.025);
      ASSERT_GT(k, 0U);
      const auto found = ratio(x, y);
      ASSERT_TRUE(found);
      EXPECT_NEAR(found->low, ratios[k - 1], 1e-9) << n << ' ' << m;
      EXPECT_NEAR(found->high, ratios[ratios.size() - k], 1e-9) << n << ' ' << m;
    }
  }
}

// Reference values: SciPy 1.10.1 (mannwhitneyu; binom; kendalltau's S put into the formula by hand) and
// NumPy, on these samples; the interval's k from SciPy's exact distribution of U.
const std::vector<double> permeability_a{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
const std::vector<double> permeability_b{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06001, 3.14, 1.29001};

std::vector<double> sequence(std::size_t size, double step, double shift, std::size_t period) {
  std::vector<double> values(size);
  for (std::size_t i = 0; i < size; ++i) {
    values[i] = step * static_cast<double>(i % period) + shift;
  }
  return values;
}

TEST(Ratio, OfAKnownSample) {
  const auto found = ratio(permeability_a, permeability_b);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->estimate, 0.6753846153846155, 1e-12);
  EXPECT_NEAR(found->low, 0.4174193548387097, 1e-12);
  EXPECT_NEAR(found->high, 1.265432098765432, 1e-12);
  EXPECT_DOUBLE_EQ(ratio_estimate(permeability_a, permeability_b), found->estimate);
}

/// Of the logarithms, y's less x's, of all pairs, in ascending order.
std::vector<double> all_differences(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> differences;
  for (const double a : x) {
    for (const double b : y) {
      differences.push_back(std::log(b) - std::log(a));
    }
  }
  std::ranges::sort(differences);
  return differences;
}

TEST(Ratio, OfManySamplesIsThatOfAllPairs) {
  std::mt19937 random(2);
  std::normal_distribution<double> normal;
  std::vector<double> x(150);
  std::vector<double> y(149);
  std::ranges::generate(x, [&] { return std::exp(std::round(10 * normal(random)) / 10); });  // with ties
  std::ranges::generate(y, [&] { return std::exp(normal(random)); });
  const auto differences = all_differences(x, y);
  const auto found = ratio(x, y);
  ASSERT_TRUE(found);
  EXPECT_NEAR(std::log(found->estimate), quantile(differences, 0.5), 1e-12);
  // The rank of the lower end, in the normal approximation.
  const double pairs = 150.0 * 149;
  const double rank = pairs / 2 - 1.959963984540054 * std::sqrt(pairs * 300 / 12) - 0.5;
  EXPECT_NEAR(std::log(found->low), differences[static_cast<std::size_t>(rank)], 1e-12);
}

TEST(PGreater, OfKnownSamples) {
  EXPECT_NEAR(p_greater(permeability_a, permeability_b), 0.9432538050185106, 1e-12);
  EXPECT_NEAR(p_greater(permeability_b, permeability_a), 0.06795557383792677, 1e-12);
  EXPECT_NEAR(p_greater(sequence(12, 1, 1, 12), sequence(12, 1, 4.5, 12)), 0.01936056943460363, 1e-12);
  const auto forty = sequence(40, 1, 0, 40);
  const auto fifty = sequence(50, 1.03, 4.26, 50);
  EXPECT_NEAR(p_greater(forty, fifty), 0.0009108866378722957, 1e-12);
  EXPECT_NEAR(p_greater(fifty, forty), 0.9991150657979878, 1e-12);
}

TEST(PGreater, OfLargeSamplesIsNormal) {
  EXPECT_NEAR(p_greater(sequence(60, 1, 0, 60), sequence(55, 1, 7.5, 55)), 0.06424189613875211, 1e-12);
  EXPECT_NEAR(p_greater(sequence(30, 1, 0, 7), sequence(60, 1, 0, 9)), 0.0412128426430641, 1e-12) << "ties";
  EXPECT_EQ(p_greater(std::vector<double>(60, 1.0), std::vector<double>(60, 1.0)), 1);
}

/// P(U ≤ u) by the recursion of Mann & Whitney, which only ever adds.
double cumulated_by_recursion(std::size_t n, std::size_t m, std::size_t u) {
  // ways[j][s]: j of the ranks seen so far chosen, u-statistic s.
  std::vector<std::vector<double>> ways(n + 1, std::vector<double>(n * m + 1, 0));
  ways[0][0] = 1;
  for (std::size_t rank = 1; rank <= n + m; ++rank) {
    for (std::size_t j = std::min(rank, n); j > 0; --j) {
      const std::size_t below = rank - j;  // of the other sample, at most m
      for (std::size_t s = below; below <= m && s <= n * m; ++s) {
        ways[j][s] += ways[j - 1][s - below];
      }
    }
  }
  double tail = 0;
  double all = 0;
  for (std::size_t s = 0; s <= n * m; ++s) {
    all += ways[n][s];
    tail += s <= u ? ways[n][s] : 0;
  }
  return tail / all;
}

TEST(PGreater, IsExactForTheLargestSamplesToo) {
  EXPECT_NEAR(cumulated_by_recursion(50, 50, 900) / 0.007761972615356094, 1, 1e-9) << "SciPy's value";
  const auto low = sequence(50, 1, 0.5, 50);
  for (const std::size_t shift : {1U, 6U, 12U, 20U, 35U, 49U, 50U}) {
    // y_j lies above min(50, j + shift) of x.
    const auto high = sequence(50, 1, static_cast<double>(shift), 50);
    std::size_t u = 0;
    for (std::size_t j = 0; j < 50; ++j) {
      u += std::min<std::size_t>(50, j + shift);
    }
    const double expected = cumulated_by_recursion(50, 50, 2500 - u);
    EXPECT_NEAR(p_greater(low, high) / expected, 1, 1e-9) << shift;
  }
}

TEST(MedianInterval, ItsRanksAreThoseOfTheBinomialDistribution) {
  for (const auto& [n, k] : {std::pair(6, 1), {8, 1}, {9, 2}, {12, 3}, {20, 6}, {30, 10}}) {
    const auto found = median_interval(sequence(static_cast<std::size_t>(n), 1, 1, 99));
    ASSERT_TRUE(found) << n;
    EXPECT_EQ(found->low, k) << n;
    EXPECT_EQ(found->high, n + 1 - k) << n;
    EXPECT_EQ(found->estimate, (n + 1) / 2.0) << n;
  }
  EXPECT_FALSE(median_interval(sequence(5, 1, 1, 99)));
  EXPECT_FALSE(median_interval({}));
}

// By hand, from Holm's paper: 0.01·4, 0.02·3, then never less than the one before.
TEST(Holm, StepsDown) {
  EXPECT_EQ(holm(std::vector<double>{0.03, 0.01, 0.02, 0.5}), (std::vector<double>{0.06, 0.04, 0.06, 0.5}));
  EXPECT_EQ(holm(std::vector<double>{0.6, 0.9}), (std::vector<double>{1, 1}));
  EXPECT_TRUE(holm({}).empty());
}

// C(10, 5) = 252, C(12, 6) = 924, C(14, 7) = 3432, C(18, 9) = 48620.
TEST(Resolution, IsTheSmallestTwoSidedP) {
  EXPECT_NEAR(smallest_p(5, 5), 2.0 / 252, 1e-12);
  EXPECT_NEAR(smallest_p(1, 8), 2.0 / 9, 1e-12);
  EXPECT_NEAR(smallest_p(1, 1), 1, 1e-12);
  EXPECT_EQ(samples_to_resolve(1, 0.05), 4U);
  EXPECT_EQ(samples_to_resolve(10, 0.05), 6U) << "10 · 2/252 = 0.079 is too much, 10 · 2/924 = 0.022 is not";
  EXPECT_EQ(samples_to_resolve(60, 0.05), 7U);
  EXPECT_EQ(samples_to_resolve(500, 0.05), 9U);
}

TEST(Drift, OfKnownSequences) {
  const std::vector<double> rising{3.1, 3.0, 3.2, 3.4, 3.3, 3.5, 3.5, 3.6, 3.9, 3.7, 4.0, 3.8};
  EXPECT_NEAR(p_of_drift(rising), 0.00020590905178673156, 1e-12) << "S = 55, one tie";
  std::vector<double> falling(rising.rbegin(), rising.rend());
  EXPECT_NEAR(p_of_drift(falling), 0.00020590905178673156, 1e-12);
  EXPECT_GT(p_of_drift(std::vector<double>{1, 5, 2, 6, 1.5, 5.5, 2.5, 4.5, 3, 3.5}), 0.5);
  EXPECT_EQ(p_of_drift(std::vector<double>(12, 7.0)), 1);
}

// By hand: variances 2 and 8 within, means 2 and 8.
TEST(TwoLevel, SeparatesProcessesFromRepetitions) {
  const auto found = two_level(std::vector<std::vector<double>>{{1, 3}, {6, 10}});
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->within, 5);
  EXPECT_DOUBLE_EQ(found->of_means, 18);
  EXPECT_DOUBLE_EQ(found->between, 15.5);
  EXPECT_DOUBLE_EQ(found->worthwhile_repetitions(31).value(), std::sqrt(10));
  EXPECT_DOUBLE_EQ(found->worthwhile_repetitions(1).value(), 1) << "never less than one";
  const auto none = two_level(std::vector<std::vector<double>>{{1, 3}, {2, 2}});
  EXPECT_EQ(none->between, 0);
  EXPECT_FALSE(none->worthwhile_repetitions(31)) << "more processes bring nothing";
  EXPECT_FALSE(two_level(std::vector<std::vector<double>>{{1, 3}, {2}}));
  EXPECT_FALSE(two_level(std::vector<std::vector<double>>{{1, 3}}));
}

/// One-sided p in the normal approximation, with continuity; `ties` is Σ (t³ − t) over groups of equal
/// values.
double normal_p(double u, double n, double m, double ties = 0) {
  const double variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
  return 0.5 * std::erfc((u - n * m / 2 - 0.5) / std::sqrt(variance) / std::sqrt(2.0));
}

TEST(PGreater, IsExactUpTo2500Pairs) {
  // y_j lies above all of x, but for the last three of y's, which lie below all: U = 3·57 of 180 pairs.
  std::vector<double> y = sequence(57, 1, 100, 57);
  const std::vector<double> low{-1, -2, -3};
  y.insert(y.end(), low.begin(), low.end());
  const double exact = cumulated_by_recursion(3, 60, 180 - 171);
  EXPECT_NEAR(p_greater(std::vector<double>{1, 2, 3}, y) / exact, 1, 1e-9);
  EXPECT_GT(std::abs(normal_p(171, 3, 60) / exact - 1), 0.01) << "otherwise this tests nothing";
  // y is x, shifted by half a step less than 12: y_j lies above min(size, j + 12) of x.
  const auto u_of_shifted = [](std::size_t n, std::size_t m) {
    std::size_t u = 0;
    for (std::size_t j = 0; j < m; ++j) {
      u += std::min(n, j + 12);
    }
    return u;
  };
  const auto x = sequence(51, 1, 0.5, 51);
  EXPECT_NEAR(p_greater(x, sequence(50, 1, 12, 50)),
              normal_p(static_cast<double>(u_of_shifted(51, 50)), 51, 50), 1e-12)
      << "2,550 pairs";
  EXPECT_NEAR(
      p_greater(x, sequence(49, 1, 12, 49)) / cumulated_by_recursion(49, 51, 49 * 51 - u_of_shifted(51, 49)),
      1, 1e-9)
      << "2,499 pairs";
}

/// P(X ≥ hits), X of the hypergeometric distribution: so many of y's `m` values are among the `high` ones of
/// `all`.
double hypergeometric_tail(int hits, int m, int high, int all) {
  const auto log_choose = [](int n, int k) {
    return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
  };
  double tail = 0;
  for (int k = hits; k <= std::min(m, high); ++k) {
    tail += std::exp(log_choose(high, k) + log_choose(all - high, m - k) - log_choose(all, m));
  }
  return tail;
}

/// `high` twos behind ones.
std::vector<double> ones_and_twos(std::size_t size, std::size_t high) {
  std::vector<double> values(size, 1.0);
  std::fill(values.end() - static_cast<std::ptrdiff_t>(high), values.end(), 2.0);
  return values;
}

TEST(PGreater, WithTiesIsExactUpToTwentyFiveASide) {
  // Of two values, which choice of y's places is as clear depends only on how many twos it has.
  const auto normal = [](double n, double m, double twos_of_x, double twos_of_y) {
    const double twos = twos_of_x + twos_of_y;
    const double ones = n + m - twos;
    const double u =
        twos_of_y * (n - twos_of_x) + 0.5 * (twos_of_y * twos_of_x + (m - twos_of_y) * (n - twos_of_x));
    return normal_p(u, n, m, twos * twos * twos - twos + ones * ones * ones - ones);
  };
  const double exact = hypergeometric_tail(12, 25, 17, 50);
  EXPECT_NEAR(p_greater(ones_and_twos(25, 5), ones_and_twos(25, 12)), exact, 1e-12);
  EXPECT_GT(std::abs(normal(25, 25, 5, 12) / exact - 1), 0.01) << "otherwise this tests nothing";
  EXPECT_NEAR(p_greater(ones_and_twos(26, 5), ones_and_twos(26, 12)), normal(26, 26, 5, 12), 1e-12);
  EXPECT_NEAR(p_greater(ones_and_twos(25, 5), ones_and_twos(26, 12)), normal(25, 26, 5, 12), 1e-12);
  EXPECT_NEAR(p_greater(ones_and_twos(26, 5), ones_and_twos(25, 12)), normal(26, 25, 5, 12), 1e-12);
}

TEST(Ratio, TheNormalIntervalsRankHasAContinuityCorrection) {
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  // 986.4 of the ranks lie below with 51 and 50 samples, less 0.5 are 985.9; with 150 and 149, 9709.9 and
  // 9709.4: without the 0.5, the first interval would end elsewhere; with 1 instead, the second.
  for (const auto& [n, m] : {std::pair(51, 50), {150, 149}}) {
    const double pairs = static_cast<double>(n) * m;
    const double rank = pairs / 2 - 1.959963984540054 * std::sqrt(pairs * (n + m + 1) / 12);
    const auto k = static_cast<std::size_t>(rank - 0.5) + 1;
    std::vector<double> x(static_cast<std::size_t>(n));
    std::vector<double> y(static_cast<std::size_t>(m));
    std::ranges::generate(x, [&] { return std::exp(normal(random)); });
    std::ranges::generate(y, [&] { return std::exp(normal(random)); });
    const auto differences = all_differences(x, y);
    EXPECT_GT(differences[k] - differences[k - 1], 1e-9) << "otherwise this tests nothing";
    EXPECT_GT(differences[k - 1] - differences[k - 2], 1e-9) << "otherwise this tests nothing";
    const auto found = ratio(x, y);
    ASSERT_TRUE(found);
    EXPECT_NEAR(std::log(found->low), differences[k - 1], 1e-12) << n << ' ' << m;
    EXPECT_NEAR(std::log(found->high), differences[differences.size() - k], 1e-12) << n << ' ' << m;
  }
}

TEST(Resolution, IsReckonedAsTheTestReckons) {
  EXPECT_NEAR(smallest_p(3, 60) * 39711 / 2, 1, 1e-9) << "C(63, 3) = 39711: 180 pairs are exact";
  EXPECT_NEAR(smallest_p(3, 900) / (2 * normal_p(2700, 3, 900)), 1, 1e-9) << "2,700 pairs are not";
  EXPECT_NEAR(smallest_p(900, 3), smallest_p(3, 900), 1e-15);
}

// By hand: variances 2 and 8 within; the means are 2 and 7, their variance 12.5; 1/r = (1/2 + 1/6)/2 = 1/3.
TEST(TwoLevel, TakesTheHarmonicMeanOfUnequalNumbers) {
  const double spread = std::sqrt(8.0 * 5 / 6);
  const auto found = two_level(std::vector<std::vector<double>>{
      {1, 3}, {7 - spread, 7 - spread, 7 - spread, 7 + spread, 7 + spread, 7 + spread}});
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->within, 5);
  EXPECT_DOUBLE_EQ(found->of_means, 12.5);
  EXPECT_DOUBLE_EQ(found->repetitions, 3);
  EXPECT_DOUBLE_EQ(found->between, 12.5 - 5.0 / 3);
}

}  // namespace
}  // namespace bench_report
