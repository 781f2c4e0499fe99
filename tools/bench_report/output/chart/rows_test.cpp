// Charts of categories, and of rows without a number in their names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/words.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

ChartData data_of(const std::vector<Run>& runs, const std::string& base = "", SeriesOptions options = {}) {
  options.contest = true;
  std::vector<Side> sides;
  for (const Run& run : runs) {
    sides.push_back({.name = "run" + std::to_string(sides.size()), .runs = {run}});
  }
  return make_chart_data(make_series_of_sides(sides, options), names_of(sides), base);
}

pugi::xml_document drawn(const ChartData& data) {
  pugi::xml_document document;
  const std::string svg = draw_chart(data, {.title = "t", .x_label = "", .small_print = {}});
  EXPECT_TRUE(document.load_string(svg.c_str(), pugi::parse_full));
  return document;
}

std::vector<std::string> texts_of(const pugi::xml_document& document, const char* query) {
  std::vector<std::string> texts;
  for (const auto& node : document.select_nodes(query)) {
    texts.emplace_back(node.node().text().get());
  }
  return texts;
}

TEST(ChartRows, WithoutANumberHaveADotABarAndTheirMedian) {
  const auto data = data_of({test::run({test::row("brute", {4, 5, 6}), test::row("fast/float", {1, 2, 3})})});
  EXPECT_TRUE(data.curves.empty());
  const auto document = drawn(data);
  EXPECT_THAT(texts_of(document, "//g[@class='row']/title"), ElementsAre("fast/float", "brute")) << "by time";
  EXPECT_THAT(texts_of(document, "//g[@class='row']/text"),
              ElementsAre("fast/float", "2.00 s", "brute", "5.00 s"));
  EXPECT_EQ(document.select_nodes("//g[@class='row']/path[starts-with(@class, 'whisker')]").size(), 2U);
  EXPECT_THAT(texts_of(document, "//rect[@class='hit']/title"),
              Contains("brute: median 5.00 s, 5–95 % 4.10 s – 5.90 s, 3 samples"));
  EXPECT_THAT(document.document_element().child("desc").text().get(), HasSubstr("2 benchmarks"));
  EXPECT_EQ(chart_text(data, {}, "").title, "Wall time of a run") << "by nothing";
  const double height = document.document_element().attribute("height").as_double();
  for (const auto& text : document.select_nodes("//text[@y]")) {
    EXPECT_LT(text.node().attribute("y").as_double(), height) << text.node().text().get();
  }
  EXPECT_THAT(reading_lines(data), Contains(HasSubstr("Dots are medians, bars 5–95 % quantiles")));
}

/// The title of a chart of runs of this suite, one for each pair of a function's name and what is computed.
std::string title_of(const std::vector<std::pair<std::string, std::string>>& functions) {
  std::vector<Side> sides;
  std::vector<Run> runs;
  for (const auto& [name, job] : functions) {
    Run run = test::run({test::row("a/N:1", {1}), test::row("a/N:10", {1})});
    run.context = {{"seed", "1"}, {"workers", "2"}, {"processor_caches", ""}, {"contest", job}};
    if (!name.empty()) {
      run.context["function"] = name;
    }
    runs.push_back(run);
    sides.push_back({.name = job, .runs = {run}});
  }
  return chart_text(data_of(runs), sides, "").title;
}

TEST(ChartTitle, NamesTheFunction) {
  const std::string question = " over an N × N array: which strategy is fastest?";
  EXPECT_EQ(title_of({{"cubic", "y = x + x² + x³"}}), "y = x + x² + x³" + question);
  EXPECT_EQ(title_of({{"", "y = x + x² + x³"}}), "y = x + x² + x³" + question) << "of an earlier bench";
  const std::string long_formula = "y = ½x(1 + tanh(√(2/π)(x + 0.044715x³)))";
  EXPECT_EQ(title_of({{"gelu", long_formula}}), "gelu" + question) << "the formula would not fit";
  EXPECT_EQ(title_of({{"", long_formula}}), long_formula + question);
  EXPECT_EQ(title_of({{"cubic", "y = x + x² + x³"}, {"softsign", "y = x / (1 + |x|)"}}),
            "Wall time of a run by N")
      << "several functions are not one";
}

