// All formats tell the same comparison.
#include "tools/bench_report/output/compare_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <pugixml.hpp>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/test_support.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

Comparison compared(const std::vector<Row>& before, const std::vector<Row>& after,
                    const CompareOptions& options = {}) {
  return compare({side(before)}, {side(after)}, options);
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

TEST(Compare, TheMeanIsOneOfRatios) {
  const std::vector<Row> before{test::row("a", {0, 0, 0, 0}), test::row("b", {1, 1, 1, 1})};
  const std::vector<Row> after{test::row("a", {0, 0, 0, 0}), test::row("b", {2, 2, 2, 2})};
  const auto result = compared(before, after);
  EXPECT_EQ(result.judged, 2U);
  EXPECT_EQ(result.rows_in_mean, 1U);
  EXPECT_DOUBLE_EQ(result.geometric_mean.value(), 2);
  EXPECT_THAT(to_text(result), HasSubstr("over the 1 row that has a ratio: 2.000"));
}

TEST(Compare, OneRowThatIsOpenIsToldToo) {
  const std::vector<Row> before{test::row("same", around(1, 1)), test::row("open", {1, 2, 3, 4})};
  const std::vector<Row> after{test::row("same", around(1, 2)), test::row("open", {1.5, 2.5, 3.5, 5})};
  const auto result = compared(before, after);
  ASSERT_EQ(result.count(Verdict::inconclusive), 1U);
  EXPECT_THAT(to_text(result), HasSubstr("; INCONCLUSIVE rows were not shown to be equal either"));
  const auto equal = compared({before[0]}, {after[0]});
  EXPECT_THAT(to_text(equal), testing::Not(HasSubstr("were not shown")));
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

TEST(CompareFormats, MarkdownIsTextOnly) {
  const std::vector<Row> rows{test::row("a&lt;b&gt;~~c~~$d$[e](http://f)", around(1, 1))};
  EXPECT_THAT(to_markdown(compared(rows, rows)),
              HasSubstr(R"(| a\&lt;b\&gt;\~\~c\~\~\$d\$[e]\(http://f) |)"));
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
