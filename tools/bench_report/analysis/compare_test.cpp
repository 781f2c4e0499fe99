// Verdicts, what is refused, and what fails.
#include "tools/bench_report/analysis/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "tools/bench_report/analysis/test_support.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Compare, TellsSlowerFromFasterFromTheSame) {
  const auto result = compared(
      {test::row("a", around(1, 1)), test::row("b", around(1, 2)), test::row("c", around(1, 3))},
      {test::row("a", around(1.2, 4)), test::row("b", around(1 / 1.2, 5)), test::row("c", around(1.01, 6))});
  EXPECT_EQ(find(result, "a").verdict, Verdict::regressed);
  EXPECT_NEAR(find(result, "a").judgement->ratio.value(), 1.2, 0.01);
  EXPECT_EQ(find(result, "b").verdict, Verdict::improved);
  EXPECT_EQ(find(result, "c").verdict, Verdict::equivalent);
  EXPECT_EQ(result.judged, 3U);
  EXPECT_EQ(result.rows.front().name, "a") << "what fails stands first";
  EXPECT_NEAR(*result.geometric_mean, std::cbrt(1.01), 0.005);
  EXPECT_EQ(exit_status(result), Exit::regression);
}

TEST(Compare, ChangesWithinTheMinimumEffectAreNone) {
  const std::vector<Row> before{test::row("a", around(1, 1))};
  const std::vector<Row> after{test::row("a", around(1.08, 2))};
  EXPECT_EQ(compared(before, after).rows[0].verdict, Verdict::equivalent) << "10 % with one process a side";
  CompareOptions options;
  options.least_effect = 0.05;
  EXPECT_EQ(compared(before, after, options).rows[0].verdict, Verdict::regressed);
  options.least_effect = 0.085;
  EXPECT_NE(compared(before, after, options).rows[0].verdict, Verdict::regressed)
      << "1.08 differs from 1, but not from 1.085: the effect stands inside the hypothesis";
}

TEST(Compare, OfRatesMoreIsBetter) {
  auto row = [](double rate, unsigned seed) {
    Row made = test::row("a", around(1, 1));
    made.counters["items_per_second"] = around(rate, seed);
    return made;
  };
  CompareOptions options;
  options.metric = "items_per_second";
  EXPECT_EQ(compared({row(100, 1)}, {row(50, 2)}, options).rows[0].verdict, Verdict::regressed);
  EXPECT_EQ(compared({row(50, 1)}, {row(100, 2)}, options).rows[0].verdict, Verdict::improved);
  options.metric = "launches";
  EXPECT_THAT(refusal({side({row(1, 1)})}, {side({row(1, 1)})}, options), HasSubstr("launches"));
}

TEST(Compare, NamesWhatCameAndWhatWent) {
  const auto times = around(1, 1);
  const auto row = [&](const char* name) { return test::row(name, times); };
  const auto result =
      compared({row("same"), row("gone"), row("breaks"), failed("mended"), row("skipped now"),
                skipped("cuda"), failed("still broken"), skipped("runs now")},
               {row("same"), row("new"), failed("breaks"), row("mended"), skipped("skipped now"),
                skipped("cuda"), failed("still broken"), row("runs now")});
  EXPECT_EQ(find(result, "same").verdict, Verdict::equivalent);
  EXPECT_EQ(find(result, "gone").verdict, Verdict::only_old);
  EXPECT_EQ(find(result, "new").verdict, Verdict::only_new);
  EXPECT_EQ(find(result, "breaks").verdict, Verdict::new_error);
  EXPECT_EQ(find(result, "breaks").reason, "a worker died");
  EXPECT_EQ(find(result, "mended").verdict, Verdict::fixed);
  EXPECT_EQ(find(result, "skipped now").verdict, Verdict::only_old) << "counts as missing";
  EXPECT_EQ(find(result, "skipped now").reason, "now skipped: no GPU");
  EXPECT_EQ(find(result, "cuda").verdict, Verdict::skipped);
  EXPECT_EQ(find(result, "cuda").reason, "skipped: no GPU");
  EXPECT_EQ(find(result, "still broken").verdict, Verdict::skipped);
  EXPECT_EQ(find(result, "runs now").verdict, Verdict::only_new);
  EXPECT_EQ(result.judged, 1U) << "only what has samples on both sides is in the family";
}

