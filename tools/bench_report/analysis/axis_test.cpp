// Which part of the names is the axis, how it is divided, and what is left of the names.
#include "tools/bench_report/analysis/axis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

SeriesSet series_of(const std::vector<std::string>& names, const std::string& axis = "") {
  std::vector<Row> rows;
  for (const std::string& name : names) {
    rows.push_back(test::row(name, {1.0 + static_cast<double>(rows.size())}));
  }
  SeriesOptions options;
  options.axis = axis;
  return make_series({test::run(rows)}, options);
}

std::vector<std::string> families(const SeriesSet& set) {
  std::vector<std::string> names;
  for (const Series& series : set.series) {
    names.push_back(series.name);
  }
  return names;
}

TEST(AxisKind, IsLogarithmicWhereValuesSpanARatioThatDeservesIt) {
  EXPECT_EQ(kind_of({100, 129, 1000}, true), AxisKind::logarithmic);
  EXPECT_EQ(kind_of({1, 8}, true), AxisKind::logarithmic);
  EXPECT_EQ(kind_of({1, 7.9}, true), AxisKind::linear);
  EXPECT_EQ(kind_of({100, 110, 120}, false), AxisKind::linear);
  EXPECT_EQ(kind_of({0, 10, 1000}, true), AxisKind::logarithmic) << "zero has a place";
  EXPECT_EQ(kind_of({0, 10, 20}, true), AxisKind::linear);
  EXPECT_EQ(kind_of({-1, 10, 1000}, true), AxisKind::linear) << "no logarithm of what is negative";
  EXPECT_EQ(kind_of({0}, true), AxisKind::linear);
}

TEST(Axis, WhoHasNoWordForItsThreadsIsOfOne) {
  const auto set = series_of({"a", "a/threads:4k"}, "threads");
  EXPECT_THAT(set.scale.texts, ElementsAre(Pair(4000, "4k")));
  EXPECT_EQ(value_text(set.scale, 1), "1");
}

