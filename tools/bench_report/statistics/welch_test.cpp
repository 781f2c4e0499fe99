// Against values computed by numeric integration, and by simulation.
#include "tools/bench_report/statistics/welch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <vector>

namespace bench_report {
namespace {

constexpr Moments before{.mean = 10.1, .stddev = 0.2, .count = 5};
constexpr Moments after{.mean = 20.2, .stddev = 0.4, .count = 5};

void expect_near(double value, double wanted) {
  EXPECT_NEAR(value / wanted, 1, 1e-9) << value << ' ' << wanted;
}

TEST(Welch, TailsOfStudentsT) {
  expect_near(student_upper_tail(2, 3), 0.06966298427942069);
  expect_near(student_upper_tail(1.3, 7.5), 0.11606338940780218);
  expect_near(student_upper_tail(-1.5, 4.2), 0.8976596079371464);
  expect_near(student_upper_tail(12, 200.5), 1.173637734897368e-25);
  expect_near(student_upper_tail(44.5, 6), 4.3118597287064974e-09);
  for (const double t : {0.001, 0.1, 1.0, 30.0, 1e6}) {
    expect_near(student_upper_tail(t, 1), std::atan(1 / t) / std::numbers::pi);
  }
  EXPECT_EQ(student_upper_tail(0, 5), 0.5);
}

TEST(Welch, TheFactorStandsInsideTheHypothesis) {
  expect_near(welch_p_above(before, after, 1), 2.7492734228335286e-09);  // t = 50.5, 5.88 degrees of freedom
  expect_near(welch_p_above(before, after, 1.1), 2.5141311981616972e-09);  // t = 44.5, 6.22
  EXPECT_DOUBLE_EQ(welch_p_above(before, after, 2), 0.5);
  EXPECT_GT(welch_p_above(after, before, 1), 0.999);
}

TEST(Welch, FiellersInterval) {
  const auto interval = ratio_of_means(before, after);
  ASSERT_TRUE(interval);
  EXPECT_DOUBLE_EQ(interval->estimate, 2);
  EXPECT_NEAR(interval->low, 1.9430561342655828, 1e-9);
  EXPECT_NEAR(interval->high, 2.058612682083876, 1e-9);
  EXPECT_FALSE(ratio_of_means({.mean = 1, .stddev = 5, .count = 3}, after)) << "the mean may be 0";
}

TEST(Welch, WhatCanNotBeTested) {
  EXPECT_TRUE(can_be_tested(before, after));
  EXPECT_FALSE(can_be_tested(before, {.mean = 1, .stddev = 1, .count = 2}));
  EXPECT_FALSE(can_be_tested({.mean = 0, .stddev = 1, .count = 5}, after));
  EXPECT_FALSE(can_be_tested({.mean = 1, .stddev = 0, .count = 5}, {.mean = 2, .stddev = 0, .count = 5}));
  EXPECT_TRUE(can_be_tested({.mean = 1, .stddev = 0, .count = 5}, after));
}

TEST(Welch, MomentsOfASample) {
  const std::vector<double> sample{2, 4, 4, 4, 5, 5, 7, 9};
  const Moments moments = moments_of(sample);
  EXPECT_DOUBLE_EQ(moments.mean, 5);
  EXPECT_DOUBLE_EQ(moments.stddev, std::sqrt(32.0 / 7));
  EXPECT_EQ(moments.count, 8U);
}

TEST(Welch, BlamesNoMoreThanItMayAndItsIntervalCovers) {
  std::mt19937_64 random(7);
  const auto draw = [&](std::size_t size, double center, double sigma) {
    std::lognormal_distribution<double> noise(0, sigma);
    std::vector<double> sample(size);
    std::ranges::generate(sample, [&] { return center * noise(random); });
    return moments_of(sample);
  };
  int alarms = 0;
  int covered = 0;
  for (int i = 0; i < STATISTICS_DRAWS; ++i) {
    const Moments x = draw(5, 1, 0.05);
    const Moments y = draw(3 + static_cast<std::size_t>(i) % 6, 1.1, 0.02);
    alarms += welch_p_above(x, y, 1.1) < 0.05 ? 1 : 0;
    const auto interval = ratio_of_means(x, y);
    covered += interval && interval->low <= 1.1 && 1.1 <= interval->high ? 1 : 0;
  }
  EXPECT_LT(alarms, 0.06 * STATISTICS_DRAWS);
  EXPECT_GT(alarms, 0.03 * STATISTICS_DRAWS);
  EXPECT_GT(covered, 0.94 * STATISTICS_DRAWS);
}
/// Student's upper tail by Simpson's rule, t = √df · tan a.
double student_by_integration(double t, double df) {
  const auto density = [&](double angle) { return std::pow(std::cos(angle), df - 1); };
  const double from = std::atan(t / std::sqrt(df));
  const double quarter = std::acos(0.0);
  const auto integral = [&](double low) {
    constexpr int parts = 1000;
    const double step = (quarter - low) / parts;
    double sum = 0;
    for (int i = 0; i < parts; i += 2) {
      sum += density(low + i * step) + 4 * density(low + (i + 1) * step) +
             density(std::min(quarter, low + (i + 2) * step));
    }
    return sum * step / 3;
  };
  return integral(from) / integral(-quarter);
}

TEST(Welch, ByIntegrationAndByItsEquation) {
  std::mt19937_64 random(19);
  const auto number = [&] { return std::uniform_real_distribution<double>(0.5, 2)(random); };
  const auto moments = [&] {
    std::vector<double> sample(std::uniform_int_distribution<std::size_t>(3, 40)(random));
    std::ranges::generate(sample, number);
    return moments_of(sample);
  };
  for (int i = 0; i < 100; ++i) {
    const Moments x = moments();
    const Moments y = moments();
    const double factor = number();
    const double of_x = factor * factor * x.stddev * x.stddev / static_cast<double>(x.count);
    const double of_y = y.stddev * y.stddev / static_cast<double>(y.count);
    const double df =
        (of_x + of_y) * (of_x + of_y) /
        (of_x * of_x / static_cast<double>(x.count - 1) + of_y * of_y / static_cast<double>(y.count - 1));
    const double t = (y.mean - factor * x.mean) / std::sqrt(of_x + of_y);
    EXPECT_NEAR(welch_p_above(x, y, factor), student_by_integration(t, df), 1e-7);
    // At its ends the interval's ratio is as far from the observed one as t allows, for the ratio's degrees
    // of freedom.
    const auto interval = ratio_of_means(x, y, 0.9);
    if (!interval || interval->low == 0) {
      continue;
    }
    const double ratio = y.mean / x.mean;
    EXPECT_DOUBLE_EQ(interval->estimate, ratio);
    const double vx = x.stddev * x.stddev / static_cast<double>(x.count);
    const double share = ratio * ratio * vx / (ratio * ratio * vx + of_y);
    const double df_of_ratio = 1 / (share * share / static_cast<double>(x.count - 1) +
                                    (1 - share) * (1 - share) / static_cast<double>(y.count - 1));
    for (const double end : {interval->low, interval->high}) {
      EXPECT_NEAR(student_by_integration(std::abs(y.mean - end * x.mean) / std::sqrt(of_y + end * end * vx),
                                         df_of_ratio),
                  0.05, 1e-7);
    }
  }
}

}  // namespace
}  // namespace bench_report
