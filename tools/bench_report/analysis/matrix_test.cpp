// Order, ratios and marks of medians at a glance.
#include "tools/bench_report/analysis/matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::ElementsAre;

Matrix matrix_of(const std::vector<Row>& rows, bool is_contest = true) {
  SeriesOptions options;
  options.contest = is_contest;
  return make_matrix(make_quantile_table({test::run(rows)}, options, "loops", false));
}

std::vector<std::string> families(const Matrix& matrix) {
  std::vector<std::string> names;
  std::ranges::transform(matrix.rows, std::back_inserter(names), &MatrixRow::family);
  return names;
}

TEST(Matrix, SortsGroupsByTheirBestAtTheLargestSize) {
  const std::vector<Row> rows{test::row("b/slow/N:1", {1}),    test::row("b/slow/N:2", {9}),
                              test::row("a/x/N:1", {9}),       test::row("a/x/N:2", {5}),
                              test::row("b/fast/N:2", {2}),    test::row("c/N:1", {0.1}),
                              test::row("limit/copy/N:2", {1})};
  EXPECT_THAT(families(matrix_of(rows)), ElementsAre("b/fast", "b/slow", "a/x", "c", "limit/copy"))
      << "c was not measured at 2, and bounds come last";
  EXPECT_THAT(families(matrix_of(rows, false)), ElementsAre("a/x", "b/fast", "b/slow", "c", "limit/copy"))
      << "by name where nobody competes";
}

TEST(Matrix, CellsHaveRatiosToTheBestAndMarks) {
  const Matrix matrix = matrix_of({test::row("a/N:1", around(1, 1)), test::row("b/N:1", around(1.001, 2)),
                                   test::row("c/N:1", around(3, 3)), test::failed("d/N:1"),
                                   test::row("limit/x/N:1", around(0.5, 4))});
  ASSERT_EQ(matrix.sizes, std::vector<double>{1});
  using Mark = MatrixCell::Mark;
  const auto cell = [&](const std::string& family) {
    return std::ranges::find(matrix.rows, family, &MatrixRow::family)->cells.at(0);
  };
  const bool a_is_best = cell("a").mark == Mark::best;
  EXPECT_EQ(cell(a_is_best ? "b" : "a").mark, Mark::tied);
  EXPECT_EQ(cell(a_is_best ? "a" : "b").ratio, 1);
  EXPECT_EQ(cell("c").mark, Mark::none);
  EXPECT_NEAR(cell("c").ratio.value(), 3, 0.05);
  EXPECT_NEAR(cell("limit/x").ratio.value(), 0.5, 0.05) << "a bound may be below 1, and is never marked";
  EXPECT_EQ(cell("limit/x").mark, Mark::none);
  EXPECT_TRUE(cell("d").failed);
  EXPECT_FALSE(cell("d").median);
  EXPECT_TRUE(has_marks(matrix));
  EXPECT_FALSE(has_marks(matrix_of({test::row("a/N:1", {1})}))) << "alone";
}

TEST(Matrix, OfRatesMoreIsBetter) {
  SeriesOptions options;
  options.contest = true;
  options.metric = "items_per_second";
  const auto run = test::run({with_counter(test::row("slow/N:1", {10}), options.metric),
                              with_counter(test::row("fast/N:1", {40}), options.metric)});
  const Matrix matrix = make_matrix(make_quantile_table({run}, options, "loops", false));
  EXPECT_THAT(families(matrix), ElementsAre("fast", "slow"));
  EXPECT_EQ(matrix.rows[1].cells[0].ratio, 4);
}

TEST(Matrix, ShownSizesAreTheOutermostAndSomeBetween) {
  EXPECT_THAT(shown_sizes(5, 9), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(shown_sizes(10, 4), ElementsAre(0, 3, 6, 9));
  EXPECT_THAT(shown_sizes(10, 2), ElementsAre(0, 9));
  EXPECT_THAT(shown_sizes(10, 1), ElementsAre(9));
  EXPECT_THAT(shown_sizes(1, 3), ElementsAre(0));
}

}  // namespace
}  // namespace bench_report
