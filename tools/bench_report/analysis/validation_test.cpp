// The statistics do what they promise: exact where they say exact, intervals that cover, alarms that are
// rarely false, differences that are found. Seeded: the same draws every time.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <random>

#include "tools/bench_report/analysis/verdict.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/ratio.hpp"

namespace bench_report {
namespace {

using Random = std::mt19937_64;

/// P(a draw of Bin(draws, probability) ≤ hits), in the normal approximation with continuity.
double p_at_most(double hits, double draws, double probability) {
  const double sigma = std::sqrt(draws * probability * (1 - probability));
  return 0.5 * std::erfc(-(hits + 0.5 - draws * probability) / sigma / std::sqrt(2.0));
}

/// The mean rank of y's values among all, for each choice of y's places.
double p_by_enumeration(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> all = x;
  all.insert(all.end(), y.begin(), y.end());
  const auto statistic = [&](unsigned mask) {
    double u = 0;
    for (unsigned i = 0; i < all.size(); ++i) {
      for (unsigned j = 0; (mask >> i & 1U) != 0 && j < all.size(); ++j) {
        if ((mask >> j & 1U) == 0) {
          u += all[i] > all[j] ? 1 : all[i] == all[j] ? 0.5 : 0;
        }
      }
    }
    return u;
  };
  const auto observed = statistic(((1U << y.size()) - 1U) << x.size());
  double as_clear = 0;
  double choices = 0;
  for (unsigned mask = 0; mask < (1U << all.size()); ++mask) {
    if (static_cast<std::size_t>(std::popcount(mask)) == y.size()) {
      ++choices;
      as_clear += statistic(mask) >= observed ? 1 : 0;
    }
  }
  return as_clear / choices;
}

TEST(Validation, ExactPEqualsEnumeration) {
  Random random(11);
  for (std::size_t all = 2; all <= 12; ++all) {
    for (std::size_t n = 1; n < all; ++n) {
      for (const int values : {2, 4, 1000}) {  // many ties, some, hardly any
        std::uniform_int_distribution<int> pick(1, values);
        std::vector<double> x(n);
        std::vector<double> y(all - n);
        std::ranges::generate(x, [&] { return pick(random); });
        std::ranges::generate(y, [&] { return pick(random); });
        EXPECT_NEAR(p_greater(x, y), p_by_enumeration(x, y), 1e-12) << n << " of " << all << ", " << values;
      }
    }
  }
}

struct Distribution {
  const char* name;
  std::function<double(Random&)> draw;  ///< positive
  double median;
};

const Distribution distributions[] = {
    {"normal", [](Random& r) { return std::normal_distribution<double>(100, 5)(r); }, 100},
    {"lognormal", [](Random& r) { return std::lognormal_distribution<double>(0, 1)(r); }, 1},
    // Two modes, 3 : 2; the median is where the lower one's distribution function is 5/6.
    {"bimodal",
     [](Random& r) {
       return std::uniform_real_distribution<double>()(r) < 0.6
                  ? std::normal_distribution<double>(10, 0.1)(r)
                  : std::normal_distribution<double>(20, 0.1)(r);
     },
     10.0967421566101},
    {"Pareto", [](Random& r) { return std::pow(std::uniform_real_distribution<double>()(r), -1 / 1.5); },
     std::pow(2.0, 1 / 1.5)},
};

TEST(Validation, IntervalsCover) {
  constexpr int draws = STATISTICS_DRAWS;
  constexpr double shift = 1.25;
  Random random(12);
  for (const Distribution& distribution : distributions) {
    for (const std::size_t n : {6U, 8U, 12U, 20U}) {
      int median_covered = 0;
      int ratio_covered = 0;
      std::vector<double> x(n);
      std::vector<double> y(n);
      for (int i = 0; i < draws; ++i) {
        std::ranges::generate(x, [&] { return distribution.draw(random); });
        std::ranges::generate(y, [&] { return shift * distribution.draw(random); });
        const auto of_ratio = ratio(x, y);
        ratio_covered += of_ratio->low <= shift && shift <= of_ratio->high ? 1 : 0;
        std::ranges::sort(x);
        const auto of_median = median_interval(x);
        median_covered +=
            of_median->low <= distribution.median && distribution.median <= of_median->high ? 1 : 0;
      }
      EXPECT_GT(p_at_most(median_covered, draws, 0.95), 0.001)
          << distribution.name << ", n = " << n << ": the median's interval covers " << median_covered;
      EXPECT_GT(p_at_most(ratio_covered, draws, 0.95), 0.001)
          << distribution.name << ", n = " << n << ": the ratio's interval covers " << ratio_covered;
      if (n == 8) {  // 1 − 2·P(U ≤ 13) = 0.9501: an interval that is too wide shows, too
        EXPECT_LT(p_at_most(ratio_covered, draws, 0.9501), 0.999) << distribution.name;
      }
    }
  }
}

constexpr std::size_t rows = 60;
constexpr std::size_t repetitions = 12;
constexpr double alpha = 0.05;

Pair draw_pair(Random& random, double ratio, double least_effect) {
  constexpr double sigma = 0.02;
  std::lognormal_distribution<double> noise(0, sigma);
  Pair pair{.before = std::vector<double>(repetitions),
            .after = std::vector<double>(repetitions),
            .least_effect = least_effect};
  std::ranges::generate(pair.before, [&] { return noise(random); });
  std::ranges::generate(pair.after, [&] { return ratio * noise(random); });
  return pair;
}

struct Alarms {
  double with_holm = 0;     ///< share of comparisons with a false alarm
  double without_holm = 0;  ///< if each row's p decided alone
};

/// Comparisons of rows that must not be called different.
Alarms false_alarms(double ratio, double least_effect, unsigned seed) {
  Random random(seed);
  Alarms alarms;
  for (int i = 0; i < STATISTICS_COMPARISONS; ++i) {
    std::vector<Pair> pairs;
    std::ranges::generate_n(std::back_inserter(pairs), rows,
                            [&] { return draw_pair(random, ratio, least_effect); });
    const auto judgements = judge(pairs, alpha, Direction::less);
    const auto is_alarm = [](const Judgement& row) {
      return row.verdict == Verdict::regressed || row.verdict == Verdict::improved;
    };
    const auto is_small = [](const Judgement& row) { return row.p < alpha; };
    alarms.with_holm += std::ranges::any_of(judgements, is_alarm) ? 1 : 0;
    alarms.without_holm += std::ranges::any_of(judgements, is_small) ? 1 : 0;
  }
  alarms.with_holm /= STATISTICS_COMPARISONS;
  alarms.without_holm /= STATISTICS_COMPARISONS;
  return alarms;
}

double upper_bound(double share) {
  return share + 1.645 * std::sqrt(share * (1 - share) / STATISTICS_COMPARISONS);  // 95 %
}

constexpr double allowed = STATISTICS_COMPARISONS >= 2000 ? 0.06 : 0.09;

TEST(Validation, FalseAlarmsAreRareAtTheBoundary) {
  const Alarms alarms = false_alarms(1.05, 0.05, 13);
  EXPECT_LE(upper_bound(alarms.with_holm), allowed);
  EXPECT_GT(alarms.with_holm, 0.005) << "the boundary is inside the hypothesis: alarms do occur";
  EXPECT_GT(alarms.without_holm, 0.5) << "otherwise this tests nothing";
}

TEST(Validation, FalseAlarmsAreRareAtTheOtherBoundaryToo) {
  const Alarms alarms = false_alarms(1 / 1.05, 0.05, 16);
  EXPECT_LE(upper_bound(alarms.with_holm), allowed) << "an improvement is one beyond the minimum effect";
  EXPECT_GT(alarms.with_holm, 0.005);
  EXPECT_GT(alarms.without_holm, 0.5) << "otherwise this tests nothing";
}

TEST(Validation, FalseAlarmsAreRareAmongUnchangedRows) {
  const Alarms alarms = false_alarms(1, 0, 14);
  EXPECT_LE(upper_bound(alarms.with_holm), allowed);
  EXPECT_GT(alarms.with_holm, 0.01);
  EXPECT_GT(alarms.without_holm, 0.5) << "otherwise this tests nothing";
}

TEST(Validation, TenPercentAreFound) {
  Random random(15);
  constexpr int comparisons = STATISTICS_COMPARISONS / 4;
  int found = 0;
  for (int i = 0; i < comparisons; ++i) {
    std::vector<Pair> pairs{draw_pair(random, 1.10, 0.05)};
    while (pairs.size() < rows) {
      pairs.push_back(draw_pair(random, 1, 0.05));
    }
    const auto judgements = judge(pairs, alpha, Direction::less);
    found += judgements[0].verdict == Verdict::regressed ? 1 : 0;
    for (std::size_t row = 1; row < rows; ++row) {
      EXPECT_NE(judgements[row].verdict, Verdict::regressed);
      EXPECT_NE(judgements[row].verdict, Verdict::improved);
    }
  }
  EXPECT_GE(found, 0.9 * comparisons);
}

}  // namespace
}  // namespace bench_report
