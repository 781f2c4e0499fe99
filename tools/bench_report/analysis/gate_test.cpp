// What passes, what fails, and what was never judged.
#include "tools/bench_report/analysis/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/bench_report/analysis/changed_families.hpp"
#include "tools/bench_report/analysis/test_support.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

Row aggregates_of(const std::string& name, const Aggregates& of_real_time) {
  Row row = test::row(name, {});
  row.has_aggregates = true;
  row.aggregates["real_time"] = of_real_time;
  return row;
}

TEST(Gate, OneRepetitionASideJudgesNothing) {
  const std::vector<Row> before{test::row("a", {1}), test::row("b", {2})};
  const std::vector<Row> after{test::row("a", {10}), test::row("b", {2})};
  CompareOptions options;
  Gate gate = gate_of(compared(before, after, options));
  EXPECT_EQ(gate.outcome, Outcome::nothing_judged);
  EXPECT_EQ(gate.status, Exit::success);
  EXPECT_EQ(gate.pairs, 2U);
  EXPECT_EQ(gate.judged, 0U);
  EXPECT_EQ(gate.few_samples, 2U);
  options.strict = true;
  EXPECT_EQ(exit_status(compared(before, after, options)), Exit::inconclusive);
}

TEST(Gate, OneRowThatWasJudgedIsEnoughToPass) {
  const std::vector<Row> rows{test::row("a", {1}), test::row("b", around(1, 1))};
  const Gate gate = gate_of(compared(rows, rows));
  EXPECT_EQ(gate.outcome, Outcome::passed);
  EXPECT_EQ(gate.pairs, 2U);
  EXPECT_EQ(gate.judged, 1U);
}

TEST(Gate, ANoisyRowWasJudged) {
  const std::vector<Row> before{test::row("a", around(1, 1))};
  const std::vector<Row> after{test::row("a", around(1, 3, 0.8))};
  const Gate gate = gate_of(compared(before, after));
  EXPECT_EQ(gate.outcome, Outcome::passed);
  EXPECT_EQ(gate.judged, 1U);
}

TEST(Gate, WhatVanishedFailsThoughNothingWasJudged) {
  const std::vector<Row> before{test::row("a", {1}), test::row("b", {2})};
  EXPECT_EQ(gate_of(compared(before, {before[0]})).outcome, Outcome::failed);
  CompareOptions options;
  options.allow_missing = true;
  EXPECT_EQ(gate_of(compared(before, {before[0]}, options)).outcome, Outcome::nothing_judged);
}

TEST(Gate, ThePlainLimitJudgesMedians) {
  const std::vector<Row> before{test::row("a", {1}), test::row("b", {2})};
  CompareOptions options;
  options.max_ratio = 1.5;
  const auto result = compared(before, {test::row("a", {1.6}), test::row("b", {2.9})}, options);
  EXPECT_EQ(find(result, "a").verdict, Verdict::over_limit);
  EXPECT_THAT(find(result, "a").reason, AllOf(HasSubstr("1.6 times worse"),
                                              HasSubstr("--max-ratio allows 1.5"), HasSubstr("not proved")));
  EXPECT_EQ(find(result, "b").verdict, Verdict::inconclusive);
  EXPECT_EQ(exit_status(result), Exit::regression);
  const auto within = compared(before, {test::row("a", {1.5}), test::row("b", {0.1})}, options);
  EXPECT_EQ(exit_status(within), Exit::success);
  EXPECT_EQ(gate_of(within).outcome, Outcome::nothing_judged) << "a limit proves nothing";
}

TEST(Gate, WhatIsProvedIsNotOnlyOverTheLimit) {
  CompareOptions options;
  options.max_ratio = 1.5;
  const auto result = compared({test::row("a", around(1, 1))}, {test::row("a", around(2, 2))}, options);
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
}

TEST(Gate, TheLimitKnowsWhichWayIsBetter) {
  const auto row = [](double rate) {
    Row made = test::row("a", {1});
    made.counters["items_per_second"] = {rate};
    made.counters["launches"] = {rate};
    return made;
  };
  CompareOptions options;
  options.max_ratio = 1.5;
  options.metric = "items_per_second";
  EXPECT_EQ(compared({row(10)}, {row(6)}, options).rows[0].verdict, Verdict::over_limit);
  EXPECT_EQ(compared({row(6)}, {row(10)}, options).rows[0].verdict, Verdict::inconclusive);
  EXPECT_EQ(compared({row(6)}, {row(0)}, options).rows[0].verdict, Verdict::over_limit);
  options.metric = "launches";
  EXPECT_THAT(refusal({side({row(1)})}, {side({row(1)})}, options),
              HasSubstr("whether more or less of launches is better is unknown"));
  options.metric = "real_time";
  options.max_ratio = 0.5;
  EXPECT_THAT(refusal({side({row(1)})}, {side({row(1)})}, options), HasSubstr("must be 1 or more"));
}

TEST(Gate, AChangeFailsOnlyWhereAskedFor) {
  const auto row = [](double value, unsigned seed) {
    Row made = test::row("a", around(1, 1));
    made.counters["launches"] = around(value, seed);
    return made;
  };
  CompareOptions options;
  options.metric = "launches";
  options.strict = true;
  EXPECT_EQ(compared({row(1, 1)}, {row(2, 2)}, options).rows[0].verdict, Verdict::changed);
  EXPECT_EQ(exit_status(compared({row(1, 1)}, {row(2, 2)}, options)), Exit::success);
  options.fail_on_change = true;
  EXPECT_EQ(exit_status(compared({row(1, 1)}, {row(2, 2)}, options)), Exit::regression);
}

