// What spoils figures is said.
#include "tools/bench_report/analysis/run_warnings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<double> rising(std::size_t n) {
  std::vector<double> values(n);
  std::iota(values.begin(), values.end(), 1);
  return values;
}

TEST(RunWarnings, NameRowsThatDrift) {
  const std::vector<double> steady{5, 1, 9, 3, 7, 2, 8, 4, 6, 5};
  auto run = test::run({test::row("steady/N:1", steady), test::row("warming/N:1", rising(10))});
  EXPECT_THAT(run_warnings(run), ElementsAre("1 row drifted during the run: warming/N:1"));
  run = test::run({test::row("few/N:1", rising(9))});
  EXPECT_THAT(run_warnings(run), IsEmpty()) << "the approximation needs 10 samples";
  std::vector<Row> rows{test::row("warming/N:1", rising(10))};
  for (int i = 0; i < 199; ++i) {
    rows.push_back(test::row("steady/N:" + std::to_string(i), steady));
  }
  EXPECT_THAT(run_warnings(test::run(rows)), IsEmpty()) << "p = 8.3e-5 is not under 0.01/200";
}

TEST(RunWarnings, TellOfLoadScalingInterruptionAndTheReadersOwn) {
  auto run = test::run({});
  run.processors = 2;
  run.load_average = {2.0, 0, 0};
  run.context = {{"cpu_scaling_enabled", "false"}};
  EXPECT_THAT(run_warnings(run), IsEmpty());
  run.load_average = {2.5, 0, 0};
  run.context = {{"cpu_scaling_enabled", "true"}, {"interrupted", "true"}};
  run.warnings = {"old file"};
  EXPECT_THAT(run_warnings(run),
              ElementsAre("old file", HasSubstr("interrupted"),
                          AllOf(HasSubstr("load average was 2.5"), HasSubstr("2 processors")),
                          HasSubstr("frequency scaling")));
}

TEST(RunWarnings, WhatOtherProgramsUsedIsKnownBetterThanByTheLoadAverage) {
  auto run = test::run({});
  run.processors = 2;
  run.load_average = {7, 0, 0};
  run.other_processors = {1.9, 0.05};
  EXPECT_THAT(run_warnings(run), IsEmpty()) << "the load was the compiler's, before it measured";
  std::vector<bench_report::Run> both{run, run};
  EXPECT_THAT(joint_warnings({&both}), IsEmpty());
  both[1].other_processors = {0, 0.5};
  EXPECT_THAT(run_warnings(both[1]), ElementsAre(HasSubstr("other programs used 0.5 of 2 processors")));
  EXPECT_THAT(joint_warnings({&both}),
              ElementsAre("during 1 of 2 runs other programs used processors (up to 0.5)"));
}

TEST(RunWarnings, WhatFailedIsNotTestedForDrift) {
  Row broken = test::row("broken/N:1", rising(10));
  broken.error = "a worker died";
  EXPECT_THAT(run_warnings(test::run({broken})), IsEmpty());
  std::vector<Row> rows{test::row("warming/N:1", rising(10))};
  for (int i = 0; i < 199; ++i) {
    broken.name = parse_name("broken/N:" + std::to_string(i));
    rows.push_back(broken);
  }
  EXPECT_THAT(run_warnings(test::run(rows)), ElementsAre("1 row drifted during the run: warming/N:1"))
      << "nor does it make others harder to see";
}

TEST(JointWarnings, CountOverAllFilesOfAllSides) {
  const auto quiet = test::run({});
  auto busy = test::run({});
  busy.processors = 2;
  busy.load_average = {2.5, 0, 0};
  auto busier = busy;
  busier.load_average = {7.25, 0, 0};
  auto odd = test::run({});
  odd.context = {{"cpu_scaling_enabled", "true"}, {"interrupted", "true"}};
  odd.warnings = {"old file", "odd file"};
  const std::vector<bench_report::Run> one{quiet, busier, odd};
  const std::vector<bench_report::Run> other{odd, busy};
  EXPECT_THAT(
      joint_warnings({&one, &other}),
      ElementsAre("made.json: old file", "made.json: odd file", HasSubstr("2 of 5 runs were interrupted"),
                  AllOf(HasSubstr("in 2 of 5 files the load average"), HasSubstr("up to 7.2")),
                  HasSubstr("in 2 of 5 files frequency scaling was on")));
  const std::vector<bench_report::Run> fine{quiet};
  EXPECT_THAT(joint_warnings({&fine, &fine}), IsEmpty());
}

TEST(RunWarnings, ADebugBuildOfTheLibraryIsTold) {
  auto run = test::side({test::row("a", {1})});
  for (const auto& [type, count] : {std::pair("debug", 1U), {"release", 0U}}) {
    run.context["library_build_type"] = type;
    EXPECT_THAT(run_warnings(run), testing::SizeIs(count));
    const std::vector<bench_report::Run> both{run, run};
    EXPECT_THAT(joint_warnings({&both}), testing::SizeIs(count));
  }
  auto debug = run;
  debug.context["library_build_type"] = "debug";
  const std::vector<bench_report::Run> three{debug, run, debug};
  EXPECT_THAT(joint_warnings({&three}),
              ElementsAre(HasSubstr("in 2 of 3 files the Google Benchmark library")));
}

}  // namespace
}  // namespace bench_report
