// Places on axes, and labels beside them.
#include "tools/bench_report/output/chart/scale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/bench_report/output/chart/spread.hpp"

namespace bench_report {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(Scale, IsLinearRootOrLogarithm) {
  EXPECT_DOUBLE_EQ(Scale(Bend::none, 0, 4, 0, 100)(1), 25);
  EXPECT_DOUBLE_EQ(Scale(Bend::root, 0, 4, 0, 100)(1), 50);
  EXPECT_DOUBLE_EQ(Scale(Bend::logarithm, 1, 100, 0, 100)(10), 50);
  EXPECT_DOUBLE_EQ(Scale(Bend::none, 3, 3, 0, 100)(3), 50) << "one value stands in the middle";
  for (const Bend bend : {Bend::none, Bend::root, Bend::logarithm}) {
    const Scale scale(bend, 1, 100, 400, 20);
    EXPECT_NEAR(scale.value_at(scale(7)), 7, 1e-9);
  }
}

TEST(Scale, ZeroHasAPlaceBeforeLogarithms) {
  const Scale scale = Scale::of(AxisKind::logarithmic, {0, 10, 1000}, 0, 100);
  EXPECT_DOUBLE_EQ(scale(0), 0);
  EXPECT_NEAR(scale(10), 10, 1e-9) << "a tenth";
  EXPECT_NEAR(scale(100), 55, 1e-9);
  EXPECT_DOUBLE_EQ(scale(1000), 100);
}

TEST(Scale, CategoriesHaveASlotEach) {
  const Scale scale = Scale::of(AxisKind::categories, {0, 1, 2, 3}, 0, 100);
  EXPECT_DOUBLE_EQ(scale(0), 12.5);
  EXPECT_DOUBLE_EQ(scale(3), 87.5);
}

TEST(Scale, AxesOfTheirKindEndAtTheirValues) {
  EXPECT_DOUBLE_EQ(Scale::of(AxisKind::linear, {-5, 5}, 0, 100)(0), 50);
  EXPECT_DOUBLE_EQ(Scale::of(AxisKind::logarithmic, {1, 100}, 0, 100)(10), 50);
}

TEST(Spread, KeepsLabelsApartAndNearTheirLines) {
  EXPECT_THAT(spread({10, 50, 90}, 16, 0, 100), ElementsAre(10, 50, 90)) << "there is room";
  EXPECT_THAT(spread({50, 50}, 16, 0, 100), ElementsAre(42, 58)) << "on both sides";
  EXPECT_THAT(spread({50, 52, 54}, 16, 0, 100),
              ElementsAre(DoubleNear(36, 1e-9), DoubleNear(52, 1e-9), DoubleNear(68, 1e-9)));
  EXPECT_THAT(spread({99, 99}, 16, 0, 100), ElementsAre(84, 100)) << "not beyond the end";
  EXPECT_THAT(spread({1, 1}, 16, 0, 100), ElementsAre(0, 16));
  EXPECT_THAT(spread({1, 1, 1}, 16, 0, 10), ElementsAre(0, 16, 32)) << "no room";
  EXPECT_TRUE(spread({}, 16, 0, 10).empty());
}

}  // namespace
}  // namespace bench_report
