// The chart is well-formed, complete, honest, and the same every time.
#include "tools/bench_report/output/chart/chart.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <pugixml.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/words.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/ratio.hpp"
#include "tools/bench_report/test_support.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::vector<double> six{1.00, 1.01, 1.02, 1.03, 1.04, 1.05};

std::vector<double> times(double factor, std::vector<double> samples = six) {
  for (double& sample : samples) {
    sample *= factor;
  }
  return samples;
}

ChartData data_of(const std::vector<Run>& runs, const std::string& base = "", SeriesOptions options = {}) {
  options.contest = true;
  std::vector<Side> sides;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    sides.push_back({.name = "run" + std::to_string(i), .runs = {runs[i]}});
  }
  return make_chart_data(make_series_of_sides(sides, options), names_of(sides), base);
}

std::string chart(const std::vector<Run>& runs, const std::string& base = "",
                  const SeriesOptions& options = {}) {
  return draw_chart(data_of(runs, base, options),
                    {.title = "title", .x_label = "", .small_print = {"small"}});
}

pugi::xml_document parsed(const std::string& svg) {
  pugi::xml_document document;
  const auto result = document.load_string(svg.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description() << " at " << result.offset;
  EXPECT_STREQ(document.document_element().name(), "svg");
  return document;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t number = 0;
  for (auto place = text.find(part); place != std::string::npos; place = text.find(part, place + 1)) {
    ++number;
  }
  return number;
}

const ChartCurve& curve(const ChartData& data, const std::string& family, std::size_t run = 0) {
  for (const ChartCurve& candidate : data.curves) {
    if (candidate.family == family && candidate.run == run) {
      return candidate;
    }
  }
  throw std::out_of_range(family);
}

/// What a mouse over the chart can read.
std::vector<std::string> hover_texts(const std::string& svg) {
  std::vector<std::string> texts;
  const auto document = parsed(svg);
  for (const auto& node : document.select_nodes("//rect[@class='hit']/title")) {
    std::istringstream lines(node.node().text().get());
    for (std::string line; std::getline(lines, line);) {
      texts.push_back(line);
    }
  }
  return texts;
}

TEST(Chart, HasALineABandAndMarksForEachFamily) {
  const std::string svg =
      chart({test::run({test::row("a/N:1", {1, 2, 3}), test::row("a/N:10", {10, 20, 30}),
                        test::row("b/N:1", {1, 2, 3}), test::row("b/N:10", {10, 20, 30}),
                        test::row("limit/copy/N:1", {1}), test::row("limit/copy/N:10", {1})})});
  parsed(svg);
  EXPECT_EQ(count(svg, "<polygon class=\"band"), 2U) << "limits have no band";
  EXPECT_EQ(count(svg, "<g class=\"family"), 3U);
  for (const char* text :
       {">a<", ">b<", ">limit/copy<", ">title<", "small", "prefers-color-scheme:dark", "role=\"img\""}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
}

TEST(Chart, EveryPointTellsFamilySizeQuantilesAndSamples) {
  const auto texts =
      hover_texts(chart({test::run({test::row("a/N:1", {1, 2, 3}), test::row("a/N:10", {10}),
                                    test::row("limit/copy/N:1", {1}), test::row("limit/copy/N:10", {1})})}));
  for (const char* text : {"a, N = 1: median 2.00 s, 5–95 % 1.10 s – 2.90 s, 3 samples",
                           "a, N = 10: median 10.0 s, 5–95 % 10.0 s – 10.0 s, 1 sample",
                           "limit/copy, N = 1: median 1.00 s, 5–95 % 1.00 s – 1.00 s, 1 sample"}) {
    EXPECT_EQ(std::ranges::count(texts, text), 1) << text;
  }
}

TEST(Chart, IsDescribedForScreenReaders) {
  const std::string svg = chart({test::run({test::row("a/N:1", six), test::row("b/N:1", times(2)),
                                            test::row("a/N:9", times(2)), test::row("b/N:9", six)})});
  const auto document = parsed(svg);
  const auto root = document.document_element();
  EXPECT_STREQ(root.attribute("role").value(), "img");
  EXPECT_STREQ(root.attribute("aria-labelledby").value(), "chart-title");
  EXPECT_STREQ(root.attribute("aria-describedby").value(), "chart-desc");
  EXPECT_STREQ(root.child("title").attribute("id").value(), "chart-title");
  EXPECT_STREQ(root.child("title").text().get(), "title");
  EXPECT_STREQ(root.child("desc").attribute("id").value(), "chart-desc");
  EXPECT_THAT(root.child("desc").text().get(),
              AllOf(HasSubstr("wall time of a run against N from 1 to 9, for 2 families"),
                    HasSubstr("Fastest at N = 1: a. Fastest at N = 9: b.")));
}

TEST(Chart, ItsAxesAreLogarithmic) {
  const std::string svg =
      chart({test::run({test::row("a/N:1", {1}), test::row("a/N:10", {10}), test::row("a/N:100", {100})})});
  std::smatch points;
  ASSERT_TRUE(std::regex_search(svg, points,
                                std::regex("<polyline[^>]*points=\"([0-9.]+),([0-9.]+) ([0-9.]+),([0-9.]+) "
                                           "([0-9.]+),([0-9.]+) ")));
  const auto at = [&](int i) { return std::stod(points[static_cast<std::size_t>(i)]); };
  EXPECT_NEAR(at(3) - at(1), at(5) - at(3), 0.2) << "decades of N are equally wide";
  EXPECT_NEAR(at(2) - at(4), at(4) - at(6), 0.2) << "decades of time are equally high";
  EXPECT_GT(at(2), at(6)) << "longer times are higher up";
}

TEST(Chart, IsByteIdenticalForIdenticalInput) {
  const auto run = test::read_run(test::testdata("ours.json"));
  EXPECT_EQ(chart({run, run}, "loops"), chart({run, run}, "loops"));
}

TEST(Chart, SurvivesHostileNames) {
  for (const std::string& name :
       {std::string("<script>alert('x')</script>"), std::string("a\"b'c&d"), std::string(1000, 'x'),
        std::string("\xff\xfe\x80 \xed\xa0\x80 \xc0\xaf \xf5"), std::string("\x01\x1b[31m\x7f"),
        std::string("]]>--><!--"), std::string("ü € 𝄞"), std::string(1000, '\x80')}) {
    auto run = test::run({test::row(name + "/N:1", {1}), test::row(name + "/N:2", {1}),
                          test::failed(name + "/N:3", name), test::row("b/N:1", {3})});
    run.rows[0].label = name;
    std::vector<Side> sides{{.name = name, .runs = {run}}, {.name = name + "2", .runs = {run}}};
    const std::string svg =
        draw_chart(make_chart_data(make_series_of_sides(sides, {}), names_of(sides), name),
                   {.title = name, .x_label = name, .small_print = {name}});
    const auto document = parsed(svg);
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, Not(HasSubstr("\x1b")));
    for (const auto& text : document.select_nodes("//text")) {
      EXPECT_LT(std::string(text.node().text().get()).size(), 600U) << "labels stay on the page";
    }
    EXPECT_LT(document.document_element().attribute("width").as_double(), 1300);
  }
}

TEST(Chart, ShowsOnePointAndRefusesNone) {
  parsed(chart({test::run({test::row("a/N:1", {1, 2})})}));
  EXPECT_THROW(chart({test::run({})}), std::invalid_argument);
  const auto complaint = [](const std::vector<Row>& rows) {
    try {
      chart({test::run(rows)});
    } catch (const NothingToDraw& nothing) {
      return std::string(nothing.what());
    }
    return std::string("no complaint");
  };
  Row aggregates = test::row("a/N:1", {});
  aggregates.has_aggregates = true;
  Row skipped = test::row("b/N:1", {});
  skipped.skipped = "no GPU";
  EXPECT_EQ(complaint({test::row("a/N:1", {0})}),
            "nothing to draw: no benchmark has positive samples of real_time");
  EXPECT_EQ(complaint({aggregates}),
            "nothing to draw: no benchmark has samples of real_time; 1 row: only aggregates");
  EXPECT_EQ(complaint({test::failed("a/N:1"), test::failed("a/N:2"), skipped}),
            "nothing to draw: no benchmark has samples of real_time; 2 rows: failed, 1 row: skipped");
  Row other = test::row("c/N:1", {});
  other.has_aggregates = aggregates.has_aggregates;
  other.aggregates["real_time"].median = 5;
  aggregates.aggregates["real_time"].median = 1;
  EXPECT_EQ(complaint({aggregates, other}),
            "nothing to draw: no benchmark has samples of real_time; 2 rows: only aggregates");
  EXPECT_THROW(chart({test::run({test::row("a/N:1", {0})})}), std::invalid_argument)
      << "no logarithm of zero";
  EXPECT_THROW(chart({test::run({test::failed("a/N:1")})}), std::invalid_argument);
}

TEST(Chart, TwentyFamiliesDifferInColourDashOrMarker) {
  std::vector<Row> rows;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "family" + std::to_string(i);
    rows.push_back(test::row(name + "/N:1", {1.0 + i}));
    rows.push_back(test::row(name + "/N:2", {2.0 + i}));
  }
  const std::string svg = chart({test::run(rows)});
  std::set<std::string> styles;
  const std::regex sample("<polyline (class=\"line s[0-9]+\"[^>]*) points=");
  for (std::sregex_iterator i(svg.begin(), svg.end(), sample), end; i != end; ++i) {
    styles.insert((*i)[1]);
  }
  EXPECT_EQ(styles.size(), 20U);
}

