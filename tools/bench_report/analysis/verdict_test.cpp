// The judge.
#include "tools/bench_report/analysis/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;

// Whether a verdict can be reached.

/// Samples that all differ, `factor` apart from those of the other side.
Pair pair_of(std::size_t before, std::size_t after, double factor, double least_effect = 0.05) {
  return {.before = around(1, 1, 1e-4, before),
          .after = around(factor, 2, 1e-4, after),
          .least_effect = least_effect};
}

TEST(Judge, EquivalenceHasTwoEnds) {
  // Intervals that reach some 0.05 to either side.
  const auto verdict = [](double ratio) {
    const Pair pair{.before = around(1, 1, 0.05), .after = around(ratio, 2, 0.05), .least_effect = 0.25};
    return judge(std::vector{pair}, 0.05, Direction::less)[0].verdict;
  };
  EXPECT_EQ(verdict(0.9), Verdict::equivalent);
  EXPECT_EQ(verdict(0.82), Verdict::inconclusive) << "reaches below 1/1.25, though not below 1 - 0.25";
  EXPECT_EQ(verdict(1.15), Verdict::equivalent);
  EXPECT_EQ(verdict(1.25), Verdict::inconclusive);
}

TEST(Judge, NoMoreThanTheMinimumEffectIsEquivalent) {
  const auto verdict = [](double ratio) {
    const Pair pair{.before = std::vector<double>(12, 1.0),
                    .after = std::vector<double>(12, ratio),
                    .least_effect = 0.25};
    return judge(std::vector{pair}, 0.05, Direction::less)[0].verdict;
  };
  EXPECT_EQ(verdict(1.25), Verdict::equivalent);
  EXPECT_EQ(verdict(1 / 1.25), Verdict::equivalent);
  EXPECT_EQ(verdict(1.26), Verdict::regressed);
  EXPECT_EQ(verdict(0.79), Verdict::improved);
}

TEST(Judge, TooFewSamplesAreNotEquivalentEither) {
  // All but identical, so that nothing else stands against it: ten rows take six samples a side.
  const auto verdict = [](std::size_t samples) {
    const std::vector<Pair> pairs(10, pair_of(samples, samples, 1));
    return judge(pairs, 0.05, Direction::less)[0].verdict;
  };
  EXPECT_EQ(verdict(5), Verdict::inconclusive);
  EXPECT_EQ(verdict(6), Verdict::equivalent);
}

TEST(Judge, ImprovementsAreBeyondTheMinimumEffect) {
  const auto verdict = [](double ratio, bool more_is_better) {
    return judge(std::vector{pair_of(12, 12, ratio)}, 0.05,
                 more_is_better ? Direction::more : Direction::less)[0]
        .verdict;
  };
  EXPECT_EQ(verdict(0.97, false), Verdict::equivalent) << "less than 5 % faster";
  EXPECT_EQ(verdict(0.94, false), Verdict::improved);
  EXPECT_EQ(verdict(1.03, false), Verdict::equivalent);
  EXPECT_EQ(verdict(1.06, false), Verdict::regressed);
  EXPECT_EQ(verdict(1.06, true), Verdict::improved);
  EXPECT_EQ(verdict(0.94, true), Verdict::regressed);
}

TEST(Judge, BothSidesCountForWhatCanBeResolved) {
  // Four and twelve samples reach 2/1820, four and four 2/70.
  for (const auto& [before, after] : {std::pair(4U, 12U), {12U, 4U}}) {
    const std::vector<Pair> one{pair_of(before, after, 1)};
    EXPECT_TRUE(judge(one, 0.002, Direction::less)[0].resolvable) << before;
    EXPECT_FALSE(judge(one, 0.001, Direction::less)[0].resolvable) << before;
    const std::vector<Pair> ten(10, one[0]);
    EXPECT_TRUE(judge(ten, 0.02, Direction::less)[0].resolvable) << before;
    EXPECT_FALSE(judge(ten, 0.01, Direction::less)[0].resolvable) << before;
  }
}

TEST(Judge, AlphaItselfIsNotReached) {
  const double least = smallest_p(4, 4);
  const auto at = judge(std::vector{pair_of(4, 4, 2)}, least, Direction::less)[0];
  EXPECT_EQ(at.p, least);
  EXPECT_EQ(at.verdict, Verdict::inconclusive);
  EXPECT_FALSE(at.resolvable);
  const auto above = judge(std::vector{pair_of(4, 4, 2)}, std::nextafter(least, 1), Direction::less)[0];
  EXPECT_EQ(above.verdict, Verdict::regressed);
  EXPECT_TRUE(above.resolvable);
}

}  // namespace
}  // namespace bench_report