TEST(Compare, AFamilySkippedAsAWholeSaysWhy) {
  const auto times = around(1, 1);
  const auto result = compared({test::row("cuda/N:1", times), test::row("a", times)},
                               {skipped("cuda"), test::row("a", times)});
  EXPECT_EQ(find(result, "cuda/N:1").verdict, Verdict::only_old);
  EXPECT_EQ(find(result, "cuda/N:1").reason, "now skipped: no GPU");
}

TEST(Compare, WhatFailsIsWhatTheExitStatusSays) {
  const auto times = around(1, 1);
  const std::vector<Row> before{test::row("a", times), test::row("b", times)};
  CompareOptions options;
  EXPECT_EQ(exit_status(compared(before, before)), Exit::success);
  EXPECT_EQ(exit_status(compared(before, {before[0], failed("b")})), Exit::regression);
  EXPECT_EQ(exit_status(compared(before, {before[0]})), Exit::regression);
  EXPECT_EQ(exit_status(compared(before, {before[0], skipped("b")})), Exit::regression);
  options.allow_missing = true;
  EXPECT_EQ(exit_status(compared(before, {before[0]}, options)), Exit::success);
  EXPECT_EQ(exit_status(compared(before, {before[0], failed("b")}, options)), Exit::regression);
  options.strict = true;
  EXPECT_EQ(exit_status(compared(before, before, options)), Exit::success);
  const std::vector<Row> noisy{before[0], test::row("b", around(1, 3, 0.8))};
  EXPECT_EQ(exit_status(compared(before, noisy, options)), Exit::inconclusive);
  options.strict = false;
  EXPECT_EQ(exit_status(compared(before, noisy, options)), Exit::success);
  const std::vector<Row> faster{test::row("a", around(0.5, 2)), before[1]};
  EXPECT_EQ(exit_status(compared(before, faster)), Exit::success) << "improvements never fail";
}

TEST(Compare, SaysHowManySamplesItWouldTake) {
  std::vector<Row> before;
  std::vector<Row> after;
  for (unsigned i = 0; i < 10; ++i) {
    before.push_back(test::row("a" + std::to_string(i), around(1, i, 0.003, 5)));
    after.push_back(test::row("a" + std::to_string(i), around(2, 20 + i, 0.003, 5)));
  }
  const auto result = compared(before, after);
  EXPECT_EQ(result.count(Verdict::inconclusive), 10U);
  EXPECT_THAT(result.rows[0].reason, HasSubstr("with 10 rows it takes 6 a side"));
  EXPECT_NEAR(result.rows[0].judgement->p, 2.0 / 252, 1e-12);
  const std::vector<Row> few{test::row("a", around(1, 1, 0.003, 2))};
  EXPECT_FALSE(compared(few, few).rows[0].judgement->interval);
}

TEST(Compare, OnlyAggregatesAreInconclusive) {
  Row row = test::row("a", {});
  row.has_aggregates = true;
  row.aggregates["real_time"].median = 1;
  const auto result = compared({row}, {row});
  EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_EQ(result.rows[0].before->median, 1);
  EXPECT_THAT(result.rows[0].reason, HasSubstr("only aggregates"));
  EXPECT_EQ(exit_status(result), Exit::success);
}

TEST(Compare, ZerosHaveNoRatioButAreCompared) {
  auto some = around(1, 1);
  some[3] = 0;
  const auto verdict = [](const std::vector<double>& before, const std::vector<double>& after) {
    const auto result = compared({test::row("a", before)}, {test::row("a", after)});
    const ComparedRow& row = result.rows[0];
    EXPECT_EQ(result.judged, 1U);
    EXPECT_FALSE(row.judgement->ratio);
    EXPECT_FALSE(row.judgement->interval);
    EXPECT_FALSE(result.geometric_mean);
    EXPECT_THAT(row.reason, HasSubstr("has values of 0: no ratio"));
    return row.verdict;
  };
  const std::vector<double> zeros(12, 0.0);
  EXPECT_EQ(verdict(zeros, zeros), Verdict::equivalent);
  EXPECT_EQ(verdict(zeros, around(1, 1)), Verdict::regressed);
  EXPECT_EQ(verdict(around(1, 1), zeros), Verdict::improved);
  EXPECT_EQ(verdict(some, some), Verdict::inconclusive);
  EXPECT_EQ(verdict(some, around(1.2, 2)), Verdict::regressed);
  EXPECT_EQ(verdict(zeros, some), Verdict::regressed);
  auto almost = zeros;
  almost[5] = 1e-9;
  EXPECT_EQ(verdict(zeros, almost), Verdict::inconclusive);
  EXPECT_EQ(verdict(almost, zeros), Verdict::inconclusive);
}

