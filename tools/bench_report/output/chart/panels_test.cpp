// Lines that are drawn together, and names beside them.
#include "tools/bench_report/output/chart/layout.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <pugixml.hpp>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/words.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

/// Rows of families at two sizes, each family a little slower than the one before.
Run run_of(const std::vector<std::string>& families, double factor = 1.2) {
  std::vector<Row> rows;
  double time = 1;
  for (const std::string& family : families) {
    for (const char* size : {"/N:100", "/N:1000"}) {
      rows.push_back(test::row(family + size, {time, time * 1.01}));
    }
    time *= factor;
  }
  return test::run(rows);
}

ChartData data_of(const std::vector<Run>& runs, const std::string& base = "") {
  std::vector<Side> sides;
  for (const Run& run : runs) {
    sides.push_back({.name = "run" + std::to_string(sides.size()), .runs = {test::contest(run)}});
  }
  return make_chart_data(make_series_of_sides(sides, {}), names_of(sides), base);
}

Layout laid_out(const ChartData& data) {
  return layout_of(data, {.title = "t", .x_label = "", .small_print = {}});
}

std::vector<std::string> titles_of(const Layout& at) {
  std::vector<std::string> titles;
  for (const Panel& panel : at.panels) {
    titles.push_back(panel.title);
  }
  return titles;
}

TEST(ChartPanels, WhatIsColdHasANarrowOne) {
  const auto data = data_of({run_of({"loops", "jit/llvm", "jit/llvm/cold", "jit/xla/cold/roundtrip"}, 1000)});
  const auto at = laid_out(data);
  ASSERT_EQ(at.panels.size(), 2U);
  const Panel& warm = at.panels[0];
  const Panel& cold = at.panels[1];
  EXPECT_EQ(warm.curves.size(), 2U);
  EXPECT_EQ(cold.curves.size(), 2U);
  EXPECT_LT(3 * (cold.bottom - cold.top), warm.bottom - warm.top);
  EXPECT_GT(cold.top, warm.lane_bottom);
  EXPECT_LT(warm.high, 1e4) << "the cold values do not stretch the axis";
  EXPECT_DOUBLE_EQ(cold.x(100), warm.x(100));
  EXPECT_TRUE(cold.has_sizes && !warm.has_sizes);
  EXPECT_EQ(laid_out(data_of({run_of({"a/cold", "b/cold"})})).panels.size(), 1U) << "alone it needs no other";
  EXPECT_EQ(laid_out(data_of({run_of({"a", "b/colder"})})).panels.size(), 1U);
}

TEST(ChartPanels, TicksOfANarrowOneAreNotWrittenOverEachOther) {
  // Two decades in a panel that is not high.
  const auto data = data_of({run_of({"loops", "a/cold", "b/cold", "c/cold"}, 5)});
  pugi::xml_document document;
  document.load_string(draw_chart(data, {.title = "t", .x_label = "", .small_print = {}}).c_str());
  std::vector<double> places;
  for (const auto& text : document.select_nodes("//text[@text-anchor='end' and @x = 76]")) {
    places.push_back(text.node().attribute("y").as_double());
  }
  std::ranges::sort(places);
  ASSERT_GT(places.size(), 5U);
  for (std::size_t i = 1; i < places.size(); ++i) {
    EXPECT_GE(places[i] - places[i - 1], 14);
  }
}

TEST(ChartPanels, NamesStandBesideTheEndsOfLinesAndNotOverEachOther) {
  // There is room for 27 names; the panel grows for more.
  for (const auto& [count, factor] : {std::pair(20, 1.0001), std::pair(20, 1.6), std::pair(34, 1.6)}) {
    std::vector<std::string> families;
    for (int i = 0; i < count; ++i) {
      families.push_back(fmt::format("family{:02}", i));
    }
    const auto data = data_of({run_of(families, factor)});
    const auto at = laid_out(data);
    const auto& labels = at.panels.front().labels;
    ASSERT_EQ(labels.size(), families.size());
    for (std::size_t i = 1; i < labels.size(); ++i) {
      EXPECT_GE(labels[i].y - labels[i - 1].y, name_line - 1e-9);
    }
    EXPECT_EQ(labels.front().text, families.back()) << "the slowest above";
    EXPECT_GE(labels.front().y, at.panels.front().top);
    EXPECT_LE(labels.back().y, at.panels.front().bottom);
  }
  const ChartData data = data_of({run_of({"a", "b"}, 100)});
  const auto two = laid_out(data);
  const Panel& panel = two.panels.front();
  for (const EndLabel& label : panel.labels) {
    EXPECT_NEAR(label.y, panel.y(label.curve->points.back().median), name_line) << "there is room";
  }
}

