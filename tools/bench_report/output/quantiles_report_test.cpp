// All formats tell the same table.
#include "tools/bench_report/output/quantiles_report.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/payback.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/test_support.hpp"
#include "tools/bench_report/test_support.hpp"
#include "tools/bench_report/text/utf8.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

QuantileTable table_of(const std::vector<Run>& runs, SeriesOptions options = {}) {
  options.contest = true;
  return make_quantile_table(runs, options, "loops", false);
}

/// With --all.
std::string all_of(const QuantileTable& table) {
  return formatted(QuantilesReport(table, {.all = true}), Format::text);
}

Row compiled(const std::string& name, std::vector<double> seconds, double trace, double compile) {
  Row row = test::row(name, std::move(seconds));
  row.counters["compile_seconds"] = {compile};
  row.counters["trace_seconds"] = {trace};
  return row;
}

TEST(Quantiles, SaysWhyThereIsNoLead) {
  const auto table =
      table_of({test::run({test::row("a/N:1", {0, 1, 1}), test::row("b/N:1", {2, 2, 2}),
                           test::row("a/N:2", {1}), test::row("b/N:2", {2}), test::row("a/N:3", {1})})});
  ASSERT_EQ(table.winners.size(), 3U);
  EXPECT_EQ(describe_lead(table.winners[0]), "no ratio to b: a sample is not positive");
  EXPECT_EQ(describe_lead(table.winners[1]), "too few samples to separate it from b");
  EXPECT_EQ(describe_lead(table.winners[2]), "alone");
}

TEST(Quantiles, ALeadThatMostPairsContradictIsNone) {
  const auto table = table_of({test::run(test::contradicted_rows())});
  EXPECT_EQ(table.winners[0].family, "a");
  EXPECT_FALSE(table.winners[0].separated());
  ASSERT_LT(table.winners[0].lead->high, 1);
  EXPECT_THAT(describe_lead(table.winners[0]),
              HasSubstr("best median, but in most pairs of samples b is better ["));
  EXPECT_THAT(to_text(table), HasSubstr("Fastest at N = 1: a and b, within 3 % of each other."));
}

TEST(Quantiles, ALeadIsNamedOnlyWhenItIsSeparated) {
  const std::vector<double> fast{1.00, 1.01, 1.02, 1.03, 1.04, 1.05};
  std::vector<double> slow;
  std::vector<double> same;
  for (const double value : fast) {
    slow.push_back(2 * value);
    same.push_back(1.001 * value);
  }
  const auto apart = table_of({test::run({test::row("a/N:1", slow), test::row("b/N:1", fast)})});
  EXPECT_EQ(apart.winners[0].family, "b");
  EXPECT_TRUE(apart.winners[0].separated());
  EXPECT_NEAR(apart.winners[0].lead->estimate, 2, 1e-9);
  EXPECT_THAT(all_of(apart), HasSubstr("2.00× faster than a ["));
  const auto together = table_of({test::run({test::row("a/N:1", same), test::row("b/N:1", fast)})});
  EXPECT_EQ(together.winners[0].family, "b");
  EXPECT_FALSE(together.winners[0].separated());
  EXPECT_THAT(all_of(together), HasSubstr("not separated from a ["));
}

TEST(Quantiles, ALeadThatIsSeparatedDoesNotReadAsNone) {
  std::vector<double> fast;
  std::vector<double> slow;
  for (int i = 0; i < 9; ++i) {
    fast.push_back(1 + 1e-5 * i);
    slow.push_back(1.003 * fast.back());
  }
  SeriesOptions options;
  options.tie = 0;
  const auto table = table_of({test::run({test::row("a/N:1", fast), test::row("b/N:1", slow)})}, options);
  ASSERT_TRUE(table.winners[0].separated());
  EXPECT_THAT(all_of(table), HasSubstr("1.003× faster than b [1.003, 1.003]"));
}

