// The page is well-formed, needs no script, and says all that there is to say.
#include "tools/bench_report/output/page/page.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <set>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/switches.hpp"
#include "tools/bench_report/output/chart/words.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const std::vector<Side>& sides, const std::string& title = "title") {
  SeriesOptions options;
  options.contest = true;
  const auto sets = make_series_of_sides(sides, options);
  std::vector<Figure> figures;
  std::vector<LeftOut> not_charted;
  std::vector<FamilySwitch> switches;
  for (const char* id : {"one", "two"}) {
    ChartData data = make_chart_data(sets, names_of(sides), "");
    switches = make_switchable(data, sets);
    figures.push_back(
        {.svg = draw_chart(data, {.title = title, .x_label = title, .small_print = {}, .id = id}),
         .caption = {title}});
    not_charted = data.left_out;
  }
  const QuantileTable table = make_quantile_table(sets.back(), sides.back().runs, default_base, false);
  return make_page({.title = title,
                    .figures = figures,
                    .table = table,
                    .sides = sides,
                    .sets = sets,
                    .not_charted = not_charted,
                    .switches = switches});
}

pugi::xml_document parsed(const std::string& html) {
  pugi::xml_document document;
  const auto result = document.load_string(html.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description() << " at " << result.offset;
  EXPECT_STREQ(document.document_element().name(), "html");
  return document;
}

/// The rows of the table below the heading, cells joined by " | ".
std::vector<std::string> table_below(const pugi::xml_document& document, const std::string& heading) {
  std::vector<std::string> rows;
  for (const auto& row : document.select_nodes(("//section[h2='" + heading + "']//tbody/tr").c_str())) {
    std::string text;
    for (const pugi::xml_node cell : row.node().children()) {
      text += (text.empty() ? "" : " | ") + std::string(cell.text().get());
    }
    rows.push_back(text);
  }
  return rows;
}

/// What is said first.
std::string answer_of(const pugi::xml_document& document) {
  return document.select_node("//section[@class='answer']/p").node().child_value();
}

const std::vector<double> six{1.00, 1.01, 1.02, 1.03, 1.04, 1.05};

TEST(Html, SaysWhereTheBestMedianIsContradicted) {
  const auto run = test::run(test::contradicted_rows());
  EXPECT_THAT(
      table_below(parsed(page_of({{.name = "x", .runs = {run}}})), "Who is fastest, and how far ahead"),
      ElementsAre(HasSubstr("1 | a | 991 ms | contradicted | ")));
}

TEST(Html, RunsOfSeveralProcessesStandToEachOtherAsProcesses) {
  std::vector<bench_report::Run> before;
  std::vector<bench_report::Run> after;
  for (int i = 0; i < 8; ++i) {
    before.push_back(test::run({test::row("a/N:1", std::vector<double>(9, 1 + 0.1 * i))}));
    after.push_back(test::run({test::row("a/N:1", std::vector<double>(9, 1.1 + 0.1 * i))}));
  }
  const auto page = [&](std::size_t processes) {
    const std::vector<Side> sides{
        {.name = "x", .runs = {before.begin(), before.begin() + std::ptrdiff_t(processes)}},
        {.name = "y", .runs = {after.begin(), after.begin() + std::ptrdiff_t(processes)}}};
    return page_of(sides);
  };
  EXPECT_THAT(table_below(parsed(page(2)), "Quantiles"), ElementsAre(HasSubstr("too few samples")));
  EXPECT_THAT(table_below(parsed(page(8)), "Quantiles"), ElementsAre(HasSubstr("[0.")));
  EXPECT_THAT(page(8), Not(HasSubstr("know no noise between processes")));
  EXPECT_THAT(page(1), HasSubstr("know no noise between processes"));
}

TEST(Html, SaysInWhatFilesThatAreShownAsOneDiffer) {
  auto one = test::run({test::row("a/N:1", six)});
  auto other = one;
  one.context = {{"host_name", "here"}};
  other.context = {{"host_name", "there"}};
  const std::string note = "the 2 files are shown as one, but differ in host_name (here, there)";
  EXPECT_THAT(page_of({{.name = "x", .runs = {one, other}}}), HasSubstr("<li>" + note + "</li>"));
  EXPECT_THAT(page_of({{.name = "x", .runs = {one}}, {.name = "y", .runs = {other}}}), Not(HasSubstr(note)));
  const std::vector<Side> sides{{.name = "x", .runs = {one, other}}};
  const auto sets = make_series_of_sides(sides, {});
  EXPECT_THAT(small_print(make_chart_data(sets, names_of(sides), ""), sides, sets),
              Contains("Note: " + note));
}

TEST(Html, TellsWhatTheSampleFileHolds) {
  const auto document =
      parsed(page_of({{.name = "ours", .runs = {test::read_run(test::testdata("ours.json"))}}}));
  EXPECT_THAT(table_below(document, "Who is fastest, and how far ahead"),
              ElementsAre("10 | pool | 50.0 µs | too few samples | loops | ",
                          "20 | pool | 100 µs | too few samples | loops | "));
  EXPECT_THAT(answer_of(document),
              testing::StartsWith("Best median from N = 10 to 20: pool (too few samples to tell)."));
  EXPECT_THAT(table_below(document, "How far from the best"),
              ElementsAre("pool | 1.00 | 1.00", "loops | 4.00 | 8.00", "broken | failed | ",
                          "limit/copy |  | 0.800"));
  EXPECT_THAT(table_below(document, "Medians"),
              ElementsAre("broken | failed | ", "limit/copy |  | 80.0 µs", "loops | 200 µs | 800 µs",
                          "pool | 50.0 µs | 100 µs"));
  EXPECT_THAT(table_below(document, "Quantiles"),
              AllOf(Contains("10 | pool | 50.0 µs | 50.0 µs | 50.0 µs | 1 | 4.00×"),
                    Contains("loops | 110 µs | 200 µs | 290 µs | 3 | 1.00×")));
  EXPECT_THAT(table_below(document, "Failed, skipped, left out"),
              ElementsAre("broken/N:10/real_time | failed | out of memory", "cuda/fused | skipped | no GPU"));
  EXPECT_THAT(table_below(document, "Where and how this was measured"),
              AllOf(Contains("processor | Test CPU"), Contains("commit_dirty | true")));
}

TEST(Html, NamesTheLeadAndItsIntervalOrNotSeparated) {
  std::vector<double> slow;
  for (const double value : six) {
    slow.push_back(2 * value);
  }
  const auto document =
      parsed(page_of({{.name = "a",
                       .runs = {test::run({test::row("a/N:1", six), test::row("b/N:1", slow),
                                           test::row("a/N:2", six), test::row("b/N:2", six)})}}}));
  const auto rows = table_below(document, "Who is fastest, and how far ahead");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0], "1 | a | 1.02 s | 2.00× | 1.94× – 2.06× | b | ");
  EXPECT_EQ(rows[1], "2 | a | 1.02 s | not separated | 0.97× – 1.03× | b | b");
  EXPECT_EQ(answer_of(document), "Fastest from N = 1 to 2: a; at 2 also b.");
  const auto best = document.select_nodes("//table[@class='heat']//td[contains(@class, 'best')]");
  EXPECT_EQ(best.size(), 3U) << "a twice, and b where it is tied";
  EXPECT_THAT(best.first().node().attribute("class").value(), HasSubstr("heat0"));
  EXPECT_STREQ(best.first().node().attribute("title").value(), "a, N = 1: 1.02 s");
}

