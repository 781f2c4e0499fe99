// A history in words, tables and JSON.
#include "tools/bench_report/output/history_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <vector>

#include "tools/bench_report/output/history_words.hpp"
#include "tools/bench_report/output/test_support.hpp"

namespace bench_report {
namespace {

using test::made_history;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string in(const History& history, Format format, std::optional<HistoryGate> gate = {}) {
  return formatted(HistoryReport(history, gate), format);
}

TEST(HistoryReport, TextHasChangesRowsAndNotes) {
  const History history = made_history();
  const std::string text = in(history, Format::text);
  EXPECT_THAT(text, StartsWith("10 commits in 10 files, 2026-01-01 to 2026-01-10; 2 rows\n"));
  EXPECT_THAT(
      text,
      HasSubstr("REGRESSED  BM_a/8     1.00 ms  1.20 ms          1.20   [1.18, 1.22]  c5             c4"));
  EXPECT_THAT(text, HasSubstr("2026-01-06"));
  EXPECT_THAT(text, HasSubstr("the context differs there, too: compiler (GCC 12, then GCC 13)"));
  EXPECT_THAT(text, HasSubstr("slower since c5"));
  EXPECT_THAT(text, HasSubstr("newest commit 50 % slower: too few to tell"));
  EXPECT_THAT(text, HasSubstr("Note: a note"));
  EXPECT_THAT(text, Not(HasSubstr("PASSED")));
}

TEST(HistoryReport, TheGateIsTheLastLineOfTextAndTheFirstOfMarkdown) {
  const History history = made_history();
  EXPECT_THAT(in(history, Format::text, HistoryGate{.place = 2, .regressions = 3}),
              testing::EndsWith("FAILED: 3 regressions since c2 (exit status 1)\n"));
  EXPECT_THAT(in(history, Format::markdown, HistoryGate{.place = 2, .regressions = 0}),
              StartsWith("**PASSED: no regression since c2**"));
}

TEST(HistoryReport, JsonIsAsPromised) {
  rapidjson::Document json;
  const History history = made_history();
  json.Parse(in(history, Format::json, HistoryGate{.place = 2, .regressions = 1}).c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["commits"].Size(), 10U);
  EXPECT_STREQ(json["commits"][5]["id"].GetString(), "c5");
  EXPECT_STREQ(json["commits"][5]["date"].GetString(), "2026-01-06T00:00:00Z");
  EXPECT_STREQ(json["commits"][5]["files"][0].GetString(), "c5.json");
  const auto& row = json["rows"][0];
  EXPECT_STREQ(row["name"].GetString(), "BM_a/8");
  EXPECT_STREQ(row["unit"].GetString(), "s");
  const auto& change = row["changes"][0];
  EXPECT_EQ(change["index"].GetUint(), 5U);
  EXPECT_STREQ(change["commit"].GetString(), "c5");
  EXPECT_STREQ(change["last_good"].GetString(), "c4");
  EXPECT_EQ(change["before"].GetDouble(), 1e-3);
  EXPECT_EQ(change["after"].GetDouble(), 1.2e-3);
  EXPECT_EQ(change["ratio"].GetDouble(), 1.2);
  EXPECT_EQ(change["ratio_low"].GetDouble(), 1.18);
  EXPECT_EQ(change["ratio_high"].GetDouble(), 1.22);
  EXPECT_EQ(change["adjusted_p"].GetDouble(), 1e-5);
  EXPECT_STREQ(change["context_differs"][0].GetString(), "compiler (GCC 12, then GCC 13)");
  EXPECT_EQ(row["values"].Size(), 10U);
  EXPECT_EQ(row["indices"][9].GetDouble(), 9);
  EXPECT_TRUE(row["suspicion"].IsNull());
  EXPECT_EQ(json["rows"][1]["suspicion"]["commits"].GetUint(), 1U);
  EXPECT_EQ(json["rows"][1]["changes"].Size(), 0U);
  EXPECT_EQ(json["gate"]["regressions"].GetUint(), 1U);
}

TEST(HistoryReport, CsvHasALineForEachChangeAndEachSteadyRow) {
  const std::string csv = in(made_history(), Format::csv);
  EXPECT_THAT(
      csv, HasSubstr("\nBM_a/8,10,0.0012,0.01,slower since c5,REGRESSED,5,c5,c4,2026-01-06T00:00:00Z,0.001,"
                     "0.0012,1.2,1.18,1.22,1e-05,false,\"compiler (GCC 12, then GCC 13)\"\n"));
  EXPECT_THAT(csv,
              HasSubstr("\nBM_b,10,0.002,0.01,newest commit 50 % slower: too few to tell,,,,,,,,,,,,,\n"));
}

TEST(HistoryWords, WhatAChangeIsCalled) {
  HistoryOptions options;
  EXPECT_EQ(change_in_words(1.2, options), "20 % slower");
  EXPECT_EQ(change_in_words(0.9, options), "10 % faster");
  EXPECT_EQ(change_in_words(3, options), "3 times slower");
  EXPECT_EQ(change_in_words(0.25, options), "4 times faster");
  options.metric = "items_per_second";
  options.direction = Direction::more;
  EXPECT_EQ(change_in_words(1.2, options), "20 % better");
  options.direction = Direction::unknown;
  EXPECT_EQ(change_in_words(1.2, options), "20 % higher");
}

TEST(HistoryWords, TheNewestChangesComeFirstThenTheLargest) {
  History history = made_history();
  HistoryChange change = history.rows[0].changes[0];
  change.ratio.estimate = 0.5;  // further than 1.2
  history.rows[1].changes = {change};
  change.index = 7;
  change.ratio.estimate = 1.1;
  history.rows[1].changes.push_back(change);
  std::vector<double> ratios;
  for (const ListedChange& listed : listed_changes(history)) {
    ratios.push_back(listed.change->ratio.estimate);
  }
  EXPECT_THAT(ratios, testing::ElementsAre(1.1, 0.5, 1.2));
}

TEST(HistoryWords, CommitsAreShortened) {
  const auto id = [](const std::string& name) { return short_id({.id = name}); };
  EXPECT_EQ(id("0123456789abcdef0123"), "0123456789ab");
  EXPECT_EQ(id("0123456789abcdef0123-dirty"), "0123456789ab-dirty");
  EXPECT_EQ(id("v1.2.3"), "v1.2.3");
  EXPECT_EQ(id("ec72b63"), "ec72b63");
}

}  // namespace
}  // namespace bench_report