TEST(Compare, ValuesBelowZeroHaveNoRatioAndNoVerdict) {
  const std::vector<Row> positive{test::row("a", {1, 1, 1, 1})};
  const std::vector<Row> negative{test::row("a", {1, 1, -1, 1})};
  for (const auto& result : {compared(positive, negative), compared(negative, positive)}) {
    EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
    EXPECT_EQ(result.rows[0].reason, "has values below 0: a change can't be told as a ratio");
    EXPECT_EQ(result.judged, 0U);
  }
}

TEST(Compare, WithSeveralFilesAProcessIsASample) {
  std::vector<bench_report::Run> before;
  std::vector<bench_report::Run> after;
  for (unsigned i = 0; i < 8; ++i) {
    before.push_back(side({test::row("a", {1 + 0.001 * i, 5, 5})}));
    after.push_back(side({test::row("a", {2 + 0.001 * i, 5, 5})}));
  }
  const auto best = compare(before, after, {});
  EXPECT_EQ(best.rows[0].verdict, Verdict::regressed) << "the minimum of each process doubled";
  EXPECT_EQ(best.rows[0].before->samples, 8U);
  EXPECT_EQ(best.least_effect, 0.05);
  CompareOptions options;
  options.per_process = PerProcess::median;
  EXPECT_EQ(compare(before, after, options).rows[0].verdict, Verdict::equivalent) << "the medians did not";
  EXPECT_THAT(best.warnings, IsEmpty());
  EXPECT_THAT(compared({before[0].rows[0]}, {before[0].rows[0]}).warnings,
              Contains(HasSubstr("compare two programs")));
  before.pop_back();
  EXPECT_THAT(compare(before, after, {}).warnings, Contains(HasSubstr("7 files")));
}

TEST(Compare, RefusesWhatIsNotComparable) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  auto other = side(rows);
  other.file = "other.json";
  other.context["commit"] = "2";
  other.context["date"] = "yesterday";
  EXPECT_EQ(refusal({side(rows)}, {other}), "not refused") << "commits and dates differ by nature";
  EXPECT_THAT(compare({side(rows), other}, {side(rows), side(rows)}, {}).warnings,
              Contains(HasSubstr("commit on the old side (1, 2)")));
  for (const char* key : {"num_cpus", "library_build_type", "compiler", "CPU model", "KOKKOS_COMPILER_GNU",
                          "CXXFLAGS", "contest", "function", "formula"}) {
    auto one = side(rows);
    one.context[key] = "x";
    other = side(rows);
    other.context[key] = "y";
    EXPECT_THAT(refusal({one}, {other}), AllOf(HasSubstr(key), HasSubstr("--force")));
    CompareOptions options;
    options.force = true;
    EXPECT_THAT(compare({one}, {other}, options).warnings, Contains(HasSubstr(key)));
    other.context.erase(key);
    EXPECT_THAT(compare({one}, {other}, {}).warnings, Contains(AllOf(HasSubstr(key), HasSubstr("unknown"))));
  }
}

TEST(Compare, WhatIdentifiesARunDoesNotRefuse) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  const auto notes_of = [&](const std::string& key, const std::string& before, const std::string& after) {
    auto one = side(rows);
    one.context[key] = before;
    auto other = side(rows);
    other.context[key] = after;
    return compare({one}, {other}, {}).warnings;
  };
  for (const char* key : {"GIT_COMMIT_HASH", "git_sha", "revision", "CI_COMMIT_SHA", "branch", "app_version",
                          "GIT_COMMIT_DATE", "mhz_per_cpu"}) {
    EXPECT_THAT(notes_of(key, "x", "y"), Not(Contains(HasSubstr(key))))
        << "what two sides differ in by purpose";
  }
  for (const char* key : {"host_name", "ci_run_id", "my_own_key"}) {
    EXPECT_THAT(notes_of(key, "x", "y"),
                Contains(AllOf(HasSubstr(std::string(key) + " (x, y)"), HasSubstr("unknown"))));
  }
  EXPECT_THAT(notes_of("executable", "/a/bench", "/b/bench"), Not(Contains(HasSubstr("executable"))));
  EXPECT_THAT(notes_of("executable", "/a/alpha", "/a/beta"), Contains(HasSubstr("executable (alpha, beta)")));
}

