// Verdicts, what is refused, what fails, and that all formats tell the same.
#include "tools/bench_report/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cmath>
#include <pugixml.hpp>
#include <random>
#include <stdexcept>

#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Twelve samples around `center`, within 1 %.
std::vector<double> around(double center, unsigned seed, double sigma = 0.003, std::size_t size = 12) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> noise(0, sigma);
  std::vector<double> samples(size);
  std::ranges::generate(samples, [&] { return center * noise(random); });
  return samples;
}

Run side(std::vector<Row> rows) {
  Run made = test::run(std::move(rows));
  made.context = {{"host_name", "a"}, {"commit", "1"}, {"date", "today"}};
  return made;
}

Row failed(const std::string& name) {
  Row row = test::row(name, {});
  row.error = "a worker died";
  return row;
}

Row with_aggregates(Row row) {
  row.has_aggregates = true;
  row.aggregate_median = 1;
  return row;
}

Row with_counter(Row row, const std::string& counter) {
  row.counters[counter] = row.real_time;
  return row;
}

Row skipped(const std::string& name) {
  Row row = test::row(name, {});
  row.skipped = "no GPU";
  return row;
}

const ComparedRow& find(const Comparison& comparison, const std::string& name) {
  const auto row = std::ranges::find(comparison.rows, name, &ComparedRow::name);
  if (row == comparison.rows.end()) {
    throw std::out_of_range(name);
  }
  return *row;
}

Comparison compared(const std::vector<Row>& before, const std::vector<Row>& after,
                    const CompareOptions& options = {}) {
  return compare({side(before)}, {side(after)}, options);
}

