// Which rows are one series, and what the axis is.
#include "tools/bench_report/analysis/series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

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
  aggregates.aggregates["real_time"].median = 1e-6;
  SeriesOptions options;
  EXPECT_EQ(make_series({test::run({aggregates})}, options).not_drawn.at(0).reason,
            "only aggregates: median 1.00 µs");
  options.takes_aggregates = true;
  const auto with_medians = make_series({test::run({aggregates})}, options);
  const Point* const point = find_point(with_medians, "a", 1);
  ASSERT_NE(point, nullptr);
  EXPECT_EQ(point->samples, std::vector<double>{1e-6});
  EXPECT_EQ(with_medians.aggregates, 1U);
  options.metric = "cpu_time";
  aggregates.aggregates["cpu_time"] = {};
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
  row.aggregates["real_time"].median = 1;
  Row other = test::row("b/N:1", {1});
  other.counters["hits"] = {1};
  SeriesOptions options;
  options.metric = "hits";
  const auto set = make_series({test::run({row, other})}, options);
  ASSERT_EQ(set.not_drawn.size(), 1U);
  EXPECT_EQ(set.not_drawn[0].reason, "no samples of hits");
}

TEST(Series, WhatIsLeftOutStandsByName) {
  Row with = test::row("f/1", {1});
  with.counters["hits"] = {1};
  SeriesOptions options;
  options.metric = "hits";
  const auto set = make_series(
      {test::run({test::row("f/16", {1}), with, test::row("f/2", {1}), test::row("e", {1})})}, options);
  ASSERT_EQ(set.not_drawn.size(), 3U);
  EXPECT_EQ(set.not_drawn[0].name, "e");
  EXPECT_EQ(set.not_drawn[1].name, "f/2");
  EXPECT_EQ(set.not_drawn[2].name, "f/16");
}

}  // namespace
}  // namespace bench_report