TEST(Compare, AChangeOfWhichNobodyKnowsWhetherItIsBetterIsAChange) {
  const auto side_of = [](double center) {
    return side({test::with_counter(test::row("a", around(center, 1)), "launches")});
  };
  CompareOptions options;
  options.metric = "launches";
  EXPECT_EQ(compare({side_of(1)}, {side_of(2)}, options).rows[0].verdict, Verdict::changed);
  EXPECT_EQ(exit_status(compare({side_of(1)}, {side_of(2)}, options)), Exit::success);
  options.strict = true;
  EXPECT_EQ(exit_status(compare({side_of(1)}, {side_of(2)}, options)), Exit::success);
  options.fail_on_change = true;
  EXPECT_EQ(exit_status(compare({side_of(1)}, {side_of(2)}, options)), Exit::regression);
  options.directions.less_is_better = "launches";
  EXPECT_EQ(exit_status(compare({side_of(1)}, {side_of(2)}, options)), Exit::regression);
  options.directions = {.more_is_better = "launches", .less_is_better = ""};
  EXPECT_EQ(compare({side_of(1)}, {side_of(2)}, options).rows[0].verdict, Verdict::improved);
}

TEST(Compare, RowsThatWereMeasuredInUnlikeWaysAreNamed) {
  const auto warnings =
      compare({side({test::row("a/iterations:10", around(1, 1)), test::row("b/min_time:0.5", {1})})},
              {side({test::row("a/iterations:5000", around(2, 1)), test::row("b/min_time:0.5", {1})})}, {})
          .warnings;
  EXPECT_THAT(warnings, Contains(AllOf(HasSubstr("1 row was measured in unlike ways"),
                                       HasSubstr("a/iterations:10 with iterations:10 and iterations:5000"))));
}

TEST(Compare, OneNoteAKeyHoweverManyFiles) {
  const auto sides = [](const std::string& name) {
    auto made = files({test::row("a", {1}), test::row("a", {1}), test::row("a", {1})});
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i].context["host_name"] = name + std::to_string(i);
      made[i].context["num_cpus"] = std::to_string(i);
    }
    return made;
  };
  CompareOptions options;
  options.force = true;
  const auto warnings = compare(sides("old"), sides("new"), options).warnings;
  EXPECT_EQ(std::ranges::count_if(warnings,
                                  [](const std::string& line) { return line.find("num_cpus") != line.npos; }),
            1);
  EXPECT_THAT(warnings, Contains(HasSubstr("num_cpus is \"0\" and \"1\" and 1 more")));
  EXPECT_THAT(warnings, Contains(HasSubstr("host_name (old0, old1, old2 and 3 more)")));
}

TEST(Compare, RefusesWhatSaysNothing) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  EXPECT_THAT(refusal({side({})}, {side(rows)}), HasSubstr("no benchmark to compare with"));
  CompareOptions options;
  options.allow_missing = true;
  EXPECT_THAT(refusal({side(rows)}, {side({test::row("b", around(1, 1))})}, options),
              HasSubstr("nothing to compare"));
  EXPECT_THAT(refusal({side(rows)}, {side({skipped("a")})}, options), HasSubstr("nothing to compare"));
  options.alpha = 0;
  EXPECT_THAT(refusal({side(rows)}, {side(rows)}, options), HasSubstr("--alpha"));
  options.alpha = 0.05;
  options.least_effect = -1;
  EXPECT_THAT(refusal({side(rows)}, {side(rows)}, options), HasSubstr("--min-effect"));
  EXPECT_THAT(
      refusal({side({test::row("a/iterations:5", {1}), test::row("a/iterations:6", {1})})}, {side(rows)}),
      HasSubstr("twice"));
}