TEST(Chart, ItsStyleSheetSpeaksOfNothingElseInAPage) {
  const std::string svg = chart({test::run({test::row("a/N:1", {1})})});
  std::string rules = parsed(svg).document_element().child("style").text().get();
  rules = std::regex_replace(rules, std::regex("@media \\(prefers-color-scheme:dark\\)\\{"), "");
  const std::regex selectors("([^{}]+)\\{[^{}]*\\}");
  std::size_t checked = 0;
  for (std::sregex_iterator i(rules.begin(), rules.end(), selectors), end; i != end; ++i) {
    const std::string list = (*i)[1];
    for (std::size_t from = 0; from != std::string::npos; ++checked) {
      EXPECT_TRUE(list.compare(from, 7, ".chart ") == 0) << list;
      from = list.find(',', from);
      from = from == std::string::npos ? from : from + 1;
    }
  }
  EXPECT_GT(checked, 30U);
}

TEST(Chart, FailedPointsAreShownAndInterruptTheLine) {
  std::vector<Row> rows{test::failed("a/N:3"), test::failed("gone/N:1", "no <memory>")};
  for (const char* size : {"1", "2", "4", "5"}) {
    rows.push_back(test::row(std::string("a/N:") + size, six));
  }
  const std::string svg = chart({test::run(rows)});
  const auto document = parsed(svg);
  const auto lines = document.select_nodes("//g[@class='family']/polyline");
  EXPECT_EQ(lines.size(), 2U);
  for (const auto& line : lines) {
    EXPECT_EQ(count(line.node().attribute("points").value(), ","), 2U) << "no line over N = 3";
  }
  EXPECT_EQ(document.select_nodes("//polygon").size(), 2U);
  const auto texts = hover_texts(svg);
  EXPECT_THAT(texts, testing::Contains("a, N = 3: failed: a worker died"));
  EXPECT_THAT(texts, testing::Contains("gone, N = 1: failed: no <memory>"));
  EXPECT_THAT(svg, AllOf(HasSubstr(">failed<"), HasSubstr(">gone (failed)<")));
}

