// Rows that fail, vanish, or have aggregates only.
#include "tools/bench_report/analysis/failures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/test_support.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;

// Aggregates beside repetitions, which the library writes by default.

TEST(CompareWithAggregates, AMetricThatNoRowHasIsRefused) {
  const std::vector<Row> rows{with_aggregates(test::row("a", around(1, 1)))};
  CompareOptions options;
  options.metric = "item_per_second";
  EXPECT_THAT(refusal({side(rows)}, {side(rows)}, options),
              HasSubstr("item_per_second: no benchmark has it; there are: real_time"));
}

TEST(CompareWithAggregates, ACounterThatIsGoneHasVanished) {
  const std::vector<Row> before{with_aggregates(with_counter(test::row("a", around(1, 1)), "hits")),
                                with_aggregates(with_counter(test::row("b", around(1, 1)), "hits"))};
  const std::vector<Row> after{with_aggregates(test::row("a", around(1, 1))), before[1]};
  CompareOptions options;
  options.metric = "hits";
  const auto result = compared(before, after, options);
  EXPECT_EQ(find(result, "a").verdict, Verdict::only_old);
  EXPECT_EQ(find(result, "a").reason, "no samples of hits any more");
  EXPECT_EQ(exit_status(result), Exit::regression);
  EXPECT_EQ(find(compared(after, before, options), "a").verdict, Verdict::only_new);
}

TEST(CompareWithAggregates, ARowThatNeverHadTheCounterIsLeftOut) {
  const std::vector<Row> rows{with_aggregates(test::row("a", around(1, 1))),
                              with_aggregates(with_counter(test::row("b", around(1, 1)), "hits"))};
  CompareOptions options;
  options.metric = "hits";
  options.strict = true;
  const auto result = compared(rows, rows, options);
  EXPECT_EQ(find(result, "a").verdict, Verdict::skipped);
  EXPECT_EQ(exit_status(result), Exit::success);
}

TEST(CompareWithAggregates, WhatIsSkippedNowHasVanished) {
  Row now = with_aggregates(test::row("a", around(1, 1)));
  now.skipped = "no GPU";
  const auto result = compared({with_aggregates(test::row("a", around(1, 1)))}, {now});
  EXPECT_EQ(result.rows[0].verdict, Verdict::only_old);
  EXPECT_FALSE(result.rows[0].after) << "its aggregates are no figures of the row";
}

// Errors: in which files of a side they are, and what that makes of the row.