TEST(Quantiles, RowsWithoutAnArgumentAreOneBlockByMedian) {
  Row bare = test::row("BM_Both", {6});
  bare.error = "out of memory";
  const std::vector runs{test::run({test::row("BM_Slow", {2, 3, 4, 3}), test::row("BM_Fast", {1}), bare})};
  const auto table = make_quantile_table(runs, {}, "BM_Slow", true);
  EXPECT_THAT(to_text(table), HasSubstr("without a numeric argument\n"
                                        "  time of a run     5 %    50 %    95 %  speedup over BM_Slow\n"
                                        "  BM_Fast        1.00 s  1.00 s  1.00 s                 3.00×\n"
                                        "  BM_Slow        2.15 s  3.00 s  3.85 s                 1.00×\n\n"
                                        "Failed\n  BM_Both: out of memory\n"));
  EXPECT_TRUE(table.winners.empty()) << "different benchmarks do not compete";
  EXPECT_THAT(to_csv(table), HasSubstr("BM_Fast,,1,1,1,1,3,1,,\n"));
  EXPECT_THAT(to_markdown(table), HasSubstr("|  | BM\\_Fast | 1.00 s |"));
  rapidjson::Document document;
  document.Parse(to_json(table).c_str());
  EXPECT_TRUE(document["rows"][0]["x"].IsNull());

  const auto both = table_of({test::run({test::row("a", {1}), test::row("a/N:1", {2})})});
  ASSERT_EQ(both.rows.size(), 2U);
  EXPECT_EQ(both.rows[0].x, 1);
  EXPECT_EQ(both.rows[1].x, std::nullopt) << "last";
  EXPECT_THAT(to_text(both), HasSubstr("\nwithout the argument N\n"));
}

TEST(Quantiles, AnArgumentWithoutANameIsKnownByItsPlace) {
  const auto run = test::run({test::row("a/8/1024", {1}), test::row("a/8/2048", {1})});
  EXPECT_THAT(all_of(table_of({run})), HasSubstr("\nargument 2 = 1024\n"));
  SeriesOptions options;
  options.axis = "#1";
  EXPECT_THAT(all_of(table_of({run}, options)), HasSubstr("\nargument 1 = 8\n"));
}

/// Repetitions of one process may agree better than processes do: of several files, each is one sample.
TEST(Quantiles, ALeadOverSeveralProcessesIsOneOfProcesses) {
  std::vector<bench_report::Run> runs;
  for (const double drift : {1.0, 1.2, 0.9, 1.1}) {
    runs.push_back(test::run({test::row("a/N:1", {drift, 1.001 * drift, 1.002 * drift}),
                              test::row("b/N:1", {1.05, 1.051, 1.052})}));
  }
  const auto table = table_of(runs);
  EXPECT_EQ(table.winners.at(0).standing, Lead::not_separated);
  EXPECT_THAT(all_of(table),
              HasSubstr("Best, and its lead over the runner-up (95 % interval, of 4 processes)"));
  runs.resize(3);
  EXPECT_EQ(table_of(runs).winners.at(0).standing, Lead::too_few_samples)
      << "of 3 processes, not 9 repetitions";

  const auto of_one = table_of({test::run(
      {test::row("a/N:1", {1, 1.001, 1.002, 1.003}), test::row("b/N:1", {1.06, 1.061, 1.062, 1.063})})});
  EXPECT_EQ(of_one.winners.at(0).standing, Lead::separated);
  EXPECT_THAT(all_of(of_one), HasSubstr("(95 % interval, within one process)"));
}

TEST(Quantiles, ShowsTheIntervalOfTheMedianAndTheMinimum) {
  const auto table =
      table_of({test::run({test::row("a/N:1", {6, 1, 2, 3, 4, 5}), test::row("b/N:1", {7, 8})})});
  EXPECT_THAT(to_csv(table),
              AllOf(HasSubstr("a,1,6,1.25,3.5,5.75,,1,1,6\n"), HasSubstr("b,1,2,7.05,7.5,7.95,,7,,\n")));
  rapidjson::Document document;
  document.Parse(to_json(table).c_str());
  EXPECT_EQ(document["rows"][0]["median_low"].GetDouble(), 1);
  EXPECT_EQ(document["rows"][0]["median_high"].GetDouble(), 6);
  EXPECT_FALSE(document["rows"][1].HasMember("median_low")) << "two samples have none";
}

TEST(Quantiles, RowsLeftOutForOneReasonAreOneLine) {
  std::vector<Row> rows{test::row("a/N:1", {1})};
  for (const char* name : {"cuda/b", "mpi", "cuda/a"}) {
    rows.push_back(test::row(name, {}));
    rows.back().skipped = std::string(name) == "mpi" ? "no launcher" : "no GPU";
  }
  EXPECT_THAT(to_text(table_of({test::run(rows)})),
              HasSubstr("Skipped\n  cuda/a, cuda/b: no GPU\n  mpi: no launcher\n"));
  rows.clear();
  for (int size = 1; size <= 9; ++size) {
    rows.push_back(test::skipped(fmt::format("one/N:{}", size)));
    rows.push_back(test::skipped(fmt::format("family{}/N:1", size)));
  }
  const auto table = table_of({test::run(rows)});
  EXPECT_THAT(to_text(table),
              HasSubstr("Skipped\n  family1, family2, family3, family4, family5 and 5 more: no GPU\n"))
      << "a family once, whatever its sizes";
  EXPECT_THAT(all_of(table), HasSubstr("one/N:8, one/N:9: no GPU\n"));
}

