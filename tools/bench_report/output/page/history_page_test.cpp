// The page of a history: well-formed, without scripts, small, and its links lead somewhere.
#include "tools/bench_report/output/page/history_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "tools/bench_report/output/chart/history_chart.hpp"
#include "tools/bench_report/output/test_support.hpp"

namespace bench_report {
namespace {

using test::made_history;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

pugi::xml_document parsed(const std::string& xml, const char* root) {
  pugi::xml_document document;
  const auto result = document.load_string(xml.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description() << " at " << result.offset;
  EXPECT_STREQ(document.document_element().name(), root);
  return document;
}

std::size_t count(const pugi::xml_document& document, const std::string& path) {
  return document.select_nodes(path.c_str()).size();
}

TEST(HistoryPage, ChangesLinkToTheirCharts) {
  const auto page = parsed(make_history_page(made_history(), {}), "html");
  EXPECT_EQ(count(page, "//script"), 0U);
  const auto links = page.select_nodes("//a");
  ASSERT_EQ(links.size(), 2U) << "of the change, and of the row that is to be watched";
  for (const auto& one : links) {
    const std::string target = std::string(one.node().attribute("href").value()).substr(1);
    EXPECT_EQ(count(page, "//details//figure[@id='" + target + "']/svg"), 1U) << target;
  }
  EXPECT_EQ(count(page, "//td[@class='effect worse'][.='REGRESSED']"), 1U);
  EXPECT_EQ(count(page, "//details"), 2U) << "families";
  EXPECT_EQ(count(page, "//li[.='a note']"), 1U);
}

std::vector<std::string> cells(const pugi::xml_document& document) {
  std::vector<std::string> texts;
  for (const auto& cell : document.select_nodes("//tbody/tr/td")) {
    texts.push_back(pugi::xpath_query("string(.)").evaluate_string(cell));
  }
  return texts;
}

TEST(HistoryPage, AChangeInItsTable) {
  History history = made_history();
  auto page = parsed(make_history_page(history, {}), "html");
  EXPECT_THAT(cells(page),
              testing::ElementsAre("REGRESSED", "1.00 ms", "1.20 ms", "1.20", "1.18 to 1.22", "c5", "c4",
                                   "2026-01-06", HasSubstr("compiler (GCC 12, then GCC 13)")));
  EXPECT_EQ(count(page, "//figure[@id='row-1']/figcaption/span[.='1.20 ms, noise 1 %; slower since c5']"),
            1U);
  EXPECT_EQ(count(page, "//figure[@id='row-1']//g[contains(@class, 'mark')]"), 1U);
  history.rows[0].changes[0].effect = Effect::improved;
  page = parsed(make_history_page(history, {}), "html");
  EXPECT_EQ(count(page, "//td[@class='effect better'][.='IMPROVED']"), 1U);
  EXPECT_EQ(count(page, "//g[@class='mark better explained']"), 1U);
  history.rows[0].changes[0].effect = Effect::changed;
  history.rows[0].changes[0].explanations.clear();
  page = parsed(make_history_page(history, {}), "html");
  EXPECT_EQ(count(page, "//td[@class='effect'][.='CHANGED']"), 1U);
  EXPECT_EQ(count(page, "//g[@class='mark other']"), 1U);
}

TEST(HistoryPage, TheNewestChangesAreListed) {
  History history = made_history();
  history.rows[0].changes.assign(402, history.rows[0].changes[0]);
  history.rows[1].changes = {history.rows[0].changes[0]};
  history.rows[1].changes[0].index = 9;
  const auto page = parsed(make_history_page(history, {}), "html");
  EXPECT_EQ(count(page, "//tbody/tr"), 400U);
  EXPECT_EQ(count(page, "//tbody/tr[1]/th[.='BM_b']"), 1U) << "the newest first";
  EXPECT_EQ(count(page, "//p[starts-with(., '3 older changes are not listed here')]"), 1U);
}

TEST(HistoryPage, WhereNothingHappened) {
  History history = made_history();
  history.rows[0].changes.clear();
  history.rows[1].suspicion.reset();
  history.warnings.clear();
  const auto page = parsed(make_history_page(history, {}), "html");
  EXPECT_EQ(count(page, "//p[.='No row changed.']"), 1U);
  EXPECT_EQ(count(page, "//a | //table | //*[contains(., 'To be watched')] | //section[@class='warnings']"),
            0U);
  EXPECT_EQ(count(page, "//p/strong"), 0U) << "no gate";
  EXPECT_EQ(count(page, "//details[@open]"), 2U) << "few rows are not folded";
}

TEST(HistoryPage, AFamilyWithoutChangesIsFolded) {
  History history = made_history();
  for (int i = 0; i < 40; ++i) {
    HistoryRow quiet = history.rows[1];
    quiet.name = quiet.family = "BM_quiet_" + std::to_string(i);
    quiet.suspicion.reset();
    history.rows.push_back(quiet);
  }
  const auto page = parsed(make_history_page(history, {}), "html");
  EXPECT_EQ(count(page, "//details"), 42U);
  EXPECT_EQ(count(page, "//details[@open]"), 2U);
}

TEST(HistoryPage, TheChartHasMarksLevelsAndTexts) {
  const History history = made_history();
  const auto page = parsed(make_history_page(history, HistoryGate{.place = 3, .regressions = 1}), "html");
  EXPECT_EQ(count(page, "//strong[contains(., 'FAILED: 1 regression since c3')]"), 1U);
  EXPECT_EQ(count(page, "//figure[@id='row-1']//g[@class='mark worse explained']"), 1U)
      << "dashed: the compiler";
  EXPECT_EQ(count(page, "//figure[@id='row-2']//g[contains(@class, 'mark')]"), 0U);
  EXPECT_EQ(count(page, "//figure[@id='row-1']//g[@class='hit']/path/title"), 10U);
  EXPECT_EQ(count(page, "//title[.='2026-01-02 c1: 1.00 ms']"), 1U);
}

TEST(HistoryPage, NamesAreEscaped) {
  History history = made_history();
  history.rows[0].name = "BM_<a & \"b\">";
  history.commits[5].id = "<5>";
  EXPECT_EQ(count(parsed(make_history_page(history, {}), "html"), "//a[.='BM_<a & \"b\">']"), 1U);
  parsed(history_svg(history), "svg");
}

History large(std::size_t rows, std::size_t commits) {
  History history;
  for (std::size_t i = 0; i < commits; ++i) {
    history.commits.push_back({.id = std::to_string(1'000'000'000 + i) + "abcdef", .moment = 1'700'000'000});
  }
  for (std::size_t row = 0; row < rows; ++row) {
    HistoryRow made{.name = "BM_some_benchmark/N:" + std::to_string(row), .family = "BM_some_benchmark"};
    for (std::size_t i = 0; i < commits; ++i) {
      made.points.push_back({.commit = i, .value = 1e-3 + 1e-5 * std::sin(static_cast<double>(i * row))});
    }
    made.levels = {{.begin = 0, .end = commits, .value = 1e-3}};
    made.noise = 0.01;
    history.rows.push_back(std::move(made));
  }
  return history;
}

TEST(HistoryPage, ManyRowsTakeAFewMegabytes) {
  constexpr std::size_t megabyte = 1'000'000;
  const std::string page = make_history_page(large(500, 1000), {});
  EXPECT_LT(page.size(), 6 * megabyte);
  EXPECT_THAT(page,
              AllOf(HasSubstr("Of more than 400 commits a chart shows"), HasSubstr("24 places of a chart")));
  EXPECT_THAT(make_history_page(made_history(), {}), Not(HasSubstr("Of more than")));
}

TEST(HistoryChart, ThinningKeepsWhatIsFarAway) {
  History history = large(1, 1000);
  history.rows[0].points[333].value = 1e-2;  // on the upper edge
  const std::string chart = history_chart(history, history.rows[0], {.points = 40, .texts = 10});
  const auto dots = chart.substr(chart.find("class=\"dots\""));
  EXPECT_THAT(dots.substr(0, dots.find("/>")), HasSubstr(" 18.0h0"));
  EXPECT_EQ(count(parsed(chart, "g"), "//g[@class='hit']/path"), 10U);
}

TEST(HistoryChart, HasAsManyDotsAsItMay) {
  const auto dots = [](std::size_t commits, std::size_t most) {
    const History history = large(2, commits);
    const std::string chart = history_chart(history, history.rows[1], {.points = most, .texts = 1});
    const auto begin = chart.find("class=\"dots\"");
    const std::string path = chart.substr(begin, chart.find("/>", begin) - begin);
    return std::ranges::count(path, 'M');
  };
  EXPECT_EQ(dots(40, 40), 40);
  EXPECT_EQ(dots(41, 40), 40) << "the lowest and the highest of each two or three";
  EXPECT_EQ(dots(1000, 40), 40);
}

TEST(HistoryChart, ASingleCommitAndEqualValues) {
  const History one = large(1, 1);
  EXPECT_THAT(history_svg(one), Not(HasSubstr("nan")));
  History equal = large(1, 20);
  for (HistoryPoint& point : equal.rows[0].points) {
    point.value = 5;
  }
  equal.rows[0].levels[0].value = 5;
  equal.rows[0].noise = 0;
  EXPECT_THAT(history_svg(equal), AllOf(Not(HasSubstr("nan")), Not(HasSubstr("inf"))));
}

TEST(HistoryChart, AFileOfItsOwn) {
  const auto svg = parsed(history_svg(made_history()), "svg");
  EXPECT_EQ(count(svg, "//text[@class='name']"), 2U);
  EXPECT_EQ(count(svg, "//style"), 1U);
}

}  // namespace
}  // namespace bench_report