TEST(ChartRows, StandBelowTheLinesOfOthers) {
  const auto data =
      data_of({test::run({test::row("a/N:1", {1}), test::row("a/N:10", {1}), test::row("b", {1})})});
  EXPECT_TRUE(data.left_out.empty());
  const auto document = drawn(data);
  EXPECT_EQ(document.select_nodes("//polyline").size(), 2U) << "a line, and beside its name";
  EXPECT_THAT(texts_of(document, "//text"), Contains("without N"));
  EXPECT_GT(document.select_node("//g[@class='row']/text").node().attribute("y").as_double(),
            document.select_node("//text[text()='N']").node().attribute("y").as_double());
}

TEST(ChartRows, OfSeveralRunsStandInOneRow) {
  const auto data = data_of({test::run({test::row("a", {2}), test::row("gone", {1})}),
                             test::run({test::row("a", {1}), test::failed("b")})});
  const auto document = drawn(data);
  EXPECT_THAT(texts_of(document, "//g[@class='row']/text"),
              ElementsAre("a", "1.00 s", "b", "failed", "gone", "only old"));
  EXPECT_EQ(document.select_nodes("//g[@class='row'][1]/g").size(), 2U);
  EXPECT_THAT(
      texts_of(document, "//rect[@class='hit']/title"),
      Contains(testing::StartsWith("run1: a: median 1.00 s, 5–95 % 1.00 s – 1.00 s, 1 sample\nrun0: a: ")));
}

/// Where a row's dots and what the pointer meets stand, from the left: the dots of all runs, then the
/// rectangles' middles.
std::vector<double> places_in(const pugi::xml_document& document) {
  std::vector<double> places;
  for (const auto& dot : document.select_nodes("//g[@class='row']//circle")) {
    places.push_back(dot.node().attribute("cx").as_double());
  }
  for (const auto& hit : document.select_nodes("//rect[@class='hit']")) {
    places.push_back(hit.node().attribute("x").as_double() + hit.node().attribute("width").as_double() / 2);
  }
  return places;
}

TEST(ChartRows, WhatThePointerMeetsStandsAtTheNewestMedian) {
  const auto places =
      places_in(drawn(data_of({test::run({test::row("a", {4})}), test::run({test::row("a", {1})})})));
  ASSERT_THAT(places, testing::SizeIs(3));
  EXPECT_GT(places[0], places[1]);
  EXPECT_NEAR(places[2], places[1], 0.1);
}

TEST(ChartRows, OnALinearAxisLengthsAreTrue) {
  const auto dots = [](const std::vector<double>& values) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < values.size(); ++i) {
      rows.push_back(test::row("row" + std::to_string(i), {values[i]}));
    }
    const auto document = drawn(data_of({test::run(rows)}));
    auto places = places_in(document);
    places.resize(values.size());
    for (const double place : places) {
      EXPECT_GT(place, 0);
      EXPECT_LT(place, document.document_element().attribute("width").as_double()) << "inside the picture";
    }
    return places;
  };
  const auto places = dots({2, 4, 8});
  ASSERT_EQ(places.size(), 3U);
  EXPECT_NEAR(places[2] - places[1], 2 * (places[1] - places[0]), 0.2);
  const auto zeros = dots({0, 0});
  EXPECT_EQ(zeros[0], zeros[1]) << "an axis from 0 to 1";
}

TEST(ChartRows, CanBeSpeedupsAndZero) {
  const auto data = data_of({test::run({test::row("base", {2}), test::row("a", {1})})}, "base");
  EXPECT_THAT(texts_of(drawn(data), "//g[@class='row']/text"), ElementsAre("a", "2.00×", "base", "1.00×"));
  const auto zero = data_of({test::run({test::row("base", {2}), test::row("a", {0, 1})})}, "base");
  ASSERT_EQ(zero.left_out.size(), 1U);
  EXPECT_THAT(zero.left_out[0].reason, HasSubstr("no ratio"));
  Row counted = test::row("a", {1});
  counted.counters["hits"] = {0, 0};
  SeriesOptions options;
  options.metric = "hits";
  EXPECT_EQ(data_of({test::run({counted})}, "", options).rows.size(), 1U) << "a linear axis has a zero";
}

