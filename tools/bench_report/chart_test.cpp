// The chart is well-formed, complete, and the same every time.
#include "tools/bench_report/chart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <regex>

#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/test_support.hpp"
#include "tools/bench_report/xml.hpp"

namespace bench_report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string chart(const std::vector<Run>& runs) {
  return draw_chart(make_series(runs, {}), {.title = "title", .small_print = {"small"}});
}

void expect_well_formed(const std::string& svg) {
  pugi::xml_document document;
  const auto result = document.load_string(svg.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description() << " at " << result.offset;
  EXPECT_STREQ(document.document_element().name(), "svg");
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t number = 0;
  for (auto place = text.find(part); place != std::string::npos; place = text.find(part, place + 1)) {
    ++number;
  }
  return number;
}

TEST(Chart, HasALineABandAndMarksForEachFamily) {
  const std::string svg =
      chart({test::run({test::row("a/N:1", {1, 2, 3}), test::row("a/N:10", {10, 20, 30}),
                        test::row("b/N:1", {1, 2, 3}), test::row("b/N:10", {10, 20, 30}),
                        test::row("limit/copy/N:1", {1}), test::row("limit/copy/N:10", {1})})});
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, "<polygon class=\"band"), 2U) << "limits have no band";
  EXPECT_EQ(count(svg, "<polyline class=\"line"), 2 * 3U) << "a curve and a sample in the legend each";
  EXPECT_EQ(count(svg, "a, N = 1: median 2.00 s, 5–95 % 1.10 s – 2.90 s, 3 samples"), 1U);
  for (const char* text :
       {">a<", ">b<", ">limit/copy<", "title", "small", "prefers-color-scheme:dark", "role=\"img\""}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
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
  const auto run = read_run(test::testdata("ours.json"));
  EXPECT_EQ(chart({run}), chart({run}));
}

TEST(Chart, SurvivesHostileNames) {
  for (const std::string& name :
       {std::string("<script>alert('x')</script>"), std::string("a\"b'c&d"), std::string(1000, 'x'),
        std::string("\xff\xfe\x80 \xed\xa0\x80 \xc0\xaf \xf5"), std::string("\x01\x1b[31m\x7f"),
        std::string("]]>--><!--"), std::string("ü € 𝄞")}) {
    auto run = test::run({test::row(name + "/N:1", {1}), test::row(name + "/N:2", {1})});
    run.rows[0].label = name;
    const std::string svg = draw_chart(make_series({run}, {}), {.title = name, .small_print = {name}});
    expect_well_formed(svg);
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, Not(HasSubstr("\x1b")));
  }
  EXPECT_EQ(escape_xml("ü € 𝄞 <&>\""), "ü € 𝄞 &lt;&amp;&gt;&quot;");
  EXPECT_EQ(escape_xml("\xff"), "\xEF\xBF\xBD");
}

TEST(Chart, ShowsOnePointAndRefusesNone) {
  expect_well_formed(chart({test::run({test::row("a/N:1", {1, 2})})}));
  EXPECT_THROW(chart({test::run({})}), std::invalid_argument);
  EXPECT_THROW(chart({test::run({test::row("a", {1})})}), std::invalid_argument) << "no axis";
  EXPECT_THROW(chart({test::run({test::row("a/N:1", {0})})}), std::invalid_argument)
      << "no logarithm of zero";
}

TEST(Chart, TwentyFamiliesDifferInColourDashOrMarker) {
  std::vector<Row> rows;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "family" + std::to_string(i);
    rows.push_back(test::row(name + "/N:1", {1.0 + i}));
    rows.push_back(test::row(name + "/N:2", {2.0 + i}));
  }
  const std::string svg = chart({test::run(rows)});
  expect_well_formed(svg);
  std::set<std::string> styles;
  const std::regex sample("<polyline (class=\"line s[0-9]+\"(?: stroke-dasharray=\"[^\"]*\")?) points=");
  for (std::sregex_iterator i(svg.begin(), svg.end(), sample), end; i != end; ++i) {
    styles.insert((*i)[1]);
  }
  EXPECT_EQ(styles.size(), 20U);
}

}  // namespace
}  // namespace bench_report
