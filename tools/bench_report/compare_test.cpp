// Verdicts, what is refused, what fails, and that all formats tell the same.
#include "tools/bench_report/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <pugixml.hpp>
#include <random>
#include <stdexcept>

#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::Contains;
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

TEST(Compare, TellsSlowerFromFasterFromTheSame) {
  const auto result = compared(
      {test::row("a", around(1, 1)), test::row("b", around(1, 2)), test::row("c", around(1, 3))},
      {test::row("a", around(1.2, 4)), test::row("b", around(1 / 1.2, 5)), test::row("c", around(1.01, 6))});
  EXPECT_EQ(find(result, "a").verdict, Verdict::regressed);
  EXPECT_NEAR(find(result, "a").judgement->ratio, 1.2, 0.01);
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

TEST(Compare, ZerosHaveNoRatio) {
  const std::vector<Row> before{test::row("a", {1, 0, 1, 1}), test::row("b", around(1, 1))};
  const auto result = compared(before, before);
  EXPECT_EQ(find(result, "a").verdict, Verdict::inconclusive);
  EXPECT_THAT(find(result, "a").reason, HasSubstr("not positive"));
  EXPECT_EQ(result.judged, 1U);
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
                                         HasSubstr("\\<script>&\"\\|"), HasSubstr("a worker died")));
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

}  // namespace
}  // namespace bench_report