TEST(Html, WhoIsAloneIsNotSaidToBeNotSeparated) {
  const auto alone = parsed(page_of({{.name = "a", .runs = {test::run({test::row("a/N:1", six)})}}}));
  EXPECT_EQ(answer_of(alone), "") << "nobody competes";
  EXPECT_TRUE(table_below(alone, "How far from the best").empty());
  EXPECT_TRUE(alone.select_nodes("//td[contains(@class, 'best')]").empty());
  const auto somewhere =
      parsed(page_of({{.name = "a",
                       .runs = {test::run({test::row("a/N:1", six), test::row("b/N:2", {1}),
                                           test::row("a/N:2", {2}), test::row("c/N:3", {0, 1, 1}),
                                           test::row("b/N:3", {2}), test::row("b/N:4", {2})})}}}));
  EXPECT_EQ(answer_of(somewhere),
            "Best median at N = 1: a (alone). Best median at N = 2: b (too few samples to tell). Best median "
            "at N = 3: c "
            "(a sample is not positive). Best median at N = 4: b (alone).");
  EXPECT_THAT(
      table_below(somewhere, "Who is fastest, and how far ahead"),
      ElementsAre("1 | a | 1.02 s | alone |  | ", "2 | b | 1.00 s | too few samples | a | ",
                  "3 | c | 1.00 s | a sample is not positive | b | ", "4 | b | 2.00 s | alone |  | "));
}