std::vector<std::string> many_families() {
  std::vector<std::string> families{"loops", "limit/copy", "limit/copy_parallel", "jit/llvm",
                                    "jit/llvm/cold"};
  for (const char* group : {"vectorized", "multithreading"}) {
    for (int i = 0; i < 5; ++i) {
      families.push_back(fmt::format("{}/variant{}", group, i));
    }
  }
  return families;
}

TEST(ChartPanels, TwoRunsOfManyFamiliesAreSmallMultiples) {
  const auto run = run_of(many_families());
  const auto data = data_of({run, run});
  const auto at = laid_out(data);
  EXPECT_THAT(titles_of(at), ElementsAre("multithreading", "vectorized", "limit", "others", "cold"));
  EXPECT_TRUE(data.winners.empty());
  EXPECT_TRUE(data.crossovers.empty());
  EXPECT_EQ(at.panels[0].labels.front().text, "variant4") << "the title has the group";
  EXPECT_EQ(at.panels[0].low, at.panels[1].low);
  EXPECT_EQ(at.panels[0].high, at.panels[3].high) << "one scale, so that they can be compared";
  EXPECT_NE(at.panels[0].high, at.panels[4].high) << "but for what is cold";
  for (const Panel& a : at.panels) {
    EXPECT_LE(a.right() + names_width(a), at.total_width);
    for (const Panel& b : at.panels) {
      const bool beside =
          a.right() + names_width(a) + 60 <= b.left || b.right() + names_width(b) + 60 <= a.left;
      const bool below = a.lane_bottom + 38 <= b.top || b.lane_bottom + 38 <= a.top;
      EXPECT_TRUE(&a == &b || beside || below) << a.title << ' ' << b.title;
    }
  }
  EXPECT_LT(at.total_width, 1500);
}

TEST(ChartPanels, OneRunOrFewFamiliesAreNot) {
  const auto run = run_of(many_families());
  EXPECT_EQ(laid_out(data_of({run})).panels.size(), 2U);
  const auto few = run_of({"a/x", "b/x"});
  EXPECT_EQ(laid_out(data_of({few, few})).panels.size(), 1U);
}

TEST(ChartPanels, InASpeedupChartTheCrowdAtTheTopGetsRoom) {
  // Eight families between 20 and 40 times as fast, two far slower.
  std::vector<Row> rows{test::row("loops/N:100", {100}), test::row("slow/N:100", {2000}),
                        test::row("slower/N:100", {9000})};
  for (int i = 0; i < 8; ++i) {
    rows.push_back(test::row(fmt::format("fast{}/N:100", i), {2.5 + 0.3 * i}));
  }
  const auto data = data_of({test::run(rows)}, "loops");
  EXPECT_EQ(data.bend, Bend::root);
  const auto at = laid_out(data);
  const Panel& panel = at.panels.front();
  EXPECT_GT(panel.y(20) - panel.y(40), 0.2 * (panel.bottom - panel.top));
  EXPECT_THAT(reading_lines(data), Contains(HasSubstr("square-root axis")));
  EXPECT_EQ(data_of({test::run(rows)}).bend, Bend::logarithm) << "times are";
}

TEST(ChartPanels, ASpeedupChartWithoutACrowdIsLogarithmic) {
  const auto data = data_of({run_of({"loops", "a", "b", "c"}, 30)}, "loops");
  EXPECT_EQ(data.bend, Bend::logarithm);
}

}  // namespace
}  // namespace bench_report