TEST(Chart, OfTwoRunsDrawsTheOldThinTheNewBoldAndSaysWhich) {
  const auto before =
      test::run({test::row("a/N:1", six), test::row("a/N:2", six), test::row("old/N:1", six)});
  const auto after =
      test::run({test::row("a/N:1", times(2)), test::row("a/N:2", times(2)), test::row("new/N:1", six)});
  const ChartData data = data_of({before, after});
  EXPECT_EQ(curve(data, "a", 0).style, curve(data, "a", 1).style) << "a family looks the same in both";
  EXPECT_DOUBLE_EQ(curve(data, "a", 1).points[0].median, 2 * curve(data, "a", 0).points[0].median);
  const std::string svg = chart({before, after});
  const auto document = parsed(svg);
  const auto line_of = [&](const char* group) {
    return document.select_node((std::string("//g[@class='") + group + "']/polyline").c_str())
        .node()
        .attribute("stroke-width")
        .as_double();
  };
  EXPECT_LT(2 * line_of("family old"), line_of("family"));
  EXPECT_EQ(document.select_nodes("//polygon").size(), 1U) << "a band of the new run only";
  EXPECT_THAT(svg, AllOf(HasSubstr("thin, old: run0"), HasSubstr("bold, new: run1"),
                         HasSubstr("old (only in run0)")));
  EXPECT_THAT(hover_texts(svg), testing::Contains(HasSubstr("run1: a, N = 1: median 2.05 s")));
}

TEST(Chart, WinnersAndCrossoversAreOfTheNewestRunAndSayWhetherTheyAreSure) {
  // a takes 1 and 4, b takes 2 and 2: on logarithmic axes the lines cross in the middle, at √10 and 2.
  const auto run = [](double noise) {
    return test::run({test::row("a/N:1", times(1)), test::row("a/N:10", times(4 * noise)),
                      test::row("b/N:1", times(2)), test::row("b/N:10", times(2)),
                      test::row("limit/copy/N:1", {0.1})});
  };
  const ChartData data = data_of({test::run({test::row("b/N:1", {1})}), run(1)});
  ASSERT_EQ(data.winners.size(), 2U);
  EXPECT_EQ(data.winners[0].family, "a") << "bounds do not compete";
  EXPECT_EQ(data.winners[1].family, "b");
  ASSERT_EQ(data.crossovers.size(), 1U);
  EXPECT_NEAR(data.crossovers[0].x, std::sqrt(10), 1e-9);
  EXPECT_NEAR(data.crossovers[0].y, 2 * 1.025, 1e-9);
  EXPECT_TRUE(data.crossovers[0].separated);
  EXPECT_THAT(data.crossovers[0].hover, AllOf(HasSubstr("Between N = 1 and 10"), HasSubstr("from a"),
                                              HasSubstr("to b"), HasSubstr("2.00× faster than a")));
  const std::string svg = chart({run(1)});
  EXPECT_EQ(count(svg, "<g class=\"crossover\"><title>"), 1U);
  EXPECT_EQ(count(svg, "another one is the best from here on"), 1U);
  EXPECT_EQ(count(svg, " hollow\">"), 0U);

  const std::string close = chart({run(0.505)});
  EXPECT_EQ(count(close, "<g class=\"crossover"), 0U) << "a may be the best at both";
  EXPECT_EQ(count(close, " hollow\">"), 2U) << "N = 10, and its sign in the legend";

  const std::string few = chart({test::run({test::row("a/N:1", {1}), test::row("a/N:10", {4}),
                                            test::row("b/N:1", {2}), test::row("b/N:10", {2})})});
  EXPECT_EQ(count(few, "<g class=\"crossover unsure\"><title>"), 1U);
  EXPECT_EQ(count(few, "another one may be the best from here on"), 1U);
}