TEST(Html, WarnsOfWhatSpoilsFigures) {
  auto run = test::run({test::row("a/N:1", six)});
  run.processors = 1;
  run.load_average = {3};
  run.context = {{"interrupted", "true"}, {"cpu_scaling_enabled", "true"}};
  run.warnings = {"the reader's own"};
  Row failed = test::row("b/N:1", {});
  failed.error = "boom";
  run.rows.push_back(failed);
  const auto document = parsed(page_of({{.name = "a", .runs = {run}}}));
  std::vector<std::string> lines;
  for (const auto& item : document.select_nodes("//section[@class='warnings']//li")) {
    lines.emplace_back(item.node().text().get());
  }
  EXPECT_THAT(lines, ElementsAre("the reader's own", HasSubstr("interrupted"),
                                 HasSubstr("load average was 3.0"), HasSubstr("frequency scaling"),
                                 HasSubstr("quantiles are unsure"), HasSubstr("1 row failed")));
}

TEST(Html, RowsWithoutAnArgumentHaveATableAndNeedNoChart) {
  const auto run = test::run({test::row("BM_Slow", six), test::row("BM_Fast", {0.5})});
  const std::vector<Side> sides{{.name = "a", .runs = {run}}};
  const auto sets = make_series_of_sides(sides, {});
  const auto document = parsed(make_page({.title = "title",
                                          .figures = {{.svg = "", .caption = {"No chart: because"}}},
                                          .table = make_quantile_table(sets[0], {run}, default_base, false),
                                          .sides = sides,
                                          .sets = sets,
                                          .not_charted = {}}));
  EXPECT_TRUE(document.select_nodes("//figure").empty());
  EXPECT_STREQ(document.select_node("//body/p[contains(text(), 'No chart')]").node().child_value(),
               "No chart: because");
  EXPECT_THAT(table_below(document, "Quantiles"), ElementsAre("none | BM_Fast | 500 ms | 500 ms | 500 ms | 1",
                                                              "BM_Slow | 1.00 s | 1.02 s | 1.05 s | 6"));
  EXPECT_TRUE(table_below(document, "Medians").empty());
  EXPECT_TRUE(table_below(document, "Failed, skipped, left out").empty());
}

/// Columns of the widest table of medians.
std::size_t widest_overview(const pugi::xml_document& document) {
  std::size_t columns = 0;
  for (const auto& row : document.select_nodes("//section[h2='Medians']//thead/tr")) {
    columns = std::max(columns, row.node().select_nodes("th").size());
  }
  return columns;
}

TEST(Html, MediansOfManySizesFitOnAPage) {
  const auto document_of = [](int families) {
    std::vector<Row> rows;
    for (int family = 0; family < families; ++family) {
      for (int size = 1; size <= 23; ++size) {
        rows.push_back(test::row(fmt::format("f{}/N:{}", family, size), {1.0 * size}));
      }
    }
    return parsed(page_of({{.name = "a", .runs = {test::run(rows)}}}));
  };
  const auto few = document_of(2);
  EXPECT_EQ(widest_overview(few), 3U) << "sizes go down";
  EXPECT_THAT(table_below(few, "Medians"), AllOf(testing::SizeIs(23), Contains("23 | 23.0 s | 23.0 s")));
  EXPECT_EQ(widest_overview(document_of(5)), 6U);
  const auto many = document_of(6);
  EXPECT_EQ(widest_overview(many), 11U);
  const auto rows = table_below(many, "Medians");
  ASSERT_EQ(rows.size(), 18U) << "three tables";
  EXPECT_EQ(rows[12], "f0 | 21.0 s | 22.0 s | 23.0 s");
}

TEST(Html, OnANarrowScreenNamesKeepTheirWidthAndTheChartScrolls) {
  const std::string html = page_of({{.name = "ours", .runs = {test::read_run(test::testdata("ours.json"))}}});
  const auto document = parsed(html);
  for (const auto& row : document.select_nodes("//section[starts-with(h2, 'Who is')]//tbody/tr")) {
    EXPECT_EQ(row.node().select_nodes("td[@class='family']").size(), 3U)
        << "the winner, the runner-up, the tied";
  }
  EXPECT_TRUE(document.select_nodes("//caption").empty()) << "in a table that scrolls it would be cut";
  EXPECT_THAT(html, AllOf(HasSubstr(".family{min-width:"),
                          testing::ContainsRegex("@media .max-width:40rem..figure svg.min-width:66rem"),
                          testing::ContainsRegex("@media print.*figure svg.min-width:0")));
}

