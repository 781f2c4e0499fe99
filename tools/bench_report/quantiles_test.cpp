// The table: quantiles, speedups, winners, and what is left out.
#include "tools/bench_report/quantiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

QuantileTable table_of(const std::vector<Run>& runs, const SeriesOptions& options = {}) {
  return make_quantile_table(runs, options, "loops", false);
}

const QuantileRow& row(const QuantileTable& table, const std::string& family, double x) {
  for (const QuantileRow& row : table.rows) {
    if (row.family == family && row.x == x) {
      return row;
    }
  }
  throw std::out_of_range(family);
}

TEST(Quantiles, OfTheSampleFile) {
  const auto table = table_of({read_run(test::testdata("ours.json"))});
  const auto& loops = row(table, "loops", 10);
  EXPECT_EQ(loops.samples, 3U);
  EXPECT_NEAR(loops.low, 110e-6, 1e-12);
  EXPECT_NEAR(loops.median, 200e-6, 1e-12);
  EXPECT_NEAR(loops.high, 290e-6, 1e-12);
  EXPECT_NEAR(row(table, "pool", 10).speedup.value(), 4, 1e-9);
  EXPECT_NEAR(row(table, "pool", 20).speedup.value(), 8, 1e-9);
  ASSERT_EQ(table.set.skipped.size(), 1U);
  EXPECT_EQ(table.set.skipped[0].reason, "no GPU");
  ASSERT_EQ(table.set.failed.size(), 1U);
  EXPECT_EQ(table.set.failed[0].reason, "out of memory");
}

TEST(Quantiles, ABoundNeverWins) {
  const auto table = table_of({read_run(test::testdata("ours.json"))});
  ASSERT_EQ(table.winners.size(), 2U);
  EXPECT_EQ(table.winners[1].x, 20);
  EXPECT_EQ(table.winners[1].family, "pool") << "limit/copy is faster, but a bound";
  EXPECT_EQ(table.winners[1].runner_up, "loops");
}

TEST(Quantiles, DropSlowestRepeatsTheNotebooksRule) {
  const auto run = test::run({test::row("loops/N:1", {5, 1, 3, 2, 100})});
  EXPECT_DOUBLE_EQ(row(table_of({run}), "loops", 1).median, 3);
  SeriesOptions options;
  options.drop_slowest = 1;
  const auto table = table_of({run}, options);
  EXPECT_EQ(row(table, "loops", 1).samples, 4U);
  EXPECT_DOUBLE_EQ(row(table, "loops", 1).median, 2.5);
  EXPECT_DOUBLE_EQ(row(table, "loops", 1).high, 4.7);
  options.drop_slowest = 9;
  EXPECT_EQ(row(table_of({run}, options), "loops", 1).samples, 1U) << "one sample always stays";
}

TEST(Quantiles, TheSlowestAreDroppedFromEachFile) {
  std::vector<bench_report::Run> runs;
  for (int i = 0; i < 8; ++i) {
    const double noise = 1 + 0.001 * i;
    runs.push_back(test::run(
        {test::row("a/N:1", {900 * noise, 100 * noise}), test::row("b/N:1", {300 * noise, 290 * noise})}));
  }
  EXPECT_EQ(table_of(runs).winners[0].family, "b");
  SeriesOptions options;
  options.drop_slowest = 1;
  const auto table = table_of(runs, options);
  EXPECT_EQ(row(table, "a", 1).samples, 8U) << "the warm-up of every process is gone";
  EXPECT_LT(row(table, "a", 1).high, 101);
  EXPECT_EQ(table.winners[0].family, "a");
  EXPECT_TRUE(table.winners[0].separated());
  EXPECT_NEAR(table.winners[0].lead->estimate, 2.9, 0.1);
}

TEST(Quantiles, OfACounterTheSlowestRepetitionsAreDropped) {
  Row made = test::row("loops/N:1", {5, 9, 6});
  made.counters["hits"] = {50, 10, 60};
  made.counters["rare"] = {1};
  SeriesOptions options;
  options.metric = "hits";
  options.drop_slowest = 1;
  const auto table = table_of({test::run({made})}, options);
  EXPECT_DOUBLE_EQ(row(table, "loops", 1).minimum, 50) << "10 is of the repetition that took longest";
  options.metric = "rare";
  EXPECT_THROW(table_of({test::run({made})}, options), std::invalid_argument);
}