TEST(Chart, TheTopRowTellsApartWhoIsSeparatedFromWhomNothingCanBeSaid) {
  const auto run = test::run({test::row("a/N:1", six), test::row("b/N:1", times(2)), test::row("a/N:2", six),
                              test::row("b/N:2", six), test::row("a/N:3", {1}), test::row("b/N:3", {2}),
                              test::row("a/N:4", {1})});
  const std::string svg = chart({run});
  EXPECT_THAT(svg, AllOf(HasSubstr(">top row: best, told apart from all others<"),
                         HasSubstr(">top row: one of those that may be the best<"),
                         HasSubstr(">top row, small: too few samples to tell<"),
                         HasSubstr(">top row, small: alone<")));
  EXPECT_EQ(count(svg, "<g class=\"mark s0\"><circle"), 4U) << "three sizes and the legend";
  EXPECT_EQ(count(svg, "<g class=\"mark s0 hollow\"><circle"), 1U);
  EXPECT_EQ(count(svg, " cy=\"58.0\" r=\"2.4\"/>"), 2U);

  const std::string alone = chart({test::run({test::row("a/N:1", six), test::row("limit/copy/N:1", {0.1})})});
  EXPECT_THAT(alone, AllOf(Not(HasSubstr("top row")), Not(HasSubstr(">fastest<"))));
}

TEST(Chart, IntervalsOfSpeedupsDoNotReadAsOneWhenTheyExcludeIt) {
  std::vector<double> samples;
  samples.reserve(9);
  for (int i = 0; i < 9; ++i) {
    samples.push_back(1 + 1e-5 * i);
  }
  const ChartData data = data_of(
      {test::run({test::row("base/N:1", times(1.003, samples)), test::row("a/N:1", samples)})}, "base");
  EXPECT_THAT(curve(data, "a").points[0].hover, HasSubstr("(95 % interval 1.003× – 1.003×)"));
}

TEST(Chart, ArgumentsWithoutANameAreKnownByTheirPlace) {
  SeriesOptions options;
  options.axis = "#1";
  const std::vector runs{test::run({test::row("a/8/1024", {1}), test::row("a/64/1024", {2})})};
  const std::string svg = chart(runs, "", options);
  EXPECT_THAT(svg, HasSubstr(">argument 1<"));
  EXPECT_THAT(hover_texts(svg), testing::Contains(HasSubstr("a/1024, argument 1 = 8: median")));
}

TEST(Chart, ARatiosIntervalOverSeveralProcessesIsOneOfProcesses) {
  // Four processes of ten repetitions each: too few for an interval of processes, plenty within them.
  std::vector<bench_report::Run> runs;
  for (int i = 0; i < 4; ++i) {
    const double noise = 1 + 0.1 * i;
    std::vector<double> samples;
    for (int j = 0; j < 10; ++j) {
      samples.push_back(noise * (1 + 0.001 * j));
    }
    runs.push_back(test::run({test::row("a/N:1", samples), test::row("b/N:1", times(2, samples))}));
  }
  const std::vector<Side> sides{{.name = "all", .runs = runs}};
  const auto data = make_chart_data(make_series_of_sides(sides, {}), names_of(sides), "a");
  std::vector<double> base;
  for (const bench_report::Run& run : runs) {
    base.push_back(median(run.rows[0].real_time));
  }
  const auto interval = ratio(times(2, base), base);
  ASSERT_TRUE(interval);
  EXPECT_LT(interval->low, 0.42);
  EXPECT_THAT(curve(data, "b").points[0].hover,
              HasSubstr(fmt::format("(95 % interval {}× – {}×)", format_bound(interval->low),
                                    format_bound(interval->high))));
}

TEST(Chart, NoCrossoverIsDrawnOverAFailure) {
  const ChartData data =
      data_of({test::run({test::row("a/N:1", {1}), test::row("a/N:9", {4}), test::row("b/N:1", {2}),
                          test::failed("b/N:3"), test::row("b/N:9", {2})})});
  EXPECT_EQ(data.winners.size(), 2U);
  EXPECT_TRUE(data.crossovers.empty());
}

Row skipped(const std::string& name) {
  Row row = test::row(name, {});
  row.skipped = "not today";
  return row;
}

