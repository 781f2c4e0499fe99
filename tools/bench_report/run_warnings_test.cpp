// What spoils figures is said.
#include "tools/bench_report/run_warnings.hpp"

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

}  // namespace
}  // namespace bench_report
