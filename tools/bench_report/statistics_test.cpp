// Quantiles and ratios, against values computed by other means.
#include "tools/bench_report/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

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

}  // namespace
}  // namespace bench_report