TEST(AxisKind, SmallConsecutiveIntegersCountCases) {
  EXPECT_EQ(kind_of({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, false), AxisKind::categories);
  EXPECT_EQ(kind_of({0, 1}, true), AxisKind::categories) << "a flag, whatever its name";
  EXPECT_EQ(kind_of({1, 2, 3}, false), AxisKind::categories);
  EXPECT_EQ(kind_of({1, 2, 3, 4, 5, 6, 7, 8, 9}, true), AxisKind::linear) << "threads: a quantity";
  EXPECT_EQ(kind_of({2, 3, 4}, false), AxisKind::linear);
  EXPECT_EQ(kind_of({0, 1, 3}, false), AxisKind::linear);
  std::set<double> many;
  for (int i = 0; i <= 32; ++i) {
    many.insert(i);
  }
  EXPECT_EQ(kind_of(many, false), AxisKind::logarithmic) << "33 are many";
}

TEST(Axis, AnIndexHasItsZero) {
  const auto set = series_of({"BM_UFlat/0", "BM_UFlat/1", "BM_UFlat/2"});
  EXPECT_EQ(set.scale.kind, AxisKind::categories);
  ASSERT_EQ(set.series.size(), 1U);
  EXPECT_EQ(set.series[0].points.size(), 3U);
}

TEST(Axis, ArgumentsThatGrowTogetherAreOneAxis) {
  const auto gemm = series_of({"gemm/M:64/N:64/K:64", "gemm/M:128/N:128/K:128", "blocked/M:64/N:64/K:64",
                               "blocked/M:512/N:512/K:512"});
  EXPECT_THAT(families(gemm), ElementsAre("blocked", "gemm"));
  EXPECT_EQ(gemm.scale.title, "M = N = K");
  EXPECT_TRUE(gemm.scale.texts.empty());
  EXPECT_EQ(argument_name(gemm), "the argument M = N = K");

  const auto flat = series_of({"gemm/64/32/8", "gemm/128/64/16"});
  EXPECT_THAT(families(flat), ElementsAre("gemm"));
  EXPECT_EQ(flat.scale.title, "argument 1/argument 2/argument 3");
  EXPECT_EQ(value_text(flat.scale, 64), "64/32/8");

  EXPECT_THAT(families(series_of({"gemm/M:64/N:64", "gemm/M:128/N:128", "blocked/M:64/N:64"}, "N")),
              ElementsAre("blocked", "gemm"))
      << "also where the axis was asked for";
}

TEST(Axis, ArgumentsThatDoNotGrowTogetherStayInTheName) {
  EXPECT_THAT(families(series_of({"a/N:1/K:5", "a/N:2/K:5"})), ElementsAre("a/K:5")) << "one is constant";
  EXPECT_THAT(families(series_of({"a/N:1/K:5", "a/N:2/K:4"})), ElementsAre("a/K:4", "a/K:5"))
      << "one shrinks";
  EXPECT_THAT(families(series_of({"a/N:1/K:5", "a/N:2/K:6", "b/N:1/K:6"})),
              ElementsAre("a/K:5", "a/K:6", "b/K:6"))
      << "two values at one size";
}

TEST(Axis, NumbersInTheMiddleOfANameAreOne) {
  const auto sorts = series_of({"sort/1000/std", "sort/10/std", "sort/10/radix"});
  EXPECT_EQ(sorts.axis, "#1");
  EXPECT_THAT(families(sorts), ElementsAre("sort/radix", "sort/std"));
  const auto nulls = series_of({"Filter/0nulls", "Filter/2805nulls"});
  EXPECT_EQ(nulls.scale.title, "nulls");
  ASSERT_EQ(nulls.series.size(), 1U);
  EXPECT_TRUE(nulls.series[0].points.contains(2805));
  const auto bytes = series_of({"copy/4KiB/warm", "copy/1MiB/warm"});
  ASSERT_EQ(bytes.series.size(), 1U);
  EXPECT_TRUE(bytes.series[0].points.contains(1 << 20));
  EXPECT_EQ(value_text(bytes.scale, 4096), "4KiB");
  const auto alone = series_of({"dct/64bit", "fft/64bit"});
  EXPECT_EQ(alone.axis, "") << "what does not vary is part of the name";
  EXPECT_EQ(alone.without_axis.size(), 2U);
}

TEST(Axis, AnyPartOfTheNameCanBeIt) {
  const std::vector<std::string> names{"parse/type:float/8", "parse/type:double/8", "print/type:float/8"};
  const auto by_type = series_of(names, "type");
  EXPECT_EQ(by_type.scale.kind, AxisKind::categories);
  EXPECT_THAT(by_type.scale.texts, ElementsAre(Pair(0, "double"), Pair(1, "float")));
  EXPECT_THAT(families(by_type), ElementsAre("parse/8", "print/8"));
  const auto by_place = series_of(names, "/1");
  EXPECT_THAT(by_place.scale.texts, ElementsAre(Pair(0, "parse"), Pair(1, "print")));
  EXPECT_THAT(families(by_place), ElementsAre("*/type:double/8", "*/type:float/8"));
  EXPECT_EQ(argument_name(by_place), "part 1 of the name");
  EXPECT_EQ(series_of({"f/8/x", "f/64/x"}, "/2").scale.kind, AxisKind::logarithmic);
  for (const char* nothing : {"/4", "/0", "/", "/x", "M"}) {
    EXPECT_THROW(series_of(names, nothing), std::invalid_argument) << nothing;
  }
}

TEST(Axis, NumbersAreSortedBeforeWords) {
  EXPECT_THAT(series_of({"f/x/1", "f/10/1", "f/9/1"}, "/2").scale.texts,
              ElementsAre(Pair(0, "9"), Pair(1, "10"), Pair(2, "x")));
}

TEST(Axis, SlashesOfTemplateArgumentsDivideNothing) {
  const auto set = series_of({"f<a/b>/8", "f<a/b>/64"}, "/2");
  EXPECT_THAT(families(set), ElementsAre("f<a/b>"));
  EXPECT_THAT(families(series_of({"operator</8", "operator</64"})), ElementsAre("operator<"));
}

TEST(Axis, RowsThatWouldBeOnePointKeepTheirWholeNames) {
  const auto set = series_of({"f/8", "f/8.0", "f/64"});
  EXPECT_THAT(families(set), ElementsAre("f", "f/8", "f/8.0"));
}

}  // namespace
}  // namespace bench_report