/// How many points each line of the newest run's families joins.
std::vector<std::size_t> points_of_lines(const std::string& svg) {
  std::vector<std::size_t> points;
  const auto document = parsed(svg);
  for (const auto& line : document.select_nodes("//g[@class='family']/polyline")) {
    points.push_back(count(line.node().attribute("points").value(), ","));
  }
  return points;
}

TEST(Chart, NoLineRunsOverASizeWithoutAResult) {
  const auto four = [](const std::string& family, const std::vector<double>& seconds, Row odd) {
    return std::vector{test::row(family + "/N:1", seconds), test::row(family + "/N:2", seconds),
                       std::move(odd), test::row(family + "/N:4", seconds),
                       test::row(family + "/N:5", seconds)};
  };
  EXPECT_THAT(points_of_lines(chart({test::run(four("a", six, skipped("a/N:3")))})), ElementsAre(2, 2));
  EXPECT_THAT(points_of_lines(chart({test::run(four("a", six, test::row("a/N:3", {0, 1})))})),
              ElementsAre(2, 2))
      << "zero has no logarithm";
  EXPECT_THAT(points_of_lines(
                  chart({test::run(four("a", six, skipped("a/N:3"))), test::run({test::row("a/N:3", six)})})),
              ElementsAre())
      << "the old run is interrupted, the new one has one point";

  // The base failed at N = 3: the other family has a time there, but no speedup.
  auto rows = four("base", times(2), test::failed("base/N:3"));
  const auto more = four("b", six, test::row("b/N:3", six));
  rows.insert(rows.end(), more.begin(), more.end());
  EXPECT_THAT(points_of_lines(chart({test::run(rows)}, "base")), ElementsAre(2, 2, 2, 2));
}

TEST(Chart, WhatOneFileSkipsAndAnotherMeasuresIsNoGap) {
  const std::vector<Side> sides{
      {.name = "both",
       .runs = {test::run({test::row("a/N:1", six), skipped("a/N:2"), test::row("a/N:3", six)}),
                test::run({test::row("a/N:2", six)})}}};
  const ChartData data = make_chart_data(make_series_of_sides(sides, {}), names_of(sides), "");
  EXPECT_TRUE(curve(data, "a").gaps.empty());
}

TEST(Chart, NoRingStandsBesideASizeThatIsLeftOut) {
  // At N = 3 a takes no time: it is the best, but has no place in the chart.
  const ChartData data =
      data_of({test::run({test::row("a/N:1", {1}), test::row("a/N:3", {0}), test::row("a/N:9", {4}),
                          test::row("b/N:1", {2}), test::row("b/N:3", {2}), test::row("b/N:9", {2})})});
  EXPECT_EQ(data.winners.size(), 2U);
  EXPECT_TRUE(data.crossovers.empty());
}

TEST(Chart, SpeedupsNameTheirBaseAndItsTime) {
  const std::vector runs{test::run({test::row("loops/N:1", times(4)), test::row("pool/N:1", six),
                                    test::row("loops/N:2", times(8)), test::row("pool/N:2", times(4)),
                                    test::row("pool/N:3", six)})};
  const ChartData data = data_of(runs, "loops");
  const ChartPoint& point = curve(data, "pool").points[0];
  EXPECT_NEAR(point.median, 4, 1e-9);
  EXPECT_NEAR(point.low, 4 * 1.025 / 1.0475, 1e-9) << "the slowest times make the least speedup";
  EXPECT_NEAR(point.high, 4 * 1.025 / 1.0025, 1e-9);
  EXPECT_THAT(point.hover, AllOf(HasSubstr("pool, N = 1: 4.00× of loops (95 % interval "),
                                 HasSubstr("median 1.02 s against 4.10 s"), HasSubstr("6 samples")));
  ASSERT_EQ(data.left_out.size(), 1U);
  EXPECT_EQ(data.left_out[0].name, "pool, N = 3");
  EXPECT_THAT(data.left_out[0].reason, HasSubstr("no loops"));
  EXPECT_THAT(reading_lines(data),
              testing::Contains("1× is the median of loops: 4.10 s at N = 1 to 8.20 s at N = 2."));
  EXPECT_EQ(data.winners.size(), 2U) << "N = 3 is not on the chart";
  const std::string svg = chart(runs, "loops");
  EXPECT_THAT(svg, AllOf(HasSubstr(">speedup over loops<"), HasSubstr(">4.10 s<"), HasSubstr(">8.20 s<"),
                         HasSubstr(">3×<")));
}

TEST(Chart, SpeedupsOfTwoRunsHaveEachItsOwnBase) {
  const ChartData data = data_of({test::run({test::row("loops/N:1", {4}), test::row("pool/N:1", {1})}),
                                  test::run({test::row("loops/N:1", {2}), test::row("pool/N:1", {1})})},
                                 "loops");
  EXPECT_DOUBLE_EQ(curve(data, "pool", 0).points[0].median, 4);
  EXPECT_DOUBLE_EQ(curve(data, "pool", 1).points[0].median, 2);
  EXPECT_THAT(reading_lines(data),
              AllOf(testing::Contains("run0: 1× is the median of loops: 4.00 s at N = 1."),
                    testing::Contains("run1: 1× is the median of loops: 2.00 s at N = 1.")));
}

