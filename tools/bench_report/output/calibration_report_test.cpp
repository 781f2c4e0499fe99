// The table of a calibration, and the file of noise floors.
#include "tools/bench_report/output/calibration_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/noise_floor.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/output/test_support.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

class FloorFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  const std::string path_ = testing::TempDir() + "/floor_test_" + std::to_string(getpid()) + ".json";
};

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

TEST_F(FloorFile, IsReadAsItWasWritten) {
  CalibrateOptions options;
  options.per_process = PerProcess::median;
  const auto calibration = calibrate(processes(12, 1e-6, 0.05, 3), options);
  const Floor& written = calibration.floor;
  std::ofstream(path_) << to_json(calibration);
  const auto read = read_floor(path_);
  EXPECT_EQ(read.metric, "real_time");
  EXPECT_EQ(read.per_process, PerProcess::median);
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].samples, written.rows[0].samples);
  EXPECT_EQ(read.rows[0].floor, written.rows[0].floor);
  EXPECT_NE(read.find(row_key(parse_name("noisy/N:1/real_time"))), nullptr);
  EXPECT_EQ(read.find(row_key(parse_name("noisy/N:2/real_time"))), nullptr);
}

TEST_F(FloorFile, RowsThatOnlySettingsTellApartAreFoundAgain) {
  std::ofstream(path_)
      << R"({"bench_report_noise_floor": 1, "metric": "real_time", "per_process": "min", "rows": {
      "a/iterations:5": {"floor": 1, "samples": [1, 2]}, "b/iterations:5": {"floor": 3, "samples": [1, 4]}}})";
  auto floor = read_floor(path_);
  std::vector runs{test::run({test::row("a/iterations:5", {1}), test::row("a/iterations:6", {1}),
                              test::row("b/iterations:9", {1})})};
  auto files = names_by_file(runs);
  files.push_back(floor.names());
  tell_apart(files);
  floor.make_index();
  const auto floor_of_row = [&](std::size_t row) {
    const FloorRow* const found = floor.find(row_key(runs[0].rows[row].name));
    return found == nullptr ? 0 : found->floor;
  };
  EXPECT_EQ(floor_of_row(0), 1);
  EXPECT_EQ(floor_of_row(1), 0) << "it was not calibrated";
  EXPECT_EQ(floor_of_row(2), 3);
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

// By hand: means 2 and 6 ms, variances 2 and 8 within (in ms squared), thus 5; 8 between means, less 5/2. The
// standard deviations are 2.236 and 2.345 ms, and the best repetitions' median is 2.5 ms.
TEST(Calibrate, ItsTableHasTheVariancesByTheMedian) {
  const std::vector<bench_report::Run> runs{test::run({test::row("a", {1e-3, 3e-3}), test::row("b", {1})}),
                                            test::run({test::row("a", {4e-3, 8e-3}), test::row("b", {1.1})})};
  CalibrateOptions options;
  options.process_cost = 10;
  EXPECT_EQ(to_text(calibrate(runs, options)),
            "2 runs of one commit; a floor is the 99th percentile of the ratio of two runs\n"
            "\n"
            "benchmark   median  noise floor  within processes  between  repetitions worth running\n"
            "a          2.50 ms        300 %              89 %     94 %                4 a process\n"
            "b           1.05 s         10 %\n"
            "\n"
            "Within and between: standard deviations of repetitions and of processes, by the median.\n"
            "Note: 2 runs are few: the 99th percentile wants 10 or more\n");
  options.process_cost = 1000;
  EXPECT_THAT(to_text(calibrate(runs, options)), HasSubstr("  31 a process\n")) << "√(1000 · 5/5.5) = 30.2";
}

TEST_F(FloorFile, IsOfTheMachineThatItWasCalibratedOn) {
  auto runs = files({1, 2, 3});
  for (auto& run : runs) {
    run.context = {{"host_name", "here"}, {"compiler", "gcc"}, {"commit", "1"}, {"date", "today"}};
  }
  std::ofstream(path_) << to_json(calibrate(runs, {}));
  const auto floor = read_floor(path_);
  EXPECT_EQ(floor.context, runs[0].context);
  CompareOptions options;
  options.floor = &floor;
  for (auto& run : runs) {
    run.context = {{"host_name", "there"}, {"compiler", "gcc"}, {"commit", "2"}, {"date", "tomorrow"}};
  }
  EXPECT_THAT(compare(runs, runs, options).warnings, ElementsAre(HasSubstr("host_name (here, there)")))
      << "a container's host is another each time; commits differ by nature";
  for (auto& run : runs) {
    run.context["compiler"] = "clang";
  }
  try {
    compare(runs, runs, options);
    ADD_FAILURE() << "not refused";
  } catch (const UnusableInput& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("the file of --floor and made.json"),
                                    HasSubstr("compiler is \"gcc\" and \"clang\""), HasSubstr("--force")));
  }
  options.force = true;
  EXPECT_THAT(compare(runs, runs, options).warnings,
              Contains(HasSubstr("the file of --floor and made.json")));
}

}  // namespace
}  // namespace bench_report