std::string refusal(const std::vector<Run>& before, const std::vector<Run>& after,
                    const CompareOptions& options = {}) {
  try {
    compare(before, after, options);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "not refused";
}

/// Rows of as many processes, one repetition each, around `center`.
std::vector<Row> processes(double center, unsigned seed, std::size_t count = 16) {
  std::vector<Row> rows;
  for (const double time : around(center, seed, 0.003, count)) {
    rows.push_back(test::row("a", {time}));
  }
  return rows;
}

/// The files of a side, one for each row.
std::vector<bench_report::Run> files(const std::vector<Row>& rows) {
  std::vector<bench_report::Run> made;
  for (const Row& row : rows) {
    made.push_back(side({row}));
  }
  return made;
}

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
  row.aggregate_median = 1;
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

TEST(Compare, TheMeanIsOneOfRatios) {
  const std::vector<Row> before{test::row("a", {0, 0, 0, 0}), test::row("b", {1, 1, 1, 1})};
  const std::vector<Row> after{test::row("a", {0, 0, 0, 0}), test::row("b", {2, 2, 2, 2})};
  const auto result = compared(before, after);
  EXPECT_EQ(result.judged, 2U);
  EXPECT_EQ(result.rows_in_mean, 1U);
  EXPECT_DOUBLE_EQ(result.geometric_mean.value(), 2);
  EXPECT_THAT(to_text(result), HasSubstr("over the 1 rows that have a ratio: 2.000"));
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

// Aggregates beside repetitions, which the library writes by default.

TEST(CompareWithAggregates, AMetricThatNoRowHasIsRefused) {
  const std::vector<Row> rows{with_aggregates(test::row("a", around(1, 1)))};
  CompareOptions options;
  options.metric = "item_per_second";
  EXPECT_THAT(refusal({side(rows)}, {side(rows)}, options),
              HasSubstr("no benchmark has samples of item_per_second"));
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
              Contains(HasSubstr("tools/compare-commits")));
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
  EXPECT_THAT(refusal({side(rows), other}, {side(rows), side(rows)}), HasSubstr("commit is"))
      << "a side is one commit";
  for (const char* key : {"host_name", "num_cpus", "library_build_type", "compiler", "my_own_key"}) {
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

TEST(Compare, RefusesWhatSaysNothing) {
  const std::vector<Row> rows{test::row("a", around(1, 1))};
  EXPECT_THAT(refusal({side({})}, {side(rows)}), HasSubstr("no benchmarks with times in it"));
  CompareOptions options;
  options.filter = "b";
  EXPECT_THAT(refusal({side(rows)}, {side(rows)}, options), HasSubstr("finds no benchmark"));
  options.filter = "(";
  EXPECT_THAT(refusal({side(rows)}, {side(rows)}, options), HasSubstr("no regular expression"));
  options.filter = "";
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

TEST(Compare, WhatTheFilterNoLongerFindsHasVanished) {
  const std::vector<Row> before{test::row("a", around(1, 1)), test::row("b", around(1, 2))};
  const std::vector<Row> after{before[1]};
  CompareOptions options;
  options.filter = "a";
  const auto result = compared(before, after, options);
  EXPECT_EQ(result.rows[0].verdict, Verdict::only_old);
  EXPECT_EQ(exit_status(result), Exit::regression);
  EXPECT_THAT(refusal({side(after)}, {side(before)}, options), HasSubstr("--filter a finds no benchmark"));
  options.allow_missing = true;
  EXPECT_THAT(refusal({side(before)}, {side(after)}, options), HasSubstr("nothing to compare"));
  EXPECT_THAT(refusal({side(before)}, {side({})}, options), HasSubstr("no benchmarks with times in it"));
}

TEST(Compare, OnlyAFamilysOwnLineSkipsAllOfIt) {
  const std::vector<Row> before{test::row("f/5", around(1, 1)), test::row("f/100", around(1, 2))};
  Row one = skipped("f/100");
  EXPECT_EQ(find(compared(before, {one}), "f/5").reason, "vanished");
  EXPECT_EQ(find(compared(before, {skipped("f")}), "f/5").reason, "now skipped: no GPU");
  EXPECT_EQ(find(compared(before, {skipped("f/real_time")}), "f/5").reason, "now skipped: no GPU");
}

TEST(Compare, FilterMakesTheFamilySmaller) {
  const std::vector<Row> rows{test::row("a", around(1, 1)), test::row("b", around(1, 2))};
  CompareOptions options;
  options.filter = "^a";
  EXPECT_EQ(compared(rows, rows, options).judged, 1U);
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

TEST(Compare, AllFormatsTellTheSame) {
  const auto times = around(1e-3, 1);
  const std::string hostile = "<script>&\"|\x1b\xff";
  const auto result = compared(
      {test::row("a/N:1", times), test::row(hostile, times), test::row("b", times), test::row("n", times)},
      {test::row("a/N:1", around(1.2e-3, 2)), test::row(hostile, times), failed("b"),
       test::row("n", around(1e-3, 4, 0.8))});
  const auto text = to_text(result);
  EXPECT_THAT(text, AllOf(HasSubstr("REGRESSED     a/N:1"), HasSubstr("1.00 ms"), HasSubstr("1.20 ms"),
                          HasSubstr("NEW-ERROR     b"), HasSubstr("a worker died"),
                          HasSubstr("alpha 0.05 for all 3 rows"), HasSubstr("FAILED"), HasSubstr("±10 %")));
  EXPECT_THAT(to_markdown(result), AllOf(HasSubstr("| REGRESSED | a/N:1 | 1.00 ms | 1.20 ms |"),
                                         HasSubstr("\\<script>\\&\"\\|"), HasSubstr("a worker died")));
  rapidjson::Document json;
  json.Parse(to_json(result).c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["exit_status"].GetInt(), 1);
  EXPECT_EQ(json["rows"].Size(), 4U);
  EXPECT_STREQ(json["rows"][0]["verdict"].GetString(), "REGRESSED");
  EXPECT_NEAR(json["rows"][0]["ratio"].GetDouble(), 1.2, 0.01);
  pugi::xml_document junit;
  const std::string xml = to_junit(result);
  ASSERT_TRUE(junit.load_string(xml.c_str())) << xml;
  const auto suite = junit.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("tests").as_int(), 4);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_EQ(suite.attribute("errors").as_int(), 1);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
  EXPECT_STREQ(suite.find_child_by_attribute("name", "a/N:1").child("failure").attribute("type").value(),
               "REGRESSED");
  EXPECT_STREQ(suite.find_child_by_attribute("name", "a/N:1").attribute("classname").value(), "a");
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
              AllOf(HasSubstr("launches"), HasSubstr("nothing to compare")));
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
      ElementsAre(AllOf(HasSubstr("1 rows have more repetitions in some processes"), HasSubstr(": a"))));
  EXPECT_THAT(compare(after, before, {}).warnings,
              ElementsAre(HasSubstr("1 rows have more repetitions in some processes")));
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
              ElementsAre("1 rows have no samples in some files of a side: b"));
  EXPECT_THAT(compare(after, before, {}).warnings,
              ElementsAre("1 rows have no samples in some files of a side: b"));
}

TEST(Compare, OneFileAgainstSeveralIsASampleOfOne) {
  const auto result = compare({side({test::row("a", around(1, 1))})}, files(processes(1, 2, 5)), {});
  EXPECT_EQ(result.rows[0].before->samples, 1U) << "its repetitions are one process";
  EXPECT_EQ(result.rows[0].after->samples, 5U);
  EXPECT_EQ(result.least_effect, 0.10);
  EXPECT_TRUE(result.by_process);
  EXPECT_THAT(result.warnings, Contains(HasSubstr("one process on a side")));
  EXPECT_THAT(result.warnings, Contains("the old side has 1 files, the new one 5"));
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
  row.aggregate_median = 1;
  EXPECT_EQ(compared({row}, {row}).rows[0].before->median, 1);
  for (const char* metric : {"cpu_time", "items_per_second"}) {
    CompareOptions options;
    options.metric = metric;
    const auto result = compared({row}, {row}, options);
    EXPECT_EQ(result.rows[0].verdict, Verdict::inconclusive) << metric;
    EXPECT_FALSE(result.rows[0].before) << metric;
    EXPECT_FALSE(result.rows[0].after) << metric;
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

TEST(CompareFormats, MarkdownIsTextOnly) {
  const std::vector<Row> rows{test::row("a&lt;b&gt;~~c~~$d$[e](http://f)", around(1, 1))};
  EXPECT_THAT(to_markdown(compared(rows, rows)),
              HasSubstr(R"(| a\&lt;b\&gt;\~\~c\~\~\$d\$[e]\(http://f) |)"));
}

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
    return judge(std::vector{pair}, 0.05, false)[0].verdict;
  };
  EXPECT_EQ(verdict(0.9), Verdict::equivalent);
  EXPECT_EQ(verdict(0.82), Verdict::inconclusive) << "reaches below 1/1.25, though not below 1 - 0.25";
  EXPECT_EQ(verdict(1.15), Verdict::equivalent);
  EXPECT_EQ(verdict(1.25), Verdict::inconclusive);
}

TEST(Judge, TooFewSamplesAreNotEquivalentEither) {
  // All but identical, so that nothing else stands against it: ten rows take six samples a side.
  const auto verdict = [](std::size_t samples) {
    const std::vector<Pair> pairs(10, pair_of(samples, samples, 1));
    return judge(pairs, 0.05, false)[0].verdict;
  };
  EXPECT_EQ(verdict(5), Verdict::inconclusive);
  EXPECT_EQ(verdict(6), Verdict::equivalent);
}

TEST(Judge, ImprovementsAreBeyondTheMinimumEffect) {
  const auto verdict = [](double ratio, bool more_is_better) {
    return judge(std::vector{pair_of(12, 12, ratio)}, 0.05, more_is_better)[0].verdict;
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
    EXPECT_TRUE(judge(one, 0.002, false)[0].resolvable) << before;
    EXPECT_FALSE(judge(one, 0.001, false)[0].resolvable) << before;
    const std::vector<Pair> ten(10, one[0]);
    EXPECT_TRUE(judge(ten, 0.02, false)[0].resolvable) << before;
    EXPECT_FALSE(judge(ten, 0.01, false)[0].resolvable) << before;
  }
}

TEST(Judge, AlphaItselfIsNotReached) {
  const double least = smallest_p(4, 4);
  const auto at = judge(std::vector{pair_of(4, 4, 2)}, least, false)[0];
  EXPECT_EQ(at.p, least);
  EXPECT_EQ(at.verdict, Verdict::inconclusive);
  EXPECT_FALSE(at.resolvable);
  const auto above = judge(std::vector{pair_of(4, 4, 2)}, std::nextafter(least, 1), false)[0];
  EXPECT_EQ(above.verdict, Verdict::regressed);
  EXPECT_TRUE(above.resolvable);
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

// One comparison in each format, with figures that differ wherever one could stand for another: four and six
// samples, three rows, medians that are no minima. p is 2/210, adjusted three times that.

Comparison golden(const CompareOptions& options = {}) {
  return compared(
      {test::row("f/a/N:1", {1.04e-3, 1.00e-3, 1.01e-3, 1.02e-3}), test::row("f/b/N:1", {1, 2, 3, 4}),
       test::row("f/c/N:1", around(1, 1)), test::row("f/gone/N:1", {1}), skipped("f/s")},
      {test::row("f/a/N:1", {2.00e-3, 2.02e-3, 2.10e-3, 2.04e-3, 2.05e-3, 2.06e-3}),
       test::row("f/b/N:1", {1.5, 2.5, 3.5, 5}), test::row("f/c/N:1", around(1, 2)),
       test::row("f/new/N:1", {1}), skipped("f/s")},
      options);
}

TEST(CompareFormats, TextHasEveryFigureInItsColumn) {
  EXPECT_THAT(to_text(golden()), HasSubstr("verdict       benchmark   old median  new median  old min  new "
                                           "min  new/old   95 % interval       p"
                                           "  Holm's p  min effect  samples\n"
                                           "REGRESSED     f/a/N:1        1.02 ms     2.04 ms  1.00 ms  2.00 "
                                           "ms    2.015  [1.961, 2.060]  0.0095"
                                           "    0.0286       ±10 %     4, 6\n"
                                           "ONLY-OLD      f/gone/N:1      1.00 s               1.00 s        "
                                           "                                  "
                                           "                           1, 0  vanished\n"));
  EXPECT_THAT(to_text(golden()),
              HasSubstr("\n1 REGRESSED, 1 ONLY-OLD, 1 INCONCLUSIVE, 1 ONLY-NEW, 1 EQUIVALENT, 1 SKIPPED\n"));
}

TEST(CompareFormats, MarkdownHasEveryFigureInItsColumn) {
  EXPECT_THAT(
      to_markdown(golden()),
      AllOf(
          HasSubstr("\n| verdict | benchmark | old median | new median | old min | new min | new/old | "
                    "95 % interval | p | Holm's p | min effect | samples | why |\n"),
          HasSubstr(
              "\n| REGRESSED | f/a/N:1 | 1.02 ms | 2.04 ms | 1.00 ms | 2.00 ms | 2.015 | [1.961, 2.060] "
              "| 0.0095 | 0.0286 | ±10 % | 4, 6 |  |\n"),
          HasSubstr("\n| ONLY-OLD | f/gone/N:1 | 1.00 s |  | 1.00 s |  |  |  |  |  |  | 1, 0 | vanished |\n"),
          HasSubstr("\n| ONLY-NEW | f/new/N:1 |  | 1.00 s |  | 1.00 s |  |  |  |  |  | 0, 1 |  |\n")));
}

TEST(CompareFormats, JsonHasEveryFigureUnderItsKey) {
  rapidjson::Document json;
  json.Parse(to_json(golden()).c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["rows_in_family"].GetInt(), 3);
  EXPECT_DOUBLE_EQ(json["alpha"].GetDouble(), 0.05);
  const auto& row = json["rows"][0];
  EXPECT_STREQ(row["name"].GetString(), "f/a/N:1");
  EXPECT_STREQ(row["verdict"].GetString(), "REGRESSED");
  EXPECT_FALSE(row.HasMember("reason"));
  EXPECT_EQ(row["old"]["samples"].GetInt(), 4);
  EXPECT_EQ(row["new"]["samples"].GetInt(), 6);
  EXPECT_DOUBLE_EQ(row["old"]["median"].GetDouble(), 1.015e-3);
  EXPECT_DOUBLE_EQ(row["new"]["median"].GetDouble(), 2.045e-3);
  EXPECT_DOUBLE_EQ(row["old"]["min"].GetDouble(), 1.00e-3);
  EXPECT_DOUBLE_EQ(row["new"]["min"].GetDouble(), 2.00e-3);
  // Of the 24 ratios the third from below and above, and halfway between the two in the middle.
  EXPECT_NEAR(row["ratio_low"].GetDouble(), 2.00 / 1.02, 1e-12);
  EXPECT_NEAR(row["ratio_high"].GetDouble(), 2.06 / 1.00, 1e-12);
  EXPECT_NEAR(row["ratio"].GetDouble(), 2.0145, 1e-4);
  EXPECT_NEAR(row["p"].GetDouble(), 2.0 / 210, 1e-12);
  EXPECT_NEAR(row["adjusted_p"].GetDouble(), 6.0 / 210, 1e-12);
  EXPECT_DOUBLE_EQ(row["min_effect"].GetDouble(), 0.1);
  EXPECT_STREQ(json["rows"][1]["reason"].GetString(), "vanished");
  EXPECT_TRUE(json["rows"][1]["new"].IsNull());
  EXPECT_TRUE(json["rows"][3]["old"].IsNull());
}

/// The suite's numbers of tests, failures, errors and skipped tests.
std::vector<int> counts_of(const pugi::xml_document& junit) {
  std::vector<int> counts;
  for (const char* what : {"tests", "failures", "errors", "skipped"}) {
    counts.push_back(junit.child("testsuites").child("testsuite").attribute(what).as_int(-1));
  }
  return counts;
}

pugi::xml_node test_case(const pugi::xml_document& junit, const char* name) {
  return junit.child("testsuites").child("testsuite").find_child_by_attribute("name", name);
}

TEST(CompareFormats, JunitHasARowInASentence) {
  pugi::xml_document junit;
  ASSERT_TRUE(junit.load_string(to_junit(golden()).c_str()));
  EXPECT_THAT(counts_of(junit), ElementsAre(6, 2, 0, 2));
  EXPECT_STREQ(test_case(junit, "f/a/N:1").attribute("classname").value(), "f/a");
  EXPECT_STREQ(test_case(junit, "f/a/N:1").child("failure").attribute("message").value(),
               "REGRESSED: real_time was 1.02 ms, is 2.04 ms, new/old 2.015 [1.961, 2.060], Holm's p 0.0286");
  EXPECT_STREQ(test_case(junit, "f/gone/N:1").child("failure").attribute("message").value(),
               "ONLY-OLD: vanished");
  EXPECT_STREQ(test_case(junit, "f/new/N:1").child("system-out").text().get(), "ONLY-NEW");
  EXPECT_TRUE(test_case(junit, "f/b/N:1").child("skipped")) << "inconclusive";
  EXPECT_TRUE(test_case(junit, "f/c/N:1").child("system-out")) << "equivalent";
  EXPECT_STREQ(test_case(junit, "f/s").child("skipped").attribute("message").value(),
               "SKIPPED: skipped: no GPU");
}

TEST(CompareFormats, JunitFailsWhatTheOptionsLetFail) {
  CompareOptions options;
  options.strict = true;
  pugi::xml_document strict;
  ASSERT_TRUE(strict.load_string(to_junit(golden(options)).c_str()));
  EXPECT_THAT(counts_of(strict), ElementsAre(6, 3, 0, 1));
  EXPECT_STREQ(test_case(strict, "f/b/N:1").child("failure").attribute("type").value(), "INCONCLUSIVE");
  EXPECT_TRUE(test_case(strict, "f/gone/N:1").child("failure"));
  options.allow_missing = true;
  options.strict = false;
  pugi::xml_document missing;
  ASSERT_TRUE(missing.load_string(to_junit(golden(options)).c_str()));
  EXPECT_THAT(counts_of(missing), ElementsAre(6, 1, 0, 2));
  EXPECT_STREQ(test_case(missing, "f/gone/N:1").child("system-out").text().get(), "ONLY-OLD: vanished");
}

TEST(CompareFormats, WhatIsNoNumberIsNullInJson) {
  const auto result = compared({test::row("a", {1e-300, 2e-300, 3e-300, 4e-300})},
                               {test::row("a", {1e300, 2e300, 3e300, 4e300})});
  rapidjson::Document json;
  json.Parse(to_json(result).c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_TRUE(json["rows"][0]["ratio"].IsNull());
  EXPECT_TRUE(json["rows"][0]["ratio_high"].IsNull());
  EXPECT_TRUE(json["geometric_mean"].IsNull());
  EXPECT_STREQ(json["rows"][0]["verdict"].GetString(), "REGRESSED");
}

}  // namespace
}  // namespace bench_report