TEST(Chart, RatesAreBetterWhenHigher) {
  Row slow = test::row("slow/N:1", {2});
  slow.counters["bytes_per_second"] = times(1e9);
  Row fast = test::row("fast/N:1", {1});
  fast.counters["bytes_per_second"] = times(3e9);
  SeriesOptions options;
  options.metric = "bytes_per_second";
  const std::vector runs{test::run({slow, fast})};
  const ChartData data = data_of(runs, "", options);
  ASSERT_EQ(data.winners.size(), 1U);
  EXPECT_EQ(data.winners[0].family, "fast");
  EXPECT_NEAR(data.winners[0].lead->estimate, 3, 1e-9);
  EXPECT_EQ(value_label(data), "bandwidth (bytes per second)");
  const std::string svg = chart(runs, "", options);
  EXPECT_THAT(
      svg, AllOf(HasSubstr("bandwidth (bytes per second)"), HasSubstr(">2 GB/s<"), HasSubstr(">highest<")));
  EXPECT_NEAR(curve(data_of(runs, "slow", options), "fast").points[0].median, 3, 1e-9)
      << "of the base, not its inverse";
}

TEST(Chart, TheAxisTellsTheMetric) {
  ChartData data;
  const auto label = [&data](const std::string& metric, const std::string& base) {
    data.metric = metric;
    data.base = base;
    return value_label(data);
  };
  EXPECT_EQ(label("real_time", ""), "wall time of a run");
  EXPECT_EQ(label("real_time", "loops"), "speedup over loops");
  EXPECT_EQ(label("cpu_time", ""), "processor time of a run");
  EXPECT_EQ(label("cpu_time", "loops"), "speedup over loops in processor time of a run");
  EXPECT_EQ(label("cache_misses", ""), "cache misses");
  EXPECT_EQ(label("cache_misses", "loops"), "cache misses relative to loops");
}

TEST(Chart, OtherCountersHaveNoWinner) {
  Row row = test::row("a/N:1", {2});
  row.counters["workers"] = {2, 2};
  SeriesOptions options;
  options.metric = "workers";
  EXPECT_TRUE(data_of({test::run({row})}, "", options).winners.empty());
}

TEST(Chart, WhatHasNoPlaceOnItIsListed) {
  const double nan = std::nan("");
  const ChartData data = data_of({test::run({test::row("a/N:0", {1}), test::row("a/N:1", {0, 1}),
                                             test::row("a/N:2", {1}), test::row("a/N:4", {nan, 2})})});
  ASSERT_EQ(data.left_out.size(), 1U);
  EXPECT_EQ(data.left_out[0].name, "a, N = 1");
  EXPECT_DOUBLE_EQ(curve(data, "a").points.back().median, 2) << "a NaN is no sample";
  EXPECT_THAT(curve(data, "a").points.back().hover, HasSubstr(", 1 sample"));
}

TEST(Chart, AnotherArgumentOrThreadsCanBeTheAxis) {
  const auto run = test::run({test::row("a/N:1/K:5", {1}), test::row("a/N:2/K:5", {2}),
                              test::row("a/N:1/K:7", {3}), test::row("a/N:1/K:5/threads:4", {4})});
  SeriesOptions options;
  options.axis = "K";
  const ChartData by_k = data_of({run}, "", options);
  EXPECT_EQ(by_k.axis, "K");
  EXPECT_EQ(curve(by_k, "a/N:1").points.back().x, 7);
  options.axis = "threads";
  const ChartData by_threads = data_of({run}, "", options);
  ASSERT_EQ(curve(by_threads, "a/N:1/K:5").points.size(), 2U);
  EXPECT_EQ(curve(by_threads, "a/N:1/K:5").points[1].x, 4);
  EXPECT_THROW(data_of({test::run({test::row("a/N:1", {1})})}, "", options), std::invalid_argument)
      << "one number of threads is no axis";
}

