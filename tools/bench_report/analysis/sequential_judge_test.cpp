// False alarms, wrong equivalences and power of comparisons that are looked at while they are measured, by
// simulation.
#include "tools/bench_report/analysis/sequential_judge.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "tools/bench_report/statistics/sequential.hpp"

namespace bench_report {
namespace {

constexpr double alpha = 0.05;
constexpr double least_effect = 0.05;

/// Rows whose noise differs, as on a shared machine, and is one-sided: nothing is faster than undisturbed.
struct Simulation {
  std::size_t rows = 60;
  double ratio = 1;                   ///< true, of all rows
  std::size_t most_samples = 64;      ///< a side
  bool spends_all_each_time = false;  ///< what must fail: alpha, again at each look
  double noise = 0.038;               ///< median of the rows' spread
};

struct Outcome {
  std::size_t comparisons = 0;
  std::size_t with_changed = 0;     ///< comparisons with a row that is called changed
  std::size_t with_equivalent = 0;  ///< and EQUIVALENT
  double changed_rows = 0;          ///< share of all rows
  double equivalent_rows = 0;
  double samples = 0;  ///< a side and row, mean
};

/// Until all rows are decided, or there are as many samples as may be.
Outcome simulate(const Simulation& setting, std::size_t comparisons, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Outcome outcome{.comparisons = comparisons};
  for (std::size_t i = 0; i < comparisons; ++i) {
    std::vector<Pair> pairs(setting.rows);
    std::vector<double> noise(setting.rows);
    std::vector<bool> open(setting.rows, true);
    for (std::size_t row = 0; row < setting.rows; ++row) {
      pairs[row].key = std::to_string(row);
      pairs[row].least_effect = least_effect;
      noise[row] = setting.noise * 1.66 * std::exp(0.69 * normal(random));
    }
    SequentialJudge judge(setting.rows, alpha, Direction::less);
    std::vector<Judgement> judgements;
    std::size_t samples = first_look(setting.rows, alpha);
    for (std::size_t look = 1; look <= most_looks; ++look, samples = next_look(samples)) {
      samples = std::min(samples, setting.most_samples);
      const bool is_last = samples == setting.most_samples;
      for (std::size_t row = 0; row < setting.rows; ++row) {
        while (open[row] && pairs[row].before.size() < samples) {
          pairs[row].before.push_back(std::exp(noise[row] * std::abs(normal(random))));
          pairs[row].after.push_back(setting.ratio * std::exp(noise[row] * std::abs(normal(random))));
        }
      }
      judgements = judge.look(pairs, setting.spends_all_each_time ? 1 : share_of_look(look, is_last));
      bool all_decided = true;
      for (std::size_t row = 0; row < setting.rows; ++row) {
        open[row] = judgements[row].verdict == Verdict::inconclusive;
        all_decided = all_decided && !open[row];
      }
      if (is_last || all_decided) {
        break;
      }
    }
    std::size_t changed = 0;
    std::size_t equivalent = 0;
    double sum = 0;
    for (std::size_t row = 0; row < setting.rows; ++row) {
      equivalent += judgements[row].verdict == Verdict::equivalent ? 1U : 0U;
      changed += judgements[row].verdict == Verdict::regressed || judgements[row].verdict == Verdict::improved
                     ? 1U
                     : 0U;
      sum += static_cast<double>(pairs[row].before.size());
    }
    const auto of_all = static_cast<double>(comparisons * setting.rows);
    outcome.with_changed += changed > 0 ? 1U : 0U;
    outcome.with_equivalent += equivalent > 0 ? 1U : 0U;
    outcome.changed_rows += static_cast<double>(changed) / of_all;
    outcome.equivalent_rows += static_cast<double>(equivalent) / of_all;
    outcome.samples += sum / of_all;
  }
  return outcome;
}

/// The exact upper limit of a share, 97.5 % one-sided (Clopper & Pearson 1934), by bisection.
double upper_limit(std::size_t hits, std::size_t trials) {
  const auto log_choose = [](double n, double k) {
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  };
  double low = 0;
  double high = 1;
  for (int i = 0; i < 60; ++i) {
    const double p = (low + high) / 2;
    double tail = 0;
    for (std::size_t k = 0; k <= hits; ++k) {
      const auto [n, x] = std::pair(static_cast<double>(trials), static_cast<double>(k));
      tail += std::exp(log_choose(n, x) + x * std::log(p) + (n - x) * std::log1p(-p));
    }
    (tail > 0.025 ? low : high) = p;
  }
  return high;
}

TEST(SequentialJudge, RarelyBlamesRowsThatDidNotChange) {
  const Outcome same = simulate({.rows = 30}, STATISTICS_COMPARISONS / 4, 1);
  EXPECT_LT(upper_limit(same.with_changed, same.comparisons), alpha) << same.with_changed;
  EXPECT_GT(same.equivalent_rows, 0.8) << "otherwise it decides too little";
}

// The worst case: all rows lie at the border of what is a change.
TEST(SequentialJudge, RarelyBlamesRowsAtTheBorderHoweverOftenItLooks) {
  const Simulation border{.rows = 6, .ratio = 1 + least_effect, .most_samples = 28};
  const Outcome outcome = simulate(border, 1500, 2);
  EXPECT_LT(upper_limit(outcome.with_changed, outcome.comparisons), alpha) << outcome.with_changed;
  EXPECT_LT(upper_limit(outcome.with_equivalent, outcome.comparisons), alpha) << outcome.with_equivalent;
  Simulation greedy = border;
  greedy.spends_all_each_time = true;
  const Outcome spoiled = simulate(greedy, 300, 2);
  EXPECT_GT(static_cast<double>(spoiled.with_changed + spoiled.with_equivalent),
            0.1 * static_cast<double>(spoiled.comparisons))
      << "looking often costs nothing here: this test tests nothing";
}

TEST(SequentialJudge, FindsChangesAndLooksLongerAtSmallOnes) {
  const constexpr std::size_t few = 5;
  const Outcome large = simulate({.ratio = 1.2}, few, 3);
  const Outcome small = simulate({.ratio = 1.1}, few, 3);
  EXPECT_GT(large.changed_rows, 0.95);
  EXPECT_GT(small.changed_rows, 0.6);
  EXPECT_GT(small.samples, 1.5 * large.samples);
}

Pair pair_of(const std::string& key, double ratio, std::size_t samples, unsigned seed = 1) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(0, 0.01);
  Pair pair{.before = {}, .after = {}, .least_effect = least_effect, .key = key};
  for (std::size_t i = 0; i < samples; ++i) {
    pair.before.push_back(std::exp(normal(random)));
    pair.after.push_back(ratio * std::exp(normal(random)));
  }
  return pair;
}

TEST(SequentialJudge, StaysWithWhatItDecided) {
  SequentialJudge judge(3, alpha, Direction::less);
  std::vector<Pair> pairs{pair_of("slower", 1.3, 10), pair_of("same", 1, 10, 2),
                          pair_of("open", 1.05, 10, 3)};
  auto judgements = judge.look(pairs, 0.1);
  EXPECT_EQ(judgements[0].verdict, Verdict::regressed);
  EXPECT_EQ(judgements[1].verdict, Verdict::equivalent);
  EXPECT_EQ(judgements[2].verdict, Verdict::inconclusive);
  // Whatever becomes of their samples; and in any order.
  pairs = {pair_of("open", 1.3, 12), pair_of("slower", 1, 12), pair_of("same", 0.5, 12)};
  judgements = judge.look(pairs, 0.1);
  EXPECT_EQ(judgements[0].verdict, Verdict::regressed);
  EXPECT_EQ(judgements[1].verdict, Verdict::regressed);
  EXPECT_NEAR(judgements[1].ratio.value(), 1.3, 0.02);
  EXPECT_EQ(judgements[2].verdict, Verdict::equivalent);
}

TEST(SequentialJudge, WithoutSamplesOfASideARowStaysOpen) {
  for (const bool has_before : {false, true}) {
    const std::vector<double> samples(10, 1.0);
    const std::vector<double> none;
    const std::vector<Pair> pairs{
        Pair{.before = has_before ? samples : none, .after = has_before ? none : samples}};
    const Judgement judgement = SequentialJudge(1, alpha, Direction::less).look(pairs, 0.1)[0];
    EXPECT_EQ(judgement.verdict, Verdict::inconclusive);
    EXPECT_FALSE(judgement.resolvable);
    EXPECT_FALSE(judgement.ratio.has_value());
  }
}

TEST(SequentialJudge, KnowsWhichDirectionIsBetter) {
  const std::vector<Pair> pairs{pair_of("row", 1.3, 10)};
  EXPECT_EQ(SequentialJudge(1, alpha, Direction::more).look(pairs, 0.1)[0].verdict, Verdict::improved);
  EXPECT_EQ(SequentialJudge(1, alpha, Direction::unknown).look(pairs, 0.1)[0].verdict, Verdict::changed);
  const std::vector<Pair> zeros{
      Pair{.before = std::vector<double>(10, 0.0), .after = std::vector<double>(10, 0.0)}};
  EXPECT_EQ(SequentialJudge(1, alpha, Direction::less).look(zeros, 0.1)[0].verdict, Verdict::equivalent);
}

// By hand: with 4 hypotheses and half of alpha to spend, p is multiplied by 8, then 6, 4, 2.
TEST(SequentialHolm, HandsOnWhatWasRejected) {
  SequentialHolm holm(4, alpha);
  EXPECT_THAT(holm.look(std::vector<double>{0.02, 0.001, 0.005, 0.03}, 0.5),
              ::testing::Pointwise(::testing::DoubleNear(1e-12), {0.08, 0.008, 0.03, 0.08}));
  EXPECT_EQ(holm.rejected(), 2U);
  // The two that are left are tested as two.
  EXPECT_NEAR(holm.look(std::vector<double>{0.01}, 0.5)[0], 0.04, 1e-12);
  EXPECT_EQ(holm.rejected(), 3U);
  EXPECT_NEAR(holm.level(0.1), alpha * 0.1, 1e-12);
}

TEST(Looks, SpendAlphaOnce) {
  double spent = 0;
  for (std::size_t look = 1; look < most_looks; ++look) {
    EXPECT_NEAR(spent + share_of_look(look, true), 1, 1e-12);
    spent += share_of_look(look, false);
  }
  EXPECT_NEAR(spent + share_of_look(most_looks, false), 1, 1e-12) << "the tenth is the last";
}

// 1 / C(16, 8) = 1/12870 for each of the rows, against a tenth of 5 %: 64 rows can be decided with 8 samples.
TEST(Looks, BeginWhereTheyCanDecideSomething) {
  EXPECT_EQ(first_look(64, alpha), 8U);
  EXPECT_EQ(first_look(65, alpha), 10U);
  EXPECT_EQ(first_look(1, alpha, 5), 6U);
  EXPECT_EQ(next_look(8), 12U);
  EXPECT_EQ(next_look(10), 16U) << "15 is odd";
}

// By hand: half as wide takes four times as many samples. 1 to a border at ln 1.05 = 0.0488; width 0.0976.
TEST(Looks, ForecastHowLongItTakes) {
  const double border = std::log(1.05);
  const Interval interval{.estimate = 1, .low = std::exp(-2 * border), .high = std::exp(2 * border)};
  EXPECT_EQ(samples_to_decide(interval, 10, 0.05, 0.025), 40U);
  EXPECT_GT(samples_to_decide(interval, 10, 0.05, 0.001).value(), 90U) << "(3.09 / 1.96)² times as many";
  EXPECT_LT(samples_to_decide(interval, 10, 0.05, 0.001).value(), 110U);
  EXPECT_FALSE(samples_to_decide({.estimate = 1.05, .low = 0.9, .high = 1.2}, 10, 0.05, 0.025));
}

}  // namespace
}  // namespace bench_report