TEST(Quantiles, SaysWhatSpoilsTheFigures) {
  auto run = test::run({test::row("a/N:1", {1})});
  run.context["interrupted"] = "true";
  run.warnings = {"odd"};
  EXPECT_THAT(to_text(table_of({run})),
              AllOf(HasSubstr("Note: the run was interrupted"), HasSubstr("Note: odd")));
  EXPECT_THAT(to_text(table_of({run, run})), HasSubstr("Note: 2 of 2 runs were interrupted"));
}

TEST(Quantiles, AllFormatsTellTheSame) {
  const auto table = table_of({test::read_run(test::testdata("ours.json"))});
  EXPECT_THAT(all_of(table),
              AllOf(HasSubstr("N = 10"), HasSubstr("200 µs"), HasSubstr("4.00×"), HasSubstr("no GPU"),
                    HasSubstr("out of memory"), HasSubstr("commit 0123456789ab with uncommitted changes"),
                    HasSubstr("quantiles are unsure"),
                    HasSubstr("Best median from N = 10 to 20: pool (too few samples to tell).")));
  EXPECT_THAT(to_markdown(table), AllOf(HasSubstr("| 10 | loops | 110 µs | 200 µs | 290 µs | 3 | 1.00× |"),
                                        HasSubstr("no GPU"), HasSubstr("out of memory")));
  EXPECT_THAT(to_markdown(table),
              AllOf(HasSubstr("| median in µs at N = | 10 | 20 |"),
                    HasSubstr("| pool | **50.0** | **100** |"), HasSubstr("| limit/copy |  | 80.0 |")));
  EXPECT_THAT(to_csv(table), HasSubstr("loops,10,3,0.00011"));
  rapidjson::Document document;
  document.Parse(to_json(table).c_str());
  ASSERT_FALSE(document.HasParseError());
  EXPECT_EQ(document["rows"].Size(), table.rows.size());
  EXPECT_EQ(document["winners"].Size(), 2U);
  EXPECT_TRUE(document["contest"].GetBool());
  EXPECT_EQ(document["tie"].GetDouble(), tie_within_a_process);
  EXPECT_THAT(document["answer"].GetString(), HasSubstr("from N = 10 to 20: pool"));
  EXPECT_STREQ(document["skipped"][0]["reason"].GetString(), "no GPU");
}

TEST(Quantiles, CompilingPaysForItselfAfterThatManyRuns) {
  const auto table = table_of({test::run(
      {test::row("loops/N:1", {3}), test::row("vectorized/eager/N:1", {1.5}), test::row("loops/N:2", {5}),
       compiled("jit/a/N:1", {2}, 1, 9), compiled("jit/a/N:2", {2}, 1, 9),
       compiled("jit/a/cold/N:1", {12}, 1, 9), compiled("jit/b/N:3", {2}, 1, 9)})});
  ASSERT_EQ(table.paybacks.size(), 2U) << "what compiles in every run, and what has no base, is left out";
  const Payback& first = table.paybacks[0];
  EXPECT_EQ(first.family, "jit/a");
  EXPECT_DOUBLE_EQ(first.compile_seconds, 10);
  ASSERT_EQ(first.against.size(), 2U);
  EXPECT_EQ(first.against[0].runs, 11) << "10 seconds of compiling, 1 second saved a run: even after 10";
  EXPECT_EQ(first.against[1].runs, std::nullopt) << "it is slower";
  ASSERT_EQ(table.paybacks[1].against.size(), 1U);
  EXPECT_EQ(table.paybacks[1].against[0].runs, 4);

  EXPECT_THAT(all_of(table),
              AllOf(HasSubstr("  N  family  compiling  against loops  against vectorized/eager\n"),
                    HasSubstr("  1  jit/a      10.0 s             11                     never\n"),
                    HasSubstr("  2  jit/a      10.0 s              4\n")));
  EXPECT_THAT(to_markdown(table),
              HasSubstr("| N | family | compiling | against loops | against vectorized/eager |\n"
                        "|---:|---|---:|---:|---:|\n"
                        "| 1 | jit/a | 10.0 s | 11 | never |\n"));
  rapidjson::Document document;
  document.Parse(to_json(table).c_str());
  ASSERT_FALSE(document.HasParseError());
  EXPECT_EQ(document["paybacks"][0]["runs"]["loops"].GetDouble(), 11);
  EXPECT_TRUE(document["paybacks"][0]["runs"]["vectorized/eager"].IsNull());
}