TEST(CompareErrors, OneBeforeHidesNoRegression) {
  auto before = processes(1, 1);
  before[3] = failed("a");
  const auto result = compare(files(before), files(processes(2, 2)), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_EQ(result.rows[0].reason, "failed before now and then: a worker died (in 1 of 16 files)");
  EXPECT_EQ(result.rows[0].before->samples, 15U);
  EXPECT_EQ(exit_status(result), Exit::regression);
}

TEST(CompareErrors, FromSomeToAllIsANewOne) {
  auto before = processes(1, 1);
  before[0] = failed("a");
  const auto result = compare(files(before), files(std::vector<Row>(16, failed("a"))), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::new_error);
  EXPECT_EQ(result.rows[0].reason, "a worker died (in 16 of 16 files)");
  EXPECT_EQ(exit_status(result), Exit::regression);
}

TEST(CompareErrors, OnBothSidesNowAndThenWhatWasMeasuredIsCompared) {
  auto before = processes(1, 1);
  auto after = processes(2, 2);
  before[0] = failed("a");
  after[15] = failed("a");
  const auto slower = compare(files(before), files(after), {});
  EXPECT_EQ(slower.rows[0].verdict, Verdict::regressed);
  EXPECT_EQ(slower.rows[0].reason, "fails on both sides now and then: a worker died (in 1 of 16 files)");
  EXPECT_EQ(slower.rows[0].after->samples, 15U);
  after = processes(1, 3);
  after[15] = failed("a");
  const auto same = compare(files(before), files(after), {});
  EXPECT_EQ(same.rows[0].verdict, Verdict::equivalent);
  EXPECT_EQ(exit_status(same), Exit::success);
}

TEST(CompareErrors, OneInAnyFileOfTheNewSideIsANewOne) {
  for (const std::size_t place : {0U, 7U, 15U}) {
    auto after = processes(1, 2);
    after[place] = failed("a");
    const auto result = compare(files(processes(1, 1)), files(after), {});
    EXPECT_EQ(result.rows[0].verdict, Verdict::new_error) << place;
    EXPECT_EQ(result.rows[0].reason, "a worker died (in 1 of 16 files)") << place;
    EXPECT_EQ(exit_status(result), Exit::regression) << place;
  }
}

TEST(CompareErrors, TheFirstFilesMessageIsTold) {
  auto after = processes(1, 2, 3);
  after[0] = failed("a");
  after[2] = failed("a");
  after[2].error = "another one died";
  const auto result = compare(files(processes(1, 1, 3)), files(after), {});
  EXPECT_EQ(result.rows[0].reason, "a worker died (in 2 of 3 files)");
}

TEST(CompareErrors, WhatIsMendedPasses) {
  const std::vector<Row> broken(16, failed("a"));
  const auto result = compare(files(broken), files(processes(1, 1)), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::fixed) << "though nothing was compared";
  EXPECT_EQ(result.rows[0].reason, "failed before: a worker died (in 16 of 16 files)");
  EXPECT_EQ(exit_status(result), Exit::success);
  EXPECT_EQ(compared({failed("a")}, {processes(1, 1)[0]}).rows[0].verdict, Verdict::fixed);
  CompareOptions options;
  options.allow_missing = true;
  const auto kept = processes(1, 1)[0];
  EXPECT_EQ(exit_status(compared({failed("a"), test::row("gone", {1})}, {kept}, options)), Exit::success);
}

TEST(CompareErrors, WhatFailedAndStillFailsNowAndThenIsFixedSoFar) {
  auto after = processes(1, 1, 3);
  after[1] = failed("a");
  const auto result = compare(files({failed("a"), failed("a"), failed("a")}), files(after), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::fixed);
  EXPECT_EQ(result.rows[0].reason,
            "failed before: a worker died (in 3 of 3 files); still fails: a worker died (in 1 of 3 files)");
  EXPECT_EQ(exit_status(result), Exit::success);
}

TEST(CompareErrors, ALostCounterIsNotSkipped) {
  auto before = processes(1, 1, 2);
  for (Row& row : before) {
    row = with_counter(row, "hits");
  }
  before[0].error = "a worker died";
  CompareOptions options;
  options.metric = "hits";
  const auto result = compare(files(before), files(processes(1, 1, 2)), options);
  EXPECT_EQ(result.rows[0].verdict, Verdict::only_old);
  EXPECT_EQ(result.rows[0].reason, "failed before: a worker died (in 1 of 2 files); no samples of hits now");
}

TEST(CompareErrors, WhatFailedAndIsGoneHasVanished) {
  const auto kept = test::row("kept", around(1, 1));
  const auto result = compared({failed("a"), kept}, {kept});
  EXPECT_EQ(find(result, "a").verdict, Verdict::only_old);
  EXPECT_EQ(find(result, "a").reason, "failed before: a worker died");
  EXPECT_EQ(exit_status(result), Exit::regression);
}

TEST(CompareErrors, WhatFailedAndIsSkippedNowHasVanishedIfItWasMeasured) {
  auto before = processes(1, 1, 2);
  before[0] = failed("a");
  const auto now_and_then = compare(files(before), files({skipped("a"), skipped("a")}), {});
  EXPECT_EQ(now_and_then.rows[0].verdict, Verdict::only_old);
  EXPECT_EQ(now_and_then.rows[0].reason, "failed before: a worker died (in 1 of 2 files); skipped now");
  const auto always = compared({failed("a")}, {skipped("a")});
  EXPECT_EQ(always.rows[0].verdict, Verdict::skipped);
  EXPECT_EQ(exit_status(always), Exit::success);
}

TEST(CompareErrors, TooFewSamplesDoNotHideThem) {
  auto before = processes(1, 1, 3);
  before[0] = failed("a");
  const auto result = compare(files(before), files(processes(1, 2, 3)), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_THAT(result.rows[0].reason,
              AllOf(HasSubstr("a worker died (in 1 of 3 files)"), HasSubstr("too few samples")));
  before[1] = test::row("a", {0});
  EXPECT_THAT(compare(files(before), files(processes(1, 2, 3)), {}).rows[0].reason,
              AllOf(HasSubstr("a worker died"), HasSubstr("no ratio")));
}

TEST(CompareErrors, OneRepetitionsIsTheRows) {
  Row broken = test::row("a", around(1, 1));
  broken.error = "a worker died";
  const auto whole = test::row("a", around(1, 2));
  EXPECT_EQ(compared({whole}, {broken}).rows[0].verdict, Verdict::new_error);
  EXPECT_EQ(compared({whole}, {broken}).rows[0].reason, "a worker died");
  EXPECT_EQ(compared({broken}, {whole}).rows[0].verdict, Verdict::equivalent);
  EXPECT_EQ(compared({broken}, {whole}).rows[0].reason, "failed before now and then: a worker died");
}

}  // namespace
}  // namespace bench_report
