// Calibrating, and comparing above the noise.
#include "tools/bench_report/analysis/calibrate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/verdict.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

/// Runs of one commit: processes lie `sigma` apart.
std::vector<bench_report::Run> processes(std::size_t count, double center, double sigma, unsigned seed) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> process(0, sigma);
  std::vector<bench_report::Run> runs;
  for (std::size_t i = 0; i < count; ++i) {
    const double time = center * process(random);
    runs.push_back(test::run({test::row("noisy/N:1/real_time", {time, 1.01 * time, 1.02 * time})}));
  }
  return runs;
}

/// Files of one row that took these times.
std::vector<bench_report::Run> files(const std::vector<double>& times, const std::string& name = "a") {
  std::vector<bench_report::Run> runs;
  for (const double time : times) {
    runs.push_back(test::run({test::row(name, {time})}));
  }
  return runs;
}

TEST(Calibrate, TheFloorIsTheNinetyNinthPercentileOverPairs) {
  std::vector<bench_report::Run> runs;
  for (const double exponent : {0.0, 1.0, 3.0}) {
    runs.push_back(test::run({test::row("a", {std::exp(exponent), 100})}));
  }
  // |ln| of the three pairs: 1, 2, 3; by type 7 the quantile lies at 2 + 0.98.
  const auto result = calibrate(runs, {});
  ASSERT_EQ(result.floor.rows.size(), 1U);
  EXPECT_NEAR(result.floor.rows[0].floor, 2.98, 1e-12);
  EXPECT_NEAR(floor_of(result.floor.rows[0], 1, 1), 2.98, 1e-12) << "single processes need no resampling";
  EXPECT_THAT(result.warnings, Contains(HasSubstr("3 runs are few")));
}

TEST(Calibrate, MoreProcessesHaveALowerFloor) {
  const auto floor = calibrate(processes(16, 1, 0.05, 1), {}).floor;
  const FloorRow& row = floor.rows.at(0);
  const double of_one = floor_of(row, 1, 1);
  const double of_sixteen = floor_of(row, 16, 16);
  EXPECT_LT(of_sixteen, of_one / 2) << "a mean of 16 spreads by a quarter";
  EXPECT_GT(of_sixteen, of_one / 8);
  EXPECT_LT(of_sixteen, floor_of(row, 4, 4));
  EXPECT_EQ(of_sixteen, floor_of(row, 16, 16)) << "seeded";
}

TEST(Calibrate, RowsThatFailOrAppearOnceHaveNoFloor) {
  auto runs = processes(2, 1, 0.05, 1);
  runs[0].rows.push_back(test::row("once", {1}));
  runs[0].rows.push_back(test::row("zero", {0}));
  runs[1].rows.push_back(test::row("zero", {0}));
  const auto result = calibrate(runs, {});
  EXPECT_EQ(result.floor.rows.size(), 1U);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("once, zero")));
  EXPECT_THROW(calibrate({runs[0]}, {}), UnusableInput);
  runs[1].context["commit"] = "2";
  runs[0].context["commit"] = "1";
  EXPECT_THROW(calibrate(runs, {}), UnusableInput) << "two commits";
  CalibrateOptions options;
  options.force = true;
  EXPECT_NO_THROW(calibrate(runs, options));
}

TEST(CompareAboveAFloor, TheLargerOfFloorAndMinimumEffectCounts) {
  const auto floor = calibrate(processes(16, 1, 0.05, 4), {}).floor;
  const auto before = processes(16, 1, 0.001, 5);
  const auto after = processes(16, 1.06, 0.001, 6);
  EXPECT_EQ(compare(before, after, {}).rows[0].verdict, Verdict::regressed) << "6 % are more than 5 %";
  CompareOptions options;
  options.floor = &floor;
  const auto above = compare(before, after, options);
  EXPECT_NEAR(above.rows[0].least_effect,
              std::expm1(std::max(std::log(1.05), floor_of(floor.rows[0], 16, 16))), 1e-12);
  options.least_effect = 0.001;
  const auto noisy = compare(before, processes(16, 1.01, 0.001, 6), options);
  EXPECT_NEAR(noisy.rows[0].least_effect, std::expm1(floor_of(floor.rows[0], 16, 16)), 1e-12);
  EXPECT_NE(noisy.rows[0].verdict, Verdict::regressed)
      << "1 % is less than such processes lie apart by chance";
  options.floor = nullptr;
  EXPECT_EQ(compare(before, processes(16, 1.01, 0.001, 6), options).rows[0].verdict, Verdict::regressed);
}

TEST(CompareAboveAFloor, SaysWhichRowsHaveNone) {
  const auto floor = calibrate(processes(16, 1, 0.05, 4), {}).floor;
  CompareOptions options;
  options.floor = &floor;
  const auto other = test::run({test::row("other", {1, 2, 3, 4, 5, 6})});
  EXPECT_THAT(compare({other}, {other}, options).warnings,
              Contains(HasSubstr("1 of 1 row has no noise floor")));
  options.metric = "cpu_time";
  EXPECT_THROW(compare({other}, {other}, options), std::invalid_argument);
}

TEST(Calibrate, TheBestOfARateIsTheMaximum) {
  std::vector<bench_report::Run> runs;
  for (const double best : {10.0, 20.0}) {
    auto row = test::row("a", {1, 1, 1});
    row.counters["items_per_second"] = {1, best, 2};
    runs.push_back(test::run({row}));
  }
  CalibrateOptions options;
  options.metric = "items_per_second";
  EXPECT_EQ(calibrate(runs, options).floor.rows.at(0).samples, (std::vector<double>{10, 20}));
  options.per_process = PerProcess::median;
  EXPECT_EQ(calibrate(runs, options).floor.rows.at(0).samples, (std::vector<double>{2, 2}));
}