TEST(Quantiles, TheAnswerComesFirstThenMediansAndNoMoreUnlessAsked) {
  const std::vector<double> fast{1.00, 1.01, 1.02, 1.03, 1.04, 1.05};
  std::vector<double> slow;
  std::ranges::transform(fast, std::back_inserter(slow), [](double value) { return 2 * value; });
  const auto table = table_of({test::run({test::row("loops/N:1", slow), test::row("pool/N:1", fast),
                                          test::row("loops/N:2", slow), test::row("pool/N:2", slow)})});
  const std::string text = to_text(table);
  EXPECT_THAT(text, testing::StartsWith("Fastest from N = 1 to 2: pool; at 2 also loops.\n\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("\n  median in s at N =     1      2\n"
                                    "  loops               2.05   2.05*\n"
                                    "  pool                1.02*  2.05≈\n"
                                    "  * fastest, ≈ tied with it: not told apart, or by less than 5 %\n"),
                          Not(HasSubstr("  95 %")), Not(HasSubstr("Best, and its lead")),
                          Not(HasSubstr("time ÷ best"))));
  EXPECT_THAT(all_of(table),
              AllOf(HasSubstr("N = 1\n"), HasSubstr("  95 %"), HasSubstr("Best, and its lead")));
  EXPECT_THAT(formatted(QuantilesReport(table, {.ratios = true}), Format::text),
              HasSubstr("  time ÷ best at N =     1      2\n"
                        "  loops               2.00   1.00*\n"
                        "  pool                1.00*  1.00≈\n"));
}

TEST(Quantiles, WhereNobodyCompetesThereIsNoAnswerAndNoMark) {
  const std::vector runs{test::run({test::row("BM_Sort/N:1", {1}), test::row("BM_Find/N:1", {2})})};
  const auto table = make_quantile_table(runs, {}, "loops", false);
  EXPECT_TRUE(table.winners.empty());
  EXPECT_THAT(to_text(table), testing::StartsWith("  median in s at N =     1\n"
                                                  "  BM_Find             2.00\n"
                                                  "  BM_Sort             1.00\n"));
  rapidjson::Document document;
  document.Parse(to_json(table).c_str());
  EXPECT_FALSE(document["contest"].GetBool());
  EXPECT_FALSE(document.HasMember("answer"));
  EXPECT_FALSE(make_quantile_table({contest(runs[0])}, {}, "loops", false).winners.empty());
}

TEST(Quantiles, ATerminalThatIsTooNarrowLosesSizesAndIsTold) {
  std::vector<Row> rows;
  for (int size = 1; size <= 20; ++size) {
    rows.push_back(test::row(fmt::format("a/N:{}00", size), {1.5}));
  }
  const auto table = table_of({test::run(rows)});
  for (const std::size_t columns : {40U, 60U, 100U}) {
    const std::string text = formatted(QuantilesReport(table, {.columns = columns}), Format::text);
    std::istringstream lines(text);
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_LE(width(line), columns);
    EXPECT_GT(width(line), columns - 14) << "no room is wasted";
    EXPECT_THAT(line, AllOf(HasSubstr("   100"), testing::EndsWith("2000"))) << "the first and the last stay";
    EXPECT_THAT(text, HasSubstr(fmt::format("no room in {} columns for N = 200", columns)));
  }
  EXPECT_THAT(formatted(QuantilesReport(table, {.columns = 200}), Format::text), Not(HasSubstr("no room")));
}

TEST(Quantiles, JsonNamesWhoIsTied) {
  const std::vector<double> six{1.00, 1.01, 1.02, 1.03, 1.04, 1.05};
  const auto table = table_of({test::run({test::row("a/N:1", six), test::row("b/N:1", six)})});
  rapidjson::Document document;
  document.Parse(to_json(table).c_str());
  EXPECT_STREQ(document["winners"][0]["family"].GetString(), "a");
  EXPECT_STREQ(document["winners"][0]["tied"][0].GetString(), "b");
}

TEST(Quantiles, WithoutCompilersNothingIsPaidBack) {
  const auto table = table_of({test::run({test::row("loops/N:1", {3}), test::row("a/N:1", {2})})});
  EXPECT_TRUE(table.paybacks.empty());
  EXPECT_THAT(all_of(table), Not(HasSubstr("paid for itself")));
}

TEST(Quantiles, CsvAndMarkdownKeepHostileNamesInTheirCells) {
  const auto table = table_of({test::run({test::row("a\"b,c|d<script>/N:1", {1})})});
  EXPECT_THAT(to_csv(table), HasSubstr("\"a\"\"b,c|d<script>\",1,1,"));
  EXPECT_THAT(to_markdown(table), AllOf(HasSubstr("c\\|d\\<script>"), Not(HasSubstr("|d<script"))));
}

}  // namespace
}  // namespace bench_report
