// Every range has ticks, and none too many.
#include "tools/bench_report/output/chart/ticks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bench_report {
namespace {

using testing::Pointwise;

TEST(Ticks, RoundValuesAreAsManyAsItTakes) {
  EXPECT_THAT(value_ticks(1, 1000), Pointwise(testing::DoubleNear(1e-9), {1, 10, 100, 1000}));
  EXPECT_THAT(value_ticks(2, 41), Pointwise(testing::DoubleNear(1e-9), {2, 5, 10, 20}));
  EXPECT_THAT(value_ticks(2.6, 653), Pointwise(testing::DoubleNear(1e-9), {5, 10, 20, 50, 100, 200, 500}))
      << "two powers of ten are too few for 2.4 decades";
  EXPECT_THAT(value_ticks(1, 100, 2), Pointwise(testing::DoubleNear(1e-9), {1, 10, 100})) << "just wide";
  EXPECT_THAT(value_ticks(1, 100, 2.1), Pointwise(testing::DoubleNear(1e-9), {1, 2, 5, 10, 20, 50, 100}));
  EXPECT_THAT(value_ticks(1.1, 6.5), Pointwise(testing::DoubleNear(1e-9), {2, 3, 5}));
}

TEST(Ticks, NarrowAndVeryWideRangesHaveAFew) {
  for (const double factor : {1.0001, 1.01, 1.3, 2.0, 8.0, 70.0, 300.0, 1e4, 1e20, 1e60}) {
    for (const double low : {1.0, 2.6, 0.0097}) {
      const auto ticks = value_ticks(low, low * factor);
      EXPECT_GE(ticks.size(), 3U) << low << ' ' << factor;
      EXPECT_LE(ticks.size(), 21U) << low << ' ' << factor;
    }
  }
  EXPECT_LE(value_ticks(1e-200, 1e200).size(), 21U) << "their ratio is no double";
}

}  // namespace
}  // namespace bench_report
