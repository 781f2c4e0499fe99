// The table: quantiles, speedups, winners, and what is left out.
#include "tools/bench_report/analysis/quantile_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::Contains;
using testing::IsEmpty;

QuantileTable table_of(const std::vector<Run>& runs, SeriesOptions options = {}) {
  options.contest = true;
  return make_quantile_table(runs, options, "loops", false);
}

const QuantileRow& row(const QuantileTable& table, std::string_view family, double x) {
  for (const QuantileRow& row : table.rows) {
    if (row.family == family && row.x == x) {
      return row;
    }
  }
  throw std::out_of_range(std::string(family));
}

TEST(Quantiles, OfTheSampleFile) {
  const auto table = table_of({test::read_run(test::testdata("ours.json"))});
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
  const auto table = table_of({test::read_run(test::testdata("ours.json"))});
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

TEST(Quantiles, FilesArePutTogether) {
  const auto table =
      table_of({test::run({test::row("a/N:1", {1, 3})}), test::run({test::row("a/N:1", {2})})});
  EXPECT_EQ(row(table, "a", 1).samples, 3U);
  EXPECT_DOUBLE_EQ(row(table, "a", 1).median, 2);
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

}  // namespace
}  // namespace bench_report