TEST(Chart, AskedForWhatIsNotThereItListsWhatIs) {
  Row row = test::row("a/N:1", {1});
  row.counters["workers"] = {2};
  const std::vector runs{test::run({row, test::row("b\n/N:1", {1})})};
  const auto complaint = [&](const std::string& base, const SeriesOptions& options) {
    try {
      data_of(runs, base, options);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  SeriesOptions metric;
  metric.metric = "bytes";
  EXPECT_EQ(complaint("", metric),
            "--metric bytes: no benchmark has it; there are: real_time, cpu_time, workers");
  SeriesOptions axis;
  axis.axis = "M";
  EXPECT_EQ(complaint("", axis),
            "--x M: no benchmark's name has this part; there are: N (or /1 to /2: a part by its place)");
  EXPECT_EQ(complaint("nobody", {}), "--relative-to nobody: no such family; there are: a, b ")
      << "in one line";
}

/// Texts of a class, or of all.
std::vector<std::string> texts_of(const pugi::xml_document& document, const std::string& query) {
  std::vector<std::string> texts;
  for (const auto& text : document.select_nodes(query.c_str())) {
    texts.emplace_back(text.node().text().get());
  }
  return texts;
}

double y_of(const pugi::xml_document& document, const std::string& text) {
  return document.select_node(("//text[text()='" + text + "']").c_str()).node().attribute("y").as_double();
}

TEST(Chart, WhatFailedInAnOldRunDoesNotLookLikeANewFailure) {
  const auto before = test::run({test::row("a/N:1", six), test::failed("a/N:2"), test::row("b/N:1", six)});
  const auto after = test::run(
      {test::row("a/N:1", six), test::row("a/N:2", six), test::failed("b/N:1"), test::failed("a/N:3")});
  const std::string svg = chart({before, after});
  EXPECT_EQ(count(svg, "<g class=\"failure s0 old\">"), 1U);
  EXPECT_EQ(count(svg, "<g class=\"failure s0\">"), 1U);
  EXPECT_THAT(svg, AllOf(HasSubstr(">thin ×: failed in an old run<"), HasSubstr(">failed: an error row<"),
                         HasSubstr(".chart .failure.old{stroke-width:1}")));
  EXPECT_THAT(chart({after}), Not(HasSubstr("in an old run")));
  const auto both = chart({test::run({test::failed("a/N:1", "x"), test::row("a/N:2", six)}),
                           test::run({test::failed("a/N:1", "y"), test::row("a/N:2", six)})});
  EXPECT_THAT(both, HasSubstr("<title>run1: a, N = 1: failed: y\nrun0: a, N = 1: failed: x</title>"));
}

TEST(Chart, LanesOfFailuresHaveNamesAndKeepTheirDistance) {
  // The lowest value is close to a tick.
  const auto document = parsed(
      chart({test::run({test::row("a/N:1", {11.5e-9}), test::row("a/N:2", {2e-6}), test::failed("a/N:3"),
                        test::failed("bad/N:1"), test::row("b/N:1", {2e-6})})}));
  EXPECT_THAT(texts_of(document, "//text[@class='small' and @x > 724 and @x < 740]"),
              ElementsAre("a", "bad"));
  EXPECT_GT(y_of(document, "failed") - y_of(document, "10 ns"), 16);
  double legend_end = 0;
  for (const auto& text : document.select_nodes("//text[@x = 790]")) {
    legend_end = std::max(legend_end, text.node().attribute("y").as_double());
  }
  EXPECT_LT(legend_end, y_of(document, "bad") - 14);
}

TEST(Chart, CapitalsFitIntoTheLegend) {
  const std::string name = "BM_MATRIX_MULTIPLY_WITH_TRANSPOSED_OPERAND_MMM";
  const auto document = parsed(chart({test::run({test::row(name + "/N:1", six)})}));
  const double room = document.document_element().attribute("width").as_double() - 790;
  EXPECT_GT(room, 46 * 8.5) << "capitals of DejaVu Sans, 12 px";
  EXPECT_LT(room, 500);
}

std::vector<std::string> size_texts(const std::vector<double>& sizes) {
  std::vector<Row> rows;
  rows.reserve(sizes.size());
  for (const double size : sizes) {
    rows.push_back(test::row(fmt::format("a/N:{:.0f}", size), {size}));
  }
  return texts_of(parsed(chart({test::run(rows)})),
                  "//text[@text-anchor='middle' and @x and not(text()='N')]");
}

TEST(Chart, LongSizesHaveGroupsOfDigitsOrPowers) {
  EXPECT_THAT(size_texts({1, 10000, 1e5, 1048576, 1e9}),
              ElementsAre("1", "10000", "10⁵", "1\u2009048\u2009576", "10⁹"));
  std::vector<double> many;
  for (int i = 1; i <= 200; ++i) {
    many.push_back(i);
  }
  EXPECT_THAT(size_texts(many), ElementsAre("1", "2", "5", "10", "20", "50", "100", "200"));
}

TEST(Chart, SizesDoNotHangOverTheFrame) {
  const auto document =
      parsed(chart({test::run({test::row("a/N:10", six), test::row("a/N:999999937", six)})}));
  const auto label = document.select_node("//text[starts-with(text(), '999')]").node();
  EXPECT_LE(label.attribute("x").as_double() + text_width(label.text().get()) / 2, 724);
}

TEST(Chart, SmallPrintIsBoundedInLines) {
  const auto data = data_of({test::run({test::row("a/N:1", six)})});
  const auto lines = [&](const std::vector<std::string>& texts) {
    const auto document = parsed(draw_chart(data, {.title = "t", .x_label = "", .small_print = texts}));
    return texts_of(document, "//text[@class='small' and @x = 84]");
  };
  const auto one = lines({std::string(1500, 'x')});
  EXPECT_LE(one.size(), 3U);
  EXPECT_THAT(one.front(), testing::StartsWith("xxx"));
  const auto many = lines(std::vector<std::string>(50, "note"));
  EXPECT_EQ(many.size(), 21U);
  EXPECT_EQ(many.back(), "… and 30 notes more: bench-report html has them all.");
}

TEST(Chart, SmallPrintNamesAFewRowsAndSaysOnceWhatRunsShare) {
  std::vector<Row> rows{test::row("a/N:1", six)};
  for (int i = 0; i < 60; ++i) {
    rows.push_back(skipped(fmt::format("gpu{}/N:1", i)));
  }
  auto before = test::run(rows);
  auto after = test::run({rows[0], rows[1]});
  before.warnings = {"shared"};
  after.warnings = {"shared"};
  const std::vector<Side> sides{{.name = "old", .runs = {before}}, {.name = "new", .runs = {after}}};
  const auto sets = make_series_of_sides(sides, {});
  const auto lines = small_print(make_chart_data(sets, names_of(sides), ""), sides, sets);
  EXPECT_THAT(lines, testing::IsSupersetOf({"Note: shared",
                                            "old: Skipped gpu0/N:1, gpu1/N:1, gpu10/N:1, gpu11/N:1, "
                                            "gpu12/N:1, gpu13/N:1 and 54 more: not today",
                                            "new: Skipped gpu0/N:1: not today"}));
}

TEST(Chart, SmallPrintNamesTheFilesThatANoteIsOf) {
  const auto file = [](const std::string& name, const std::vector<std::string>& warnings) {
    auto made = test::run({test::row("a/N:1", six)});
    made.file = name;
    made.warnings = warnings;
    return made;
  };
  const std::vector<Side> sides{
      {.name = "old", .runs = {file("x/1.json", {"all", "some"}), file("x/2.json", {"all", "side"})}},
      {.name = "new", .runs = {file("x/3.json", {"all", "some", "new"}), file("y/2.json", {"all", "new"})}},
      {.name = "newest", .runs = {file("x/4.json", {"all", "new"}), file("x/5.json", {"all"})}}};
  const auto sets = make_series_of_sides(sides, {});
  EXPECT_THAT(small_print(make_chart_data(sets, names_of(sides), ""), sides, sets),
              testing::IsSupersetOf({"Note: all", "Note: 1.json, 3.json: some", "Note: x/2.json: side",
                                     "Note: new, 4.json: new"}));

  std::vector<bench_report::Run> many;
  for (const char* const name : {"1", "2", "3", "4", "5", "6"}) {
    many.push_back(file(name, {"some"}));
  }
  many.push_back(file("7", {}));
  const std::vector<Side> one{{.name = "x", .runs = many}};
  const auto set = make_series_of_sides(one, {});
  EXPECT_THAT(small_print(make_chart_data(set, names_of(one), ""), one, set),
              testing::Contains("Note: 1, 2, 3 and 3 more: some"));
}

TEST(Chart, OfManyRingsOnlyTheSureOnesAreDrawn) {
  const auto rings = [](int sizes) {
    std::vector<Row> rows;
    for (int i = 1; i <= sizes; ++i) {
      const std::string size = "/N:" + std::to_string(i);
      // The lead of the first two sizes is clear, then one sample says nothing.
      const auto samples = [&](double factor) { return i <= 2 ? times(factor) : std::vector{factor}; };
      rows.push_back(test::row("a" + size, samples(i % 2 == 0 ? 2 : 1)));
      rows.push_back(test::row("b" + size, samples(i % 2 == 0 ? 1 : 2)));
    }
    return data_of({test::run(rows)}).crossovers.size();
  };
  EXPECT_EQ(rings(9), 8U);
  EXPECT_EQ(rings(10), 1U);
}

TEST(Chart, SaysWhoseBaseStandsBelowTheSizes) {
  const auto run = test::run({test::row("a/N:1", six), test::row("b/N:1", six)});
  EXPECT_THAT(chart({run}, "a"), HasSubstr(">1× =<"));
  EXPECT_THAT(chart({run, run}, "a"), HasSubstr(">newest: 1× =<"));
}

TEST(Chart, FaintBandsHaveAnOutline) {
  EXPECT_THAT(chart({test::run({test::row("a/N:1", six)})}),
              AllOf(HasSubstr(".chart .band{stroke-opacity:.4;stroke-width:.7}"),
                    Not(HasSubstr(".band{stroke:none}"))));
}

TEST(Chart, NarrowRangesHaveTicksToo) {
  std::vector<Row> rows;
  for (const double time : {1.10, 1.21}) {
    rows.push_back(test::row("a/N:" + std::to_string(rows.size() + 1), {time}));
  }
  std::size_t ticks = 0;
  const auto document = parsed(chart({test::run(rows)}));
  for (const auto& text : document.select_nodes("//text[@text-anchor='end']")) {
    ticks += std::string(text.node().text().get()).ends_with(" s") ? 1 : 0;
  }
  EXPECT_GE(ticks, 3U);
}

}  // namespace
}  // namespace bench_report