TEST(Compare, ANewSideWithoutRowsHasLostThem) {
  const std::vector<Row> before{test::row("a", around(1, 1))};
  const auto result = compared(before, {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::only_old);
  EXPECT_EQ(exit_status(result), Exit::regression);
  CompareOptions options;
  options.allow_missing = true;
  EXPECT_THAT(refusal({side(before)}, {side({})}, options), HasSubstr("nothing to compare"));
}

TEST(Compare, OnlyAFamilysOwnLineSkipsAllOfIt) {
  const std::vector<Row> before{test::row("f/5", around(1, 1)), test::row("f/100", around(1, 2))};
  Row one = skipped("f/100");
  EXPECT_EQ(find(compared(before, {one}), "f/5").reason, "vanished");
  EXPECT_EQ(find(compared(before, {skipped("f")}), "f/5").reason, "now skipped: no GPU");
  EXPECT_EQ(find(compared(before, {skipped("f/real_time")}), "f/5").reason, "now skipped: no GPU");
}

TEST(Compare, WarnsOfTheMachine) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  auto busy = side(rows);
  busy.processors = 2;
  busy.load_average = {2.5, 0, 0};
  busy.context["cpu_scaling_enabled"] = "true";
  busy.warnings = {"a warning of the reader"};
  const auto result = compare({side(rows)}, {busy}, {});
  EXPECT_THAT(result.warnings, AllOf(Contains(HasSubstr("in 1 of 2 files the load average")),
                                     Contains(HasSubstr("frequency scaling")),
                                     Contains(HasSubstr("a warning of the reader"))));
  busy.load_average = {1.5, 9, 9};
  EXPECT_THAT(compare({side(rows)}, {busy}, {}).warnings, Not(Contains(HasSubstr("load average"))));
}

TEST(Compare, WarnsOfDrift) {
  std::vector<double> rising(12);
  for (std::size_t i = 0; i < rising.size(); ++i) {
    rising[i] = 1 + 0.01 * static_cast<double>(i);
  }
  const auto drifting = compared({test::row("a", around(1, 1))}, {test::row("a", rising)});
  EXPECT_THAT(drifting.warnings,
              Contains(AllOf(HasSubstr("drift"), HasSubstr("a (new)"), Not(HasSubstr("(old)")))));
  const auto steady = compared({test::row("a", around(1, 1))}, {test::row("a", around(1, 2))});
  EXPECT_THAT(steady.warnings, Not(Contains(HasSubstr("drift"))));
}

// Sides that share nothing, or nothing that was measured.

TEST(Compare, WhatIsSkippedOnBothSidesPasses) {
  const auto result = compare(files({skipped("a"), skipped("a")}), files({skipped("a"), skipped("a")}), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::skipped);
  EXPECT_EQ(exit_status(result), Exit::success);
}

TEST(Compare, WhatWasSkippedAndIsMeasuredPasses) {
  const auto result = compare(files({skipped("a"), skipped("a")}), files(processes(1, 1, 2)), {});
  EXPECT_EQ(result.rows[0].verdict, Verdict::only_new);
  EXPECT_EQ(result.rows[0].reason, "before skipped: no GPU");
  EXPECT_EQ(exit_status(result), Exit::success);
}

TEST(Compare, DisjointSidesAreRefusedWhereMissingRowsMayPass) {
  CompareOptions options;
  const std::vector<bench_report::Run> before{side({test::row("a", around(1, 1))})};
  const std::vector<bench_report::Run> after{side({test::row("b", around(1, 1))})};
  EXPECT_EQ(exit_status(compare(before, after, options)), Exit::regression) << "a vanished";
  options.allow_missing = true;
  EXPECT_THAT(refusal(before, after, options), HasSubstr("nothing to compare"));
}

TEST(Compare, AMetricThatNobodyHasIsRefused) {
  CompareOptions options;
  options.metric = "launches";
  const std::vector<Row> rows{test::row("a", around(1, 1)), skipped("b"), failed("c")};
  EXPECT_THAT(refusal({side(rows)}, {side(rows)}, options),
              AllOf(HasSubstr("launches"), HasSubstr("there are: real_time, cpu_time")));
  EXPECT_EQ(refusal({side({skipped("b")})}, {side({skipped("b")})}, options), "not refused")
      << "nobody knows what it would have had";
}

// How the samples lie.

