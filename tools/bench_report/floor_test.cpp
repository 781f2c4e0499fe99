// Calibrating, and comparing above the noise.
#include "tools/bench_report/floor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "tools/bench_report/compare.hpp"
#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::Contains;
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

TEST(Calibrate, ShowsWhereTheVarianceIs) {
  CalibrateOptions options;
  options.process_cost = 100;
  const auto between = calibrate(processes(12, 1e-3, 0.05, 2), options);
  ASSERT_TRUE(between.rows[0].levels);
  EXPECT_GT(between.rows[0].levels->between, 4 * between.rows[0].levels->within);
  EXPECT_THAT(to_text(between), HasSubstr(" a process"));
  std::vector<bench_report::Run> same;
  for (const double first : {1.0, 3.0}) {
    same.push_back(test::run({test::row("a", {first, 4 - first})}));
  }
  EXPECT_THAT(to_text(calibrate(same, {})), HasSubstr("more processes bring nothing"));
}

class FloorFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  const std::string path_ = testing::TempDir() + "/floor_test_" + std::to_string(getpid()) + ".json";
};

TEST_F(FloorFile, IsReadAsItWasWritten) {
  CalibrateOptions options;
  options.per_process = PerProcess::median;
  const auto written = calibrate(processes(12, 1e-6, 0.05, 3), options).floor;
  std::ofstream(path_) << to_json(written);
  const auto read = read_floor(path_);
  EXPECT_EQ(read.metric, "real_time");
  EXPECT_EQ(read.per_process, PerProcess::median);
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].samples, written.rows[0].samples);
  EXPECT_EQ(read.rows[0].floor, written.rows[0].floor);
  EXPECT_NE(read.find(row_key(parse_name("noisy/N:1/real_time"))), nullptr);
  EXPECT_EQ(read.find(row_key(parse_name("noisy/N:2/real_time"))), nullptr);
}

TEST_F(FloorFile, WhatIsNoneIsRefused) {
  const char* const header =
      R"({"bench_report_noise_floor": 1, "metric": "real_time", "per_process": "min", "rows": )";
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string(R"({"context": {}})"), header + std::string("[]}"),
        header + std::string(R"({"a": {"floor": 1}}})"),
        header + std::string(R"({"a": {"floor": 1, "samples": [1]}}})"),
        header + std::string(R"({"a": {"floor": 1, "samples": [1, 0]}}})"),
        std::string(R"({"bench_report_noise_floor": 2, "metric": "m", "per_process": "min", "rows": {}})")}) {
    std::ofstream(path_) << text;
    EXPECT_THROW(read_floor(path_), UnusableInput) << text;
  }
  EXPECT_THROW(read_floor(path_ + ".not_there"), UnusableInput);
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
              Contains(HasSubstr("1 of 1 rows have no noise floor")));
  options.metric = "cpu_time";
  EXPECT_THROW(compare({other}, {other}, options), std::invalid_argument);
}

}  // namespace
}  // namespace bench_report
