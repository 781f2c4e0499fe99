// Labels and complexities in every format.
#include "tools/bench_report/output/row_facts_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "tools/bench_report/output/quantiles_report.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string written(const std::vector<Run>& runs, Format format) {
  const QuantileTable table = make_quantile_table(runs, {}, default_base, false);
  const QuantilesReport report(table);
  const RowFacts facts = row_facts(runs);
  return formatted(RowFactsReport(report, facts), format);
}

Run labelled() {
  Row row = test::row("BM_sort/8", {1});
  row.label = "avx2 | x";
  Run run = test::run({row});
  run.complexities.push_back(
      {.name = "BM_sort", .order = "N", .real_coefficient = 2e-9, .cpu_coefficient = 3e-9, .rms = 0.03});
  return run;
}

TEST(RowFactsReport, StandsBehindTheOther) {
  const std::string text = written({labelled()}, Format::text);
  EXPECT_THAT(text, HasSubstr("\nLabels\n  benchmark  label\n  BM_sort/8  avx2 | x\n"));
  EXPECT_THAT(text, HasSubstr("  BM_sort  O(N)                 2.00 ns            3.00 ns        3 %\n"));
  EXPECT_THAT(written({labelled()}, Format::markdown), HasSubstr("| BM\\_sort/8 | avx2 \\| x |"));
  rapidjson::Document json;
  json.Parse(written({labelled()}, Format::json).c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_STREQ(json["labels"][0]["label"].GetString(), "avx2 | x");
  EXPECT_STREQ(json["complexities"][0]["order"].GetString(), "N");
  EXPECT_EQ(json["complexities"][0]["real_coefficient"].GetDouble(), 2e-9);
  EXPECT_THAT(written({labelled()}, Format::csv), Not(HasSubstr("avx2")));
}

TEST(RowFactsReport, ManyLabelsDoNotBuryTheRest) {
  std::vector<Row> rows;
  for (int i = 0; i < 11; ++i) {
    rows.push_back(test::row("a/" + std::to_string(i), {1}));
    rows.back().label = "L2";
  }
  EXPECT_THAT(written({test::run(rows)}, Format::text), Not(HasSubstr("Labels")));
  EXPECT_THAT(written({test::run(rows)}, Format::markdown), HasSubstr("L2"));
  const QuantileTable table = make_quantile_table({test::run(rows)}, {}, default_base, false);
  const RowFacts facts = row_facts({test::run(rows)});
  EXPECT_THAT(formatted(RowFactsReport(QuantilesReport(table), facts, true), Format::text),
              HasSubstr("a/10       L2\n"));
}

TEST(RowFactsReport, IsSilentWhereThereIsNothing) {
  EXPECT_THAT(written({test::run({test::row("a", {1})})}, Format::text),
              Not(testing::AnyOf(HasSubstr("Labels"), HasSubstr("Complexity"))));
}

}  // namespace
}  // namespace bench_report