TEST(Compare, TheBestOfUnequalNumbersIsWarnedOf) {
  auto before = files(processes(1, 1, 4));
  const auto after = files(processes(1, 2, 4));
  EXPECT_THAT(compare(before, after, {}).warnings, IsEmpty());
  before[2].rows[0].real_time = {1, 1};
  EXPECT_THAT(
      compare(before, after, {}).warnings,
      ElementsAre(AllOf(HasSubstr("1 row has more repetitions in some processes"), HasSubstr(": a"))));
  EXPECT_THAT(compare(after, before, {}).warnings,
              ElementsAre(HasSubstr("1 row has more repetitions in some processes")));
  CompareOptions options;
  options.per_process = PerProcess::median;
  EXPECT_THAT(compare(before, after, options).warnings, IsEmpty()) << "a median gains nothing";
}

TEST(Compare, RowsThatSomeFilesLackAreNamed) {
  auto before = files(processes(1, 1, 4));
  auto after = files(processes(1, 2, 4));
  for (const std::size_t i : {0U, 1U, 2U, 3U}) {
    before[i].rows.push_back(test::row("b", {1}));
    after[i].rows.push_back(test::row("b", {1}));
  }
  after[1].rows.pop_back();
  EXPECT_THAT(compare(before, after, {}).warnings,
              ElementsAre("1 row has no samples in some files of a side: b"));
  EXPECT_THAT(compare(after, before, {}).warnings,
              ElementsAre("1 row has no samples in some files of a side: b"));
}

TEST(Compare, OneFileAgainstSeveralIsASampleOfOne) {
  const auto result = compare({side({test::row("a", around(1, 1))})}, files(processes(1, 2, 5)), {});
  EXPECT_EQ(result.rows[0].before->samples, 1U) << "its repetitions are one process";
  EXPECT_EQ(result.rows[0].after->samples, 5U);
  EXPECT_EQ(result.least_effect, 0.10);
  EXPECT_TRUE(result.by_process);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("one process on a side")));
  EXPECT_THAT(result.warnings, Contains("the old side has 1 file, the new one 5"));
  EXPECT_EQ(compare(files(processes(1, 2, 5)), {side({test::row("a", around(1, 1))})}, {}).least_effect,
            0.10);
}

TEST(Compare, OfRatesTheBestOfAProcessIsTheMaximum) {
  const auto row = [](double best) {
    Row made = test::row("a", {1, 1, 1});
    made.counters["items_per_second"] = {1, best, 2};
    return made;
  };
  std::vector<bench_report::Run> before;
  std::vector<bench_report::Run> after;
  for (unsigned i = 0; i < 8; ++i) {
    before.push_back(side({row(100 + 0.1 * i)}));
    after.push_back(side({row(50 + 0.1 * i)}));
  }
  CompareOptions options;
  options.metric = "items_per_second";
  const auto result = compare(before, after, options);
  EXPECT_EQ(result.rows[0].verdict, Verdict::regressed);
  EXPECT_NEAR(result.rows[0].judgement->ratio.value(), 0.5, 0.01);
}

TEST(Compare, ThreadsAndTimeTypesAreDifferentRows) {
  const std::vector<Row> rows{test::row("a", around(1, 1)), test::row("a/threads:2", around(2, 2)),
                              test::row("a/real_time", around(3, 3)),
                              test::row("a/manual_time", around(4, 4)),
                              test::row("a/real_time/threads:2", around(5, 5))};
  const auto result = compared(rows, rows);
  EXPECT_EQ(result.judged, 5U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(find(result, rows[i].name.full).before->median, static_cast<double>(i + 1), 0.1);
  }
}

TEST(Compare, AnAggregatesMedianIsOneOfRealTime) {
  Row row = test::row("a", {});
  row.has_aggregates = true;
  row.aggregates["real_time"].median = 1;
  EXPECT_EQ(compared({row}, {row}).rows[0].before->median, 1);
  for (const char* metric : {"cpu_time", "items_per_second"}) {
    CompareOptions options;
    options.metric = metric;
    EXPECT_THAT(refusal({side({row})}, {side({row})}, options),
                HasSubstr("no benchmark has it; there are: real_time"));
  }
}

TEST(Compare, AggregatesWithoutAMedianAreInconclusive) {
  Row row = test::row("a", {});
  row.has_aggregates = true;
  const auto result = compared({row}, {row});
  EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_THAT(result.rows[0].reason, HasSubstr("only aggregates"));
  EXPECT_FALSE(result.rows[0].before);
}