TEST(Aggregates, AreTestedByTheirMeansAndShownByTheirMedians) {
  const Row before = aggregates_of("a", {.mean = 10.1, .median = 10, .stddev = 0.2, .repetitions = 5});
  const Row after = aggregates_of("a", {.mean = 20.2, .median = 20, .stddev = 0.4, .repetitions = 5});
  const auto result = compared({before}, {after});
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_DOUBLE_EQ(result.rows[0].ratio().value(), 2);
  EXPECT_NEAR(result.rows[0].judgement->p, 2 * 2.5141311981616972e-09, 1e-15);
  EXPECT_EQ(result.rows[0].before->median, 10);
  EXPECT_EQ(result.rows[0].after->samples, 5U);
  EXPECT_FALSE(result.rows[0].after->minimum);
  EXPECT_THAT(result.rows[0].reason, HasSubstr("Welch"));
  EXPECT_EQ(compared({before}, {before}).rows[0].verdict, Verdict::equivalent);
  EXPECT_EQ(compared({after}, {before}).rows[0].verdict, Verdict::improved);
}

TEST(Aggregates, OfUnknownSpreadHaveARatioAndALimit) {
  const Row before = aggregates_of("a", {.mean = {}, .median = 10, .stddev = {}, .repetitions = 5});
  const Row after = aggregates_of("a", {.mean = {}, .median = 20, .stddev = {}, .repetitions = 5});
  CompareOptions options;
  auto result = compared({before}, {after}, options);
  EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_DOUBLE_EQ(result.rows[0].ratio().value(), 2);
  EXPECT_EQ(gate_of(result).outcome, Outcome::nothing_judged);
  options.max_ratio = 1.5;
  EXPECT_EQ(compared({before}, {after}, options).rows[0].verdict, Verdict::over_limit);
}

TEST(Aggregates, AgainstRepetitionsAreTestedByMeansToo) {
  const Row before = test::row("a", around(10, 1));
  const Row after = aggregates_of("a", {.mean = 20, .median = 20, .stddev = 0.1, .repetitions = 12});
  EXPECT_EQ(compared({before}, {after}).rows[0].verdict, Verdict::regressed);
  EXPECT_EQ(compared({test::row("a", {10})}, {after}).rows[0].verdict, Verdict::inconclusive);
}

TEST(Aggregates, OfSeveralFilesASampleIsTheMedianOfEach) {
  std::vector<Row> before;
  std::vector<Row> after;
  for (int i = 0; i < 8; ++i) {
    before.push_back(
        aggregates_of("a", {.mean = {}, .median = 10 + 0.01 * i, .stddev = {}, .repetitions = 5}));
    after.push_back(test::row("a", {1, 20 + 0.01 * i, 21}));
  }
  const auto result = compare(files(before), files(after), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed) << "medians on both sides, not the best of one";
  EXPECT_EQ(result.rows[0].before->samples, 8U);
  EXPECT_NEAR(result.rows[0].ratio().value(), 2, 0.01);
  EXPECT_THAT(result.rows[0].reason, HasSubstr("the median of a process"));
  EXPECT_THAT(result.warnings, testing::Not(Contains(HasSubstr("have no samples in some files"))));
}

TEST(ChangedFamilies, ComeFirstWhereManyRowsChanged) {
  std::vector<Row> before;
  std::vector<Row> after;
  for (unsigned i = 0; i < 31; ++i) {
    const std::string name = "f/" + std::to_string(i);
    before.push_back(test::row(name, around(1, i)));
    after.push_back(test::row(name, around(i == 30 ? 0.5 : 2 + 0.1 * i, 50 + i)));
  }
  before.push_back(test::row("g/1", around(1, 1)));
  after.push_back(before.back());
  const auto result = compared(before, after);
  const auto families = changed_families(result);
  ASSERT_EQ(families.size(), 2U);
  EXPECT_EQ(families[0].verdict, Verdict::regressed);
  EXPECT_EQ(families[0].family, "f");
  EXPECT_EQ(families[0].rows, 30U);
  EXPECT_EQ(families[0].all_rows, 31U);
  EXPECT_NEAR(*families[0].smallest, 2, 0.02);
  EXPECT_NEAR(*families[0].largest, 4.9, 0.05);
  EXPECT_EQ(families[1].verdict, Verdict::improved);
  EXPECT_EQ(result.rows[2].name, "f/2") << "natural order";
  before.erase(before.begin());
  after.erase(after.begin());
  EXPECT_THAT(changed_families(compared(before, after)), IsEmpty());
}

TEST(Compare, TellsAChangedComplexityAndChangedLabels) {
  const auto made = [](const std::string& order, const std::string& label) {
    Row row = test::row("BM_sort/8", around(1, 1));
    row.label = label;
    bench_report::Run run = side({row});
    run.complexities.push_back(
        {.name = "BM_sort", .order = order, .real_coefficient = 1, .cpu_coefficient = 1, .rms = 0.1});
    return run;
  };
  EXPECT_THAT(compare({made("NlgN", "sse2")}, {made("N^2", "avx2")}, {}).warnings,
              AllOf(Contains("BM_sort grew as O(NlgN) and grows as O(N^2) now"),
                    Contains("1 row with another label now: BM_sort/8 (\"sse2\", now \"avx2\")")));
  EXPECT_THAT(compare({made("N", "a")}, {made("N", "a")}, {}).warnings,
              testing::Not(Contains(testing::AnyOf(HasSubstr("grew"), HasSubstr("label")))));
}

}  // namespace
}  // namespace bench_report