TEST(Calibrate, NamesRowsThatTooFewRunsHave) {
  auto runs = processes(12, 1, 0.05, 1);
  for (std::size_t i = 0; i < 12; ++i) {
    if (i < 10) {
      runs[i].rows.push_back(test::row("in ten", {1}));
    }
    if (i < 9) {
      runs[i].rows.push_back(test::row("in nine", {1}));
    }
  }
  EXPECT_THAT(calibrate(runs, {}).warnings,
              ElementsAre("in fewer than 10 runs, which the 99th percentile wants: in nine"));
  EXPECT_EQ(calibrate(runs, {}).rows.size(), 3U) << "it has a floor nevertheless";
}

TEST(Calibrate, RowsThatFailedAreLeftOutForThat) {
  auto runs = processes(12, 1, 0.05, 1);
  for (auto& run : runs) {
    run.rows.push_back(test::row("sometimes", {1}));
    run.rows.push_back(test::row("zero", {0}));
  }
  runs[7].rows[1].real_time.clear();
  runs[7].rows[1].error = "a worker died";
  const auto result = calibrate(runs, {});
  EXPECT_EQ(result.rows.size(), 1U);
  EXPECT_THAT(result.warnings, ElementsAre("no floor, since they failed in some run: sometimes",
                                           "no floor, for want of positive samples in two runs: zero"));
}

TEST(Calibrate, TellsWhatSpoilsTheRuns) {
  auto runs = processes(12, 1, 0.05, 1);
  runs[1].processors = 2;
  runs[1].load_average = {3.5, 0, 0};
  runs[2].context["interrupted"] = "true";
  runs[3].context["interrupted"] = "true";
  runs[4].warnings = {"a warning of the reader"};
  EXPECT_THAT(calibrate(runs, {}).warnings,
              ElementsAre("made.json: a warning of the reader", HasSubstr("2 of 12 runs were interrupted"),
                          AllOf(HasSubstr("in 1 of 12 files the load average"), HasSubstr("up to 3.5"))));
}

// Of twenty samples one lies e times above the others. One process has it with probability 1/20; of two, the
// estimate lies halfway (on the logarithm's scale) when one of them has it.
TEST(FloorOf, IsTheNinetyNinthPercentileOfResamplesToo) {
  FloorRow row{.name = parse_name("a"), .samples = std::vector<double>(20, 1.0), .floor = 7};
  row.samples[4] = std::exp(1.0);
  EXPECT_EQ(floor_of(row, 1, 1), 7);
  // P(1 or more) = 0.047, P(0.5 or more) = 0.14.
  EXPECT_NEAR(floor_of(row, 1, 2), 1, 1e-9);
  EXPECT_NEAR(floor_of(row, 2, 1), 1, 1e-9);
}

TEST(CompareAboveAFloor, RepetitionsOfOneProcessAreOneProcess) {
  const auto floor = calibrate(processes(16, 1, 0.5, 4), {}).floor;
  const FloorRow& row = floor.rows.at(0);
  CompareOptions options;
  options.floor = &floor;
  const std::vector<double> times{1.00, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08, 1.09, 1.10, 1.11};
  const auto one = test::run({test::row("noisy/N:1/real_time", times)});
  const auto result = compare({one}, {one}, options);
  EXPECT_EQ(result.rows[0].before->samples, 12U);
  EXPECT_NEAR(result.rows[0].least_effect, std::expm1(row.floor), 1e-12);
  EXPECT_LT(floor_of(row, 12, 12), row.floor / 2) << "otherwise this tests nothing";
}

TEST(CompareAboveAFloor, ItIsThatOfBothNumbersOfProcesses) {
  const auto floor = calibrate(processes(16, 1, 0.5, 4), {}).floor;
  const FloorRow& row = floor.rows.at(0);
  CompareOptions options;
  options.floor = &floor;
  const auto effect = [&](std::size_t before, std::size_t after) {
    return compare(processes(before, 1, 0.01, 5), processes(after, 1, 0.01, 6), options).rows[0].least_effect;
  };
  EXPECT_DOUBLE_EQ(effect(16, 16), std::expm1(floor_of(row, 16, 16)));
  EXPECT_DOUBLE_EQ(effect(16, 4), std::expm1(floor_of(row, 16, 4)));
  EXPECT_DOUBLE_EQ(effect(4, 16), std::expm1(floor_of(row, 4, 16)));
  EXPECT_DOUBLE_EQ(effect(1, 4), std::expm1(floor_of(row, 1, 4)));
  EXPECT_GT(effect(16, 4), 1.3 * effect(16, 16)) << "four processes lie further apart";
  EXPECT_GT(effect(4, 16), 1.3 * effect(16, 16));
}

TEST(CompareAboveAFloor, RowsWithoutOneHaveTheMinimumEffect) {
  auto floor = calibrate(files({1, 2, 3}), {}).floor;
  CompareOptions options;
  options.floor = &floor;
  const auto runs = files({1, 1.1, 1.2}, "b");
  EXPECT_DOUBLE_EQ(compare(runs, runs, options).rows[0].least_effect, 0.05);
}

TEST(CompareAboveAFloor, AnotherNumberOfAProcessIsRefused) {
  const auto runs = files({1, 2, 3});
  const auto floor = calibrate(runs, {}).floor;
  CompareOptions options;
  options.floor = &floor;
  EXPECT_NO_THROW(compare(runs, runs, options));
  options.per_process = PerProcess::median;
  EXPECT_THROW(compare(runs, runs, options), std::invalid_argument);
}

}  // namespace
}  // namespace bench_report