TEST(Compare, AMeanOrASpreadAloneCanNotBeTested) {
  Row whole = test::row("a", {});
  whole.has_aggregates = true;
  whole.aggregates["real_time"] = {.mean = 1, .median = 1, .stddev = 0.1, .repetitions = 5};
  ASSERT_THAT(compared({whole}, {whole}).rows[0].reason, HasSubstr("Welch"));
  for (const bool has_mean : {false, true}) {
    Row row = whole;
    (has_mean ? row.aggregates["real_time"].stddev : row.aggregates["real_time"].mean) = std::nullopt;
    const auto result = compared({whole}, {row});
    EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
    EXPECT_THAT(result.rows[0].reason, testing::Not(HasSubstr("Welch")));
    EXPECT_FALSE(result.rows[0].judgement.has_value());
  }
}

TEST(Compare, ManySamplesThatDoNotTellAreNotTooFew) {
  const auto result = compared({test::row("a", around(1, 1, 0.5))}, {test::row("a", around(1, 2, 0.5))});
  EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive);
  EXPECT_EQ(result.rows[0].reason, "");
}

// Warnings.

TEST(Compare, ADriftAmongManyRowsMustBeClearer) {
  std::vector<double> rising(10);
  std::vector<double> steady{5, 1, 9, 3, 7, 2, 8, 4, 6, 5};
  for (std::size_t i = 0; i < rising.size(); ++i) {
    rising[i] = 1 + 0.01 * static_cast<double>(i);
  }
  std::vector<Row> before;
  std::vector<Row> after;
  for (int i = 0; i < 100; ++i) {
    before.push_back(test::row("a/" + std::to_string(i), steady));
    after.push_back(test::row("a/" + std::to_string(i), i == 0 ? rising : steady));
  }
  EXPECT_THAT(compared(before, after).warnings, Not(Contains(HasSubstr("drift"))))
      << "p = 8.3e-5 is not under 0.01/200";
  before.resize(50);
  after.resize(50);
  EXPECT_THAT(compared(before, after).warnings, Contains(HasSubstr("drift")));
}

TEST(Compare, WarnsOfLoadOnTheOldSideToo) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  auto busy = side(rows);
  busy.processors = 2;
  busy.load_average = {2.5, 0, 0};
  EXPECT_THAT(compare({busy}, {side(rows)}, {}).warnings,
              Contains(AllOf(HasSubstr("in 1 of 2 files the load average"), HasSubstr("up to 2.5"))));
}

TEST(Compare, BeingInterruptedIsNoDifference) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  auto whole = side(rows);
  whole.context["interrupted"] = "false";
  auto cut = side(rows);
  cut.context["interrupted"] = "true";
  const auto result = compare({whole, cut}, {cut, side(rows)}, {});
  EXPECT_THAT(result.warnings, Contains(HasSubstr("2 of 4 runs were interrupted")));
  EXPECT_THAT(result.warnings, Not(Contains(HasSubstr("unknown"))));
}

TEST(Compare, ASideStatesWhatAnyOfItsFilesStates) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  const auto silent = side(rows);
  auto one = side(rows);
  one.file = "one.json";
  one.context["compiler"] = "gcc";
  auto other = side(rows);
  other.file = "other.json";
  other.context["compiler"] = "clang";
  EXPECT_THAT(refusal({silent, one}, {silent, other}),
              AllOf(HasSubstr("one.json and other.json"), HasSubstr("compiler is \"gcc\" and \"clang\"")));
  EXPECT_THAT(refusal({silent, one, other}, {silent, silent}), HasSubstr("compiler is"));
  EXPECT_THAT(refusal({silent, silent}, {silent, one, other}), HasSubstr("compiler is"));
  EXPECT_EQ(refusal({silent, one}, {one, silent}), "not refused");
  EXPECT_THAT(compare({silent, one}, {one, silent}, {}).warnings, Not(Contains(HasSubstr("unknown"))));
  EXPECT_THAT(compare({silent, silent}, {silent, one}, {}).warnings,
              Contains(HasSubstr("only one.json states compiler")));
}

}  // namespace
}  // namespace bench_report