TEST(ChartRows, OfWhichThereAreTooManyAreListed) {
  std::vector<Row> rows;
  for (int i = 0; i < 120; ++i) {
    rows.push_back(test::row(
        "row" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + "x", {1.0 + i}));
  }
  const auto data = data_of({test::run(rows)});
  EXPECT_EQ(data.rows.size(), 100U);
  EXPECT_EQ(data.left_out.size(), 20U);
}

TEST(ChartCategories, AreNotJoinedAndStandSideBySide) {
  std::vector<Row> rows;
  for (const char* index : {"0", "1", "2"}) {
    rows.push_back(test::row(std::string("BM_UFlat/") + index, {1, 2}));
    rows.push_back(test::row(std::string("BM_UValidate/") + index, {1, 2}));
  }
  const auto data = data_of({test::run(rows)});
  EXPECT_TRUE(data.left_out.empty()) << "zero has a place";
  EXPECT_TRUE(data.crossovers.empty());
  const auto document = drawn(data);
  EXPECT_EQ(document.select_nodes("//polyline").size(), 0U);
  EXPECT_EQ(document.select_nodes("//polygon").size(), 0U);
  EXPECT_EQ(document.select_nodes("//path[starts-with(@class, 'whisker')]").size(), 6U);
  std::set<double> places;
  for (const auto& dot : document.select_nodes("//g[@class='family']//circle")) {
    places.insert(dot.node().attribute("cx").as_double());
  }
  EXPECT_EQ(places.size(), 3U);
  EXPECT_THAT(texts_of(document, "//text[@text-anchor='middle' and @x]"),
              ElementsAre("0", "1", "2", "argument 1"));
  EXPECT_THAT(document.document_element().child("desc").text().get(), HasSubstr("one of categories"));
}

TEST(ChartCategories, TheKeyShowsRunsAsTheyAreDrawn) {
  const auto key_of_runs = [](const std::vector<std::string>& names) {
    std::vector<Row> rows;
    for (const std::string& name : names) {
      rows.push_back(test::row(name, {1, 2}));
    }
    const auto document = drawn(data_of({test::run(rows), test::run(rows)}));
    std::string words;
    for (const std::string& text : texts_of(document, "//text")) {
      words += text.find(": run") != std::string::npos ? text + ";" : "";
    }
    return words + std::to_string(document.select_nodes("//path[@class='sign']").size());
  };
  EXPECT_EQ(key_of_runs({"f/0", "f/1", "f/2"}), "small, old: run0;large, new: run1;0");
  EXPECT_EQ(key_of_runs({"a", "b"}), "small, old: run0;large, new: run1;0") << "rows without an axis";
  EXPECT_EQ(key_of_runs({"f/8", "f/64", "f/512"}), "thin, old: run0;bold, new: run1;2");
}

TEST(ChartCategories, AreCalledByTheirWords) {
  SeriesOptions options;
  options.axis = "/2";
  const auto data =
      data_of({test::run({test::row("parse/float", {1}), test::row("parse/double", {2})})}, "", options);
  const auto document = drawn(data);
  EXPECT_THAT(texts_of(document, "//text[@text-anchor='middle' and @x]"),
              ElementsAre("double", "float", "part 2 of the name"));
  EXPECT_THAT(texts_of(document, "//rect[@class='hit']/title"),
              Contains(HasSubstr("parse, part 2 of the name = float: median 1.00 s")));
}

TEST(ChartNames, OfLongFamiliesDiffer) {
  const auto data = data_of({test::read_run(test::testdata("long_names.json"))});
  const auto document = drawn(data);
  std::set<std::string> names;
  for (const auto& text : document.select_nodes("//g[title]/text")) {
    names.insert(text.node().text().get());
  }
  EXPECT_THAT(names, ElementsAre("…absl::flat_hash_map…", "…std::map…", "…std::unordered_map…"));
  EXPECT_THAT(reading_lines(data),
              Contains(HasSubstr("What long names share is cut off: BM_LookupExistingKeyInContainer<…")));
}

}  // namespace
}  // namespace bench_report