TEST(Html, ComparesTheNewestWithTheOldest) {
  std::vector<double> faster;
  for (const double value : six) {
    faster.push_back(value / 2);
  }
  const std::string html = page_of(
      {{.name = "before", .runs = {test::run({test::row("a/N:1", six)})}},
       {.name = "after", .runs = {test::run({test::row("a/N:1", faster), test::row("b/N:1", six)})}}});
  const auto rows = table_below(parsed(html), "Quantiles");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[0], HasSubstr("| 0.50× [0.49, 0.51]"));
  EXPECT_THAT(rows[1], HasSubstr("| not in it"));
  EXPECT_THAT(html, AllOf(HasSubstr("against before"), HasSubstr("bench-report compare decides")));
}

TEST(Html, IsOneFileWithoutScriptsAndWithDifferentIds) {
  const std::string html = page_of({{.name = "ours", .runs = {test::read_run(test::testdata("ours.json"))}}});
  const auto document = parsed(html);
  for (const char* query : {"//script", "//link", "//img", "//iframe", "//@src", "//@href", "//@onclick"}) {
    EXPECT_TRUE(document.select_nodes(query).empty()) << query;
  }
  EXPECT_THAT(html, AllOf(Not(HasSubstr("url(")), Not(HasSubstr("@import"))));
  std::set<std::string> ids;
  const auto all = document.select_nodes("//@id");
  for (const auto& id : all) {
    ids.insert(id.attribute().value());
  }
  EXPECT_EQ(ids.size(), all.size());
  EXPECT_EQ(document.select_nodes("//svg//@id").size(), 4U) << "title and description of two charts";
  EXPECT_EQ(html, page_of({{.name = "ours", .runs = {test::read_run(test::testdata("ours.json"))}}}));
}

TEST(Html, BoxesSwitchFamiliesAndGroupsOffInAllCharts) {
  const std::string html =
      page_of({{.name = "x",
                .runs = {test::run({test::row("a/one/N:1", six), test::row("a/two/N:1", six),
                                    test::row("b/N:1", six), test::failed("b/N:2")})}}});
  const auto document = parsed(html);
  std::vector<std::string> boxes;
  for (const auto& box : document.select_nodes("//fieldset//input[@type='checkbox'][@checked]")) {
    boxes.emplace_back(box.node().attribute("id").value());
  }
  EXPECT_THAT(boxes, ElementsAre("show-g0", "show-f0", "show-f1", "show-g1", "show-f2"));
  for (const char* tag : {"g0", "g1", "f0", "f1", "f2"}) {
    EXPECT_THAT(html,
                HasSubstr(fmt::format("body:has(#show-{0}:not(:checked)) .chart .{0}{{display:none}}", tag)));
  }
  // Line or band, name, and mark of the top row or of a failure, in each of the two charts.
  for (const auto& figure : document.select_nodes("//figure/svg")) {
    for (const char* tag : {"f0 g0", "f1 g0", "f2 g1"}) {
      EXPECT_GE(figure.node().select_nodes(fmt::format(".//*[contains(@class, '{}')]", tag).c_str()).size(),
                3U)
          << tag;
    }
  }
  EXPECT_EQ(document.select_nodes("//svg//polyline[not(contains(@class, ' f'))]").size(), 3U)
      << "samples of boxes only";
  EXPECT_TRUE(document.select_nodes("//fieldset//*[contains(@class, 'f0')]").empty()) << "the sample stays";
  EXPECT_THAT(html,
              AllOf(HasSubstr("@media screen{body:has"), HasSubstr("@media print{.switches{display:none}")));
  const auto alone = parsed(page_of({{.name = "a", .runs = {test::run({test::row("a/N:1", six)})}}}));
  EXPECT_TRUE(alone.select_nodes("//fieldset").empty()) << "there is nothing to choose";
}

TEST(Html, SurvivesHostileNames) {
  for (const std::string& name :
       {std::string("<script>alert('x')</script>"), std::string("a\"b'c&d"), std::string(1000, 'x'),
        std::string("\xff\xfe\x80 \xed\xa0\x80 \xc0\xaf \xf5"), std::string("\x01\x1b[31m\x7f"),
        std::string("]]>--><!--</style></title>")}) {
    auto run = test::run({test::row(name + "/N:1", six), test::row("b/N:1", six), test::row(name, {1})});
    Row failed = test::row(name + "/N:2", {});
    failed.error = name;
    Row skipped = test::row(name + "/N:3", {});
    skipped.skipped = name;
    run.rows.insert(run.rows.end(), {failed, skipped});
    run.file = name;
    run.context = {{name, name}, {"host_name", name}, {"commit", name}};
    run.warnings = {name};
    const std::string html =
        page_of({{.name = name, .runs = {run}}, {.name = name + "2", .runs = {run, run}}}, name);
    parsed(html);
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("\x1b")));
  }
}

}  // namespace
}  // namespace bench_report
