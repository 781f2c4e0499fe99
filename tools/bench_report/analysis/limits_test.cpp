// What binds, and how close families come to it; functions side by side.
#include "tools/bench_report/analysis/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/functions.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::SizeIs;

Row worked(const std::string& name, double seconds, double workers = 1) {
  Row made = test::row(name, {seconds});
  made.counters["workers"] = {workers};
  return made;
}

/// The four limits at a size.
std::vector<Row> limits_at(const std::string& size, double memory, double arithmetic) {
  return {worked("limit/copy/N:" + size, memory), worked("limit/arithmetic/N:" + size, arithmetic),
          worked("limit/copy_parallel/N:" + size, memory / 2, 4),
          worked("limit/arithmetic_parallel/N:" + size, arithmetic / 4, 4)};
}

SeriesSet set_of(std::vector<Row> rows, const std::vector<Row>& more = {},
                 const std::string& metric = "real_time") {
  rows.insert(rows.end(), more.begin(), more.end());
  SeriesOptions options;
  options.metric = metric;
  return make_series({test::run(std::move(rows))}, options);
}

TEST(Limits, TheSlowerOfCopyAndArithmeticBinds) {
  auto rows = limits_at("1", 4, 2);
  for (const auto& more : {limits_at("2", 2, 8), limits_at("3", 4, 4.1)}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  const Limits limits = find_limits(set_of(rows));
  ASSERT_THAT(limits.roofs, SizeIs(6));
  const auto binds = [&](double x, bool parallel) { return find_roof(limits, x, parallel)->binds; };
  EXPECT_EQ(binds(1, false), Resource::memory);
  EXPECT_EQ(binds(1, true), Resource::memory);
  EXPECT_EQ(binds(2, false), Resource::arithmetic);
  EXPECT_EQ(binds(2, true), Resource::arithmetic);
  EXPECT_EQ(binds(3, false), Resource::both) << "within 5 %";
  EXPECT_EQ(binds(3, true), Resource::memory) << "four workers compute four times as fast";
  EXPECT_DOUBLE_EQ(find_roof(limits, 1, false)->intensity(), 0.5);
  EXPECT_DOUBLE_EQ(find_roof(limits, 2, true)->seconds(), 2);
  EXPECT_THAT(limits.shares, IsEmpty()) << "limits do not compete";
}

TEST(Limits, AFamilyIsHeldAgainstTheLimitOfItsWorkers) {
  const Limits limits =
      find_limits(set_of(limits_at("1", 4, 2), {worked("one/N:1", 8), worked("several/N:1", 2.5, 4),
                                                worked("cuda/fused/N:1", 1), test::row("unknown/N:1", {1}),
                                                test::failed("broken/N:1"), worked("elsewhere/N:2", 8)}));
  EXPECT_THAT(limits.shares, SizeIs(2));
  const Share* const one = find_share(limits, "one", 1);
  ASSERT_NE(one, nullptr);
  EXPECT_DOUBLE_EQ(one->share, 0.5);
  EXPECT_FALSE(one->parallel);
  const Share* const several = find_share(limits, "several", 1);
  ASSERT_NE(several, nullptr);
  EXPECT_DOUBLE_EQ(several->share, 0.8);
  EXPECT_TRUE(several->parallel);
}

TEST(Limits, BothLimitsAndTimesAreNeeded) {
  const std::vector<Row> rows{worked("limit/copy/N:1", 4), worked("limit/arithmetic_parallel/N:1", 4),
                              worked("one/N:1", 8)};
  EXPECT_THAT(find_limits(set_of(rows)).roofs, IsEmpty());
  EXPECT_THAT(find_limits(set_of(limits_at("1", 4, 2), {}, "workers")).roofs, IsEmpty());
}

Run of_function(const std::string& name, std::vector<Row> rows, const std::vector<Row>& more = {}) {
  rows.insert(rows.end(), more.begin(), more.end());
  Run made = test::contest(test::run(std::move(rows)));
  made.file = name + ".json";
  made.context["function"] = name;
  made.context["formula"] = name + "(x)";
  return made;
}

std::vector<Row> both_sizes(double memory, double arithmetic, const std::vector<Row>& more) {
  auto rows = limits_at("1", memory, arithmetic);
  const auto second = limits_at("2", 4 * memory, 4 * arithmetic);
  rows.insert(rows.end(), second.begin(), second.end());
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

TEST(Functions, StandInTheOrderOfTheirArithmeticPerByte) {
  const std::vector runs{
      of_function("heavy", both_sizes(4, 40,
                                      {worked("a/N:1", 50), worked("b/N:1", 45), worked("a/N:2", 200),
                                       test::skipped("absent"), test::skipped("gone")})),
      of_function("light", both_sizes(4, 1,
                                      {worked("a/N:1", 5), worked("b/N:1", 6), worked("a/N:2", 20),
                                       test::failed("b/N:2"), test::skipped("gone")})),
      of_function("light", {worked("a/N:1", 5.5), test::skipped("gone")})};
  const auto made = make_functions(by_function(runs), {}, 1);
  EXPECT_EQ(made.size, "N = 1");
  ASSERT_THAT(made.functions, SizeIs(2));
  EXPECT_EQ(made.functions[0].name, "light");
  EXPECT_EQ(made.functions[0].formula, "light(x)");
  EXPECT_EQ(made.functions[0].one.binds, Resource::memory);
  EXPECT_EQ(made.functions[1].name, "heavy");
  EXPECT_EQ(made.functions[1].all.value().binds, Resource::arithmetic);
  const SeriesSet& set = made.set;
  EXPECT_EQ(value_text(set.scale, 0), "light");
  EXPECT_EQ(value_text(set.scale, 1), "heavy");
  EXPECT_EQ(set.runs, 2U);
  EXPECT_TRUE(set.is_contest);
  EXPECT_THAT(find_point(set, "a", 0)->samples, ElementsAre(5, 5.5)) << "of both files";
  EXPECT_THAT(find_point(set, "b", 1)->samples, ElementsAre(45));
  EXPECT_THAT(set.failed, IsEmpty()) << "it failed at another size";
  ASSERT_THAT(set.skipped, SizeIs(2)) << "gone of each function is one";
  EXPECT_EQ(set.skipped[0].name, "gone");
  EXPECT_EQ(set.skipped[1].name, "absent");
  EXPECT_DOUBLE_EQ(find_share(find_limits(set), "a", 1)->share, 0.8);

  const auto largest = make_functions(by_function(runs), {}, std::nullopt);
  EXPECT_EQ(largest.size, "N = 2");
  EXPECT_TRUE(is_compared(largest, "b/N:2/real_time"));
  EXPECT_FALSE(is_compared(largest, "b/N:1/real_time"));
  ASSERT_THAT(largest.set.failed, SizeIs(1));
  EXPECT_EQ(largest.set.failed[0].name, "light: b/N:2");
  EXPECT_EQ(find_point(largest.set, "b", 1), nullptr);
}

TEST(Functions, WhereAFamilyWasSkippedItLacksAPoint) {
  const std::vector runs{
      of_function("light", both_sizes(4, 1, {worked("a/N:1", 5), test::skipped("a/N:2")})),
      of_function("heavy", both_sizes(4, 40, {worked("a/N:1", 50), worked("a/N:2", 200)}))};
  const auto a_of = [&](double size) {
    const auto all = make_functions(by_function(runs), {}, size).set.series;
    const auto a = std::ranges::find(all, "a", &Series::name);
    return a == all.end() ? Series{} : *a;
  };
  EXPECT_THAT(a_of(1).points, SizeIs(2));
  EXPECT_THAT(a_of(1).without_samples, IsEmpty());
  EXPECT_THAT(a_of(2).points, ElementsAre(Key(1)));
  EXPECT_THAT(a_of(2).without_samples, ElementsAre(0));
}

std::string refusal(const std::vector<Run>& runs, std::optional<double> at = std::nullopt) {
  try {
    make_functions(by_function(runs), {}, at);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "not refused";
}

TEST(Functions, WhatCanNotBePlacedIsRefused) {
  const auto good = of_function("good", both_sizes(1, 1, {worked("a/N:1", 2)}));
  EXPECT_THAT(refusal({good, test::run({worked("a/N:1", 2)})}), HasSubstr("names no function"));
  EXPECT_THAT(refusal({good, of_function("bare", {worked("a/N:1", 2), worked("a/N:2", 3)})}),
              HasSubstr("no size at which all files have limit/copy and limit/arithmetic"));
  EXPECT_EQ(refusal({good}, 7), "--at 7: not all files have the limits there; they do at 1, 2");
}

}  // namespace
}  // namespace bench_report
