// Curves and levels of which values were made, found again.
#include "tools/bench_report/statistics/trend_fit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

namespace bench_report {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::IsEmpty;
using testing::Pointwise;
using testing::SizeIs;

constexpr double penalty = 14;
constexpr std::size_t size = 120;
const std::vector<double> scales(size, 1);

std::vector<double> made(const std::function<double(double)>& of) {
  std::vector<double> values(size);
  for (std::size_t i = 0; i < size; ++i) {
    values[i] = of(2 * static_cast<double>(i) / (size - 1) - 1);
  }
  return values;
}
double step(double x) {
  return x > 0.2 ? 12 : 0;
}
/// As `describe` finds them: from the levels that go without a curve.
Description described(const std::vector<double>& values, const std::vector<double>& of = scales) {
  const auto levels = segment(values, of, penalty);
  return levels.size() < 2 ? Description{} : describe(values, of, levels, levels.size() / 2, penalty);
}

// Polynomials of as many bends as their degree allows (Chebyshev's), so that no lower degree comes near.
TEST(TrendFit, ACurveOfEachDegree) {
  const std::array<std::function<double(double)>, 4> polynomials{
      [](double x) { return 20 * x; }, [](double x) { return 20 * x * (4 * x * x - 3); },
      [](double x) { return 20 * x * (16 * std::pow(x, 4) - 20 * x * x + 5); },
      [](double x) { return 20 * x * (64 * std::pow(x, 6) - 112 * std::pow(x, 4) + 56 * x * x - 7); }};
  for (std::size_t i = 0; i < polynomials.size(); ++i) {
    const auto values = made(polynomials[i]);
    const Description found = described(values);
    SCOPED_TRACE(2 * i + 1);
    ASSERT_THAT(found.segments, SizeIs(1));
    ASSERT_THAT(found.curve, SizeIs(size));
    EXPECT_THAT(found.straightened(values), Each(DoubleNear(found.segments[0].level, 1e-6)));
    EXPECT_NEAR(found.cost, penalty * (0.5 + static_cast<double>(2 * i + 1) / 3), 1e-6)
        << "of a higher degree than need be";
  }
}

TEST(TrendFit, SevenIsTheHighestDegree) {
  const auto values = made([](double x) {
    return 20 * (128 * std::pow(x, 8) - 256 * std::pow(x, 6) + 160 * std::pow(x, 4) - 32 * x * x + 1);
  });
  EXPECT_GT(described(values).cost, 5 * penalty);
}

TEST(TrendFit, AStepUponASlope) {
  const auto values = made([](double x) { return 30 * x + step(x); });
  const Description found = described(values);
  ASSERT_THAT(found.segments, SizeIs(2));
  EXPECT_EQ(found.segments[1].begin, 72U);
  EXPECT_NEAR(found.segments[1].level - found.segments[0].level, 12, 1e-6);
  EXPECT_NEAR(found.curve.back() - found.curve.front(), 60, 1e-6);
  EXPECT_NEAR(found.cost, penalty * (1 + 0.5 + 1.0 / 3), 1e-6);
}

TEST(TrendFit, LevelsNeedNoCurve) {
  const auto values = made(step);
  const Description found = described(values);
  EXPECT_THAT(found.curve, IsEmpty());
  EXPECT_THAT(found.segments, SizeIs(2));
  EXPECT_NEAR(found.cost, penalty, 1e-9);
  EXPECT_THAT(found.straightened(values), Pointwise(DoubleNear(0), values));
}

// A value far away costs what an outlier costs, and moves nothing.
TEST(TrendFit, OutliersMoveNoCurve) {
  auto values = made([](double x) { return 20 * x; });
  values[30] += 500;
  values[31] -= 500;
  values[100] += 40;
  const Description found = described(values);
  ASSERT_THAT(found.segments, SizeIs(1));
  EXPECT_NEAR(found.curve.back() - found.curve.front(), 40, 1e-6);
  EXPECT_NEAR(found.cost, 3 * outlier_distance * outlier_distance + penalty * (0.5 + 1.0 / 3), 1e-6);
}

// Where there is much noise a value says less: as much as the square of its scale.
TEST(TrendFit, AScaleForEachValue) {
  auto values = made([](double x) { return 20 * x; });
  std::vector<double> unequal = scales;
  for (std::size_t i = 60; i < size; ++i) {
    unequal[i] = 50;
    values[i] += i % 2 == 0 ? 20 : -20;
  }
  const Description found = described(values, unequal);
  ASSERT_THAT(found.curve, SizeIs(size));
  EXPECT_NEAR(found.curve[59] - found.curve[0], values[59] - values[0], 0.05);
}

// Five values more than twice the terms, or any curve would fit.
TEST(TrendFit, FewValuesHaveNoCurve) {
  for (const std::size_t count : {std::size_t{6}, std::size_t{7}}) {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = 8 * static_cast<double>(i);
    }
    const std::vector<Segment> halves{{.begin = 0, .end = 3, .level = 8},
                                      {.begin = 3, .end = count, .level = 32}};
    const Description found = describe(values, std::vector<double>(count, 1), halves, 1, penalty);
    EXPECT_THAT(found.curve, SizeIs(count == 7 ? 7 : 0)) << count;
    EXPECT_THAT(found.segments, SizeIs(count == 7 ? 1 : 2)) << count;
  }
}

}  // namespace
}  // namespace bench_report