TEST(Quantiles, ProcessesMayContradictTheBestMedian) {
  std::vector<bench_report::Run> runs;
  for (int i = 0; i < 8; ++i) {
    const double noise = 1 + 0.001 * i;
    // In the first process `a` has many more repetitions, and good ones.
    runs.push_back(test::run(
        {test::row("a/N:1", i == 0 ? std::vector<double>(100, 1.0) : std::vector<double>{4 * noise}),
         test::row("b/N:1", {(i == 0 ? 0.5 : 3) * noise})}));
  }
  const auto table = table_of(runs);
  EXPECT_EQ(table.winners[0].family, "a") << "as the table and the lines have it";
  EXPECT_EQ(table.winners[0].standing, Lead::contradicted);
}

TEST(Quantiles, ALeadThatMostPairsContradictIsNone) {
  const auto table = table_of({test::run(test::contradicted_rows())});
  EXPECT_EQ(table.winners[0].family, "a");
  EXPECT_FALSE(table.winners[0].separated());
  ASSERT_LT(table.winners[0].lead->high, 1);
  EXPECT_THAT(describe_lead(table.winners[0]),
              HasSubstr("best median, but in most pairs of samples b is better ["));
  EXPECT_THAT(to_text(table),
              AllOf(HasSubstr("a has the best median at N = 1"), Not(HasSubstr("the fastest at"))));
}

TEST(Quantiles, FilesThatDifferAreNotSilentlyOne) {
  auto one = test::run({test::row("a/N:1", {1})});
  auto other = one;
  one.context = {{"host_name", "here"}, {"commit", "1"}, {"date", "today"}};
  other.context = {{"host_name", "there"}, {"commit", "1"}, {"date", "tomorrow"}};
  EXPECT_THAT(table_of({one, other}).run_warnings,
              testing::Contains("the 2 files are shown as one, but differ in host_name (here, there)"));
  EXPECT_THAT(table_of({one, one}).run_warnings, testing::IsEmpty());
  EXPECT_THAT(table_of({one}).run_warnings, testing::IsEmpty());
}

TEST(Quantiles, AFileThatFailsHidesNoOther) {
  Row broken = test::row("a/N:1", {7});
  broken.error = "out of memory";
  const auto table = table_of({test::run({broken}), test::run({test::row("a/N:1", {1, 2, 3})})});
  EXPECT_EQ(row(table, "a", 1).samples, 3U);
  ASSERT_EQ(table.set.failed.size(), 1U);
  EXPECT_EQ(table.set.failed[0].reason, "out of memory (in 1 of 2 files)");
  EXPECT_FALSE(find_point(table.set, "a", 1)->error)
      << "a chart has no mark of failure where there is a point";
  const auto alone = table_of({test::run({broken})});
  EXPECT_TRUE(alone.rows.empty());
  EXPECT_EQ(alone.set.failed[0].reason, "out of memory");
  EXPECT_TRUE(table_of({test::run({broken}), test::run({broken})}).rows.empty());
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
  EXPECT_THAT(to_text(apart), HasSubstr("2.00× faster than a ["));
  const auto together = table_of({test::run({test::row("a/N:1", same), test::row("b/N:1", fast)})});
  EXPECT_EQ(together.winners[0].family, "b");
  EXPECT_FALSE(together.winners[0].separated());
  EXPECT_THAT(to_text(together), HasSubstr("not separated from a ["));
}

TEST(Quantiles, ALeadThatIsSeparatedDoesNotReadAsNone) {
  std::vector<double> fast;
  std::vector<double> slow;
  for (int i = 0; i < 9; ++i) {
    fast.push_back(1 + 1e-5 * i);
    slow.push_back(1.003 * fast.back());
  }
  const auto table = table_of({test::run({test::row("a/N:1", fast), test::row("b/N:1", slow)})});
  ASSERT_TRUE(table.winners[0].separated());
  EXPECT_THAT(to_text(table), HasSubstr("1.003× faster than b [1.003, 1.003]"));
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

TEST(Quantiles, RowsWithoutAnArgumentAreOneBlockByMedian) {
  Row bare = test::row("BM_Both", {6});
  bare.error = "out of memory";
  const std::vector runs{test::run({test::row("BM_Slow", {2, 3, 4, 3}), test::row("BM_Fast", {1}), bare})};
  const auto table = make_quantile_table(runs, {}, "BM_Slow", true);
  EXPECT_THAT(to_text(table), HasSubstr("\nwithout a numeric argument\n"
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
  EXPECT_THAT(to_text(table_of({run})), HasSubstr("\nargument 2 = 1024\n"));
  SeriesOptions options;
  options.axis = "#1";
  EXPECT_THAT(to_text(table_of({run}, options)), HasSubstr("\nargument 1 = 8\n"));
}

TEST(Quantiles, FilesArePutTogether) {
  const auto table =
      table_of({test::run({test::row("a/N:1", {1, 3})}), test::run({test::row("a/N:1", {2})})});
  EXPECT_EQ(row(table, "a", 1).samples, 3U);
  EXPECT_DOUBLE_EQ(row(table, "a", 1).median, 2);
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
  EXPECT_THAT(to_text(table),
              HasSubstr("Fastest, and its lead over the runner-up (95 % interval, of 4 processes)"));
  runs.resize(3);
  EXPECT_EQ(table_of(runs).winners.at(0).standing, Lead::too_few_samples)
      << "of 3 processes, not 9 repetitions";

  const auto of_one = table_of({test::run(
      {test::row("a/N:1", {1, 1.001, 1.002, 1.003}), test::row("b/N:1", {1.05, 1.051, 1.052, 1.053})})});
  EXPECT_EQ(of_one.winners.at(0).standing, Lead::separated);
  EXPECT_THAT(to_text(of_one), HasSubstr("(95 % interval, within one process)"));
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
}

TEST(Quantiles, SaysWhatSpoilsTheFigures) {
  auto run = test::run({test::row("a/N:1", {1})});
  run.context["interrupted"] = "true";
  run.warnings = {"odd"};
  EXPECT_THAT(to_text(table_of({run})),
              AllOf(HasSubstr("Note: the run was interrupted"), HasSubstr("Note: odd")));
  EXPECT_THAT(to_text(table_of({run, run})), HasSubstr("Note: 2 of 2 runs were interrupted"));
}

TEST(Quantiles, TheAxisIsTheArgumentThatVariesMost) {
  const auto run =
      test::run({test::row("a/M:1/N:1", {1}), test::row("a/M:1/N:2", {1}), test::row("a/M:2/N:3", {1})});
  const auto table = table_of({run});
  EXPECT_EQ(table.set.axis, "N");
  EXPECT_NO_THROW(row(table, "a/M:2", 3));
  SeriesOptions options;
  options.axis = "M";
  EXPECT_NO_THROW(row(table_of({run}, options), "a/N:3", 2));
  options.axis = "K";
  EXPECT_THROW(table_of({run}, options), std::invalid_argument);
  EXPECT_NO_THROW(row(table_of({test::run({test::row("a/7", {1})})}), "a", 7))
      << "bare arguments have an axis too";
}

TEST(Quantiles, AskedForWhatIsNotThereItSaysSo) {
  const auto run = test::run({test::row("a/N:1", {1})});
  EXPECT_THROW(make_quantile_table({run}, {}, "nobody", true), std::invalid_argument);
  EXPECT_FALSE(table_of({run}).rows[0].speedup);
  SeriesOptions options;
  options.metric = "launches";
  EXPECT_THROW(table_of({run}, options), std::invalid_argument);
}

TEST(Quantiles, ReignsJoinNeighbouringSizes) {
  const auto table =
      table_of({test::run({test::row("a/N:1", {1}), test::row("b/N:1", {2}), test::row("a/N:2", {1}),
                           test::row("b/N:2", {2}), test::row("a/N:3", {2}), test::row("b/N:3", {1})})});
  const auto list = reigns(table.winners);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].family, "a");
  EXPECT_EQ(list[0].to, 2);
  EXPECT_EQ(list[1].family, "b");
  EXPECT_EQ(list[1].from, 3);
}

TEST(Quantiles, AllFormatsTellTheSame) {
  const auto table = table_of({read_run(test::testdata("ours.json"))});
  EXPECT_THAT(to_text(table),
              AllOf(HasSubstr("N = 10"), HasSubstr("200 µs"), HasSubstr("4.00×"), HasSubstr("no GPU"),
                    HasSubstr("out of memory"), HasSubstr("commit 0123456789ab with uncommitted changes"),
                    HasSubstr("quantiles are unsure"), HasSubstr("pool is the fastest from N = 10 to 20")));
  EXPECT_THAT(to_markdown(table), AllOf(HasSubstr("| 10 | loops | 110 µs | 200 µs | 290 µs | 3 | 1.00× |"),
                                        HasSubstr("no GPU"), HasSubstr("out of memory")));
  EXPECT_THAT(to_markdown(table), AllOf(HasSubstr("| median at N = | 10 | 20 |"),
                                        HasSubstr("| pool | **50.0 µs** | **100 µs** |"),
                                        HasSubstr("| limit/copy |  | 80.0 µs |")));
  EXPECT_THAT(to_csv(table), HasSubstr("loops,10,3,0.00011"));
  rapidjson::Document document;
  document.Parse(to_json(table).c_str());
  ASSERT_FALSE(document.HasParseError());
  EXPECT_EQ(document["rows"].Size(), table.rows.size());
  EXPECT_EQ(document["winners"].Size(), 2U);
  EXPECT_STREQ(document["skipped"][0]["reason"].GetString(), "no GPU");
}

Row compiled(const std::string& name, std::vector<double> seconds, double trace, double compile) {
  Row row = test::row(name, std::move(seconds));
  row.counters["compile_seconds"] = {compile};
  row.counters["trace_seconds"] = {trace};
  return row;
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

  EXPECT_THAT(to_text(table),
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

TEST(Quantiles, WithoutCompilersNothingIsPaidBack) {
  const auto table = table_of({test::run({test::row("loops/N:1", {3}), test::row("a/N:1", {2})})});
  EXPECT_TRUE(table.paybacks.empty());
  EXPECT_THAT(to_text(table), Not(HasSubstr("paid for itself")));
}

TEST(Quantiles, CsvAndMarkdownKeepHostileNamesInTheirCells) {
  const auto table = table_of({test::run({test::row("a\"b,c|d<script>/N:1", {1})})});
  EXPECT_THAT(to_csv(table), HasSubstr("\"a\"\"b,c|d<script>\",1,1,"));
  EXPECT_THAT(to_markdown(table), AllOf(HasSubstr("c\\|d\\<script>"), Not(HasSubstr("|d<script"))));
}

TEST(Quantiles, OfARateTheSlowestAreTheLowest) {
  Row made = test::row("loops/N:1", {1, 1, 1, 1});
  made.counters["items_per_second"] = {30, 10, 40, 20};
  SeriesOptions options;
  options.metric = "items_per_second";
  options.drop_slowest = 1;
  const auto table = table_of({test::run({made})}, options);
  EXPECT_EQ(row(table, "loops", 1).samples, 3U);
  EXPECT_DOUBLE_EQ(row(table, "loops", 1).median, 30) << "of 20, 30 and 40";
}

TEST(Quantiles, OfARateMoreIsFaster) {
  const auto rate = [](const std::string& name, double value) {
    Row made = test::row(name, {1});
    made.counters["items_per_second"] = {value};
    return made;
  };
  SeriesOptions options;
  options.metric = "items_per_second";
  const auto table = table_of({test::run({rate("loops/N:1", 10), rate("pool/N:1", 40)})}, options);
  EXPECT_DOUBLE_EQ(row(table, "pool", 1).speedup.value(), 4);
  EXPECT_EQ(table.winners.at(0).family, "pool");
}

TEST(Series, TimeTypesOfOneFamilyAreSeriesOfTheirOwn) {
  const auto set =
      make_series({test::run({test::row("a/N:1", {1}), test::row("a/N:1/real_time", {2}),
                              test::row("b/N:1/real_time", {3}), test::row("c/N:1/manual_time", {4})})},
                  {});
  std::vector<std::string> names;
  for (const Series& series : set.series) {
    names.push_back(series.name);
  }
  EXPECT_THAT(names, testing::ElementsAre("a", "a/real_time", "b", "c/manual_time"))
      << "real_time is named only where the family has both";
  EXPECT_DOUBLE_EQ(find_series(set, "a")->points.at(1).samples.at(0), 1);
  EXPECT_DOUBLE_EQ(find_series(set, "a/real_time")->points.at(1).samples.at(0), 2);
}

TEST(Series, TheSameRowUnderTwoSettingsIsRefusedWithinAFile) {
  const auto one = test::run({test::row("a/N:1/min_time:0.1", {1})});
  const auto other = test::run({test::row("a/N:1/min_time:0.5", {2})});
  const auto both = test::run({one.rows[0], other.rows[0]});
  try {
    make_series({both}, {});
    ADD_FAILURE() << "not refused";
  } catch (const UnusableInput& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("made.json: a/N:1/min_time:0.5"), HasSubstr("twice")));
  }
  EXPECT_EQ(make_series({one, other}, {}).series.at(0).points.at(1).samples.size(), 2U);
}

TEST(Series, NumbersBeyondADoubleAreToldApart) {
  const auto one = test::run({test::row("a/9223372036854775807", {1}),
                              test::row("a/9223372036854775806", {2}), test::row("a/5", {3})});
  auto other = one;
  std::swap(other.rows[0], other.rows[1]);
  const auto set = make_series({one, other}, {});
  EXPECT_EQ(set.series.size(), 3U);
  EXPECT_EQ(find_series(set, "a")->points.size(), 1U);
  for (const auto& [name, value] :
       {std::pair("a/9223372036854775807", 1.0), {"a/9223372036854775806", 2.0}}) {
    const auto* const series = find_series(set, name);
    ASSERT_NE(series, nullptr);
    EXPECT_EQ(series->points.begin()->second.samples, (std::vector<double>{value, value})) << name;
  }
}

TEST(Series, OneThreadSaidAndNotSaidAreTwoInAnyOrder) {
  for (const bool reversed : {false, true}) {
    std::vector<Row> rows{test::row("a", {1}), test::row("a/threads:1", {2}), test::row("a/threads:2", {3})};
    if (reversed) {
      std::ranges::reverse(rows);
    }
    std::vector runs{test::run(rows)};
    tell_apart(names_by_file(runs));
    const auto set = make_series(runs, {});
    ASSERT_NE(find_series(set, "a/threads:1"), nullptr);
    EXPECT_EQ(find_series(set, "a/threads:1")->points.begin()->second.samples.front(), 2);
    EXPECT_EQ(find_series(set, "a")->points.size(), 2U);
  }
}

TEST(Series, TheMedianOfAggregatesIsOneOfRealTime) {
  Row aggregates = test::row("a/N:1", {});
  aggregates.has_aggregates = true;
  aggregates.aggregate_median = 1e-6;
  SeriesOptions options;
  EXPECT_EQ(make_series({test::run({aggregates})}, options).not_drawn.at(0).reason,
            "only aggregates: median 1.00 µs");
  options.metric = "cpu_time";
  EXPECT_EQ(make_series({test::run({aggregates})}, options).not_drawn.at(0).reason, "only aggregates");
}

TEST(Series, WhatIsNoNumberStaysInTheFamily) {
  const auto set = make_series({test::run({test::row("f/nan", {1}), test::row("f/inf/8", {2})})}, {});
  ASSERT_EQ(set.series.size(), 1U);
  EXPECT_EQ(set.series[0].name, "f/inf");
  EXPECT_TRUE(set.without_axis.contains("f/nan"));
}

TEST(Series, ThreadsAreAnAxisOrPartOfTheName) {
  const auto run = test::run({test::row("a/N:1/threads:2", {1}), test::row("a/N:2/threads:2", {2}),
                              test::row("a/N:3/threads:4", {3})});
  const auto by_size = make_series({run}, {});
  EXPECT_EQ(by_size.axis, "N");
  EXPECT_NE(find_series(by_size, "a/threads:2"), nullptr);
  EXPECT_NE(find_series(by_size, "a/threads:4"), nullptr);
  SeriesOptions options;
  options.axis = "threads";
  const auto by_threads = make_series({run}, options);
  const auto* const of_three = find_series(by_threads, "a/N:3");
  ASSERT_NE(of_three, nullptr);
  EXPECT_EQ(of_three->points.begin()->first, 4);
}

TEST(Series, AnArgumentMayBeCalledThreads) {
  const auto run = test::run({test::row("a/threads:1/real_time/threads:2", {1}),
                              test::row("a/threads:2/real_time/threads:2", {2}),
                              test::row("a/threads:4/real_time/threads:8", {3})});
  const auto set = make_series({run}, {});
  EXPECT_EQ(set.axis, "threads");
  const auto* const two = find_series(set, "a/threads:2");
  ASSERT_NE(two, nullptr);
  EXPECT_EQ(two->points.size(), 2U) << "the argument is the axis, the library's threads are part of the name";
  const auto* const eight = find_series(set, "a/threads:8");
  ASSERT_NE(eight, nullptr);
  EXPECT_EQ(eight->points.begin()->first, 4);
}

TEST(Series, AggregatesBesideRepetitionsAreNotAllThereIs) {
  Row row = test::row("a/N:1", {1});
  row.has_aggregates = true;
  row.aggregate_median = 1;
  Row other = test::row("b/N:1", {1});
  other.counters["hits"] = {1};
  SeriesOptions options;
  options.metric = "hits";
  const auto set = make_series({test::run({row, other})}, options);
  ASSERT_EQ(set.not_drawn.size(), 1U);
  EXPECT_EQ(set.not_drawn[0].reason, "no samples of hits");
}

}  // namespace
}  // namespace bench_report
