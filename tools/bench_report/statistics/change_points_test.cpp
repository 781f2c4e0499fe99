// Segments against all partitions there are; change points against histories whose changes are known.
#include "tools/bench_report/statistics/change_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

#include "tools/bench_report/statistics/noise_scale.hpp"
#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/test_support.hpp"

namespace bench_report {
namespace {

using test::Random;
using test::Shape;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Lt;
using testing::Pointwise;
using testing::SizeIs;

constexpr double most = outlier_distance * outlier_distance;

double loss(const std::vector<double>& values, std::size_t begin, std::size_t end, double level,
            double scale) {
  double sum = 0;
  for (std::size_t i = begin; i < end; ++i) {
    sum += std::min(std::pow((values[i] - level) / scale, 2), most);
  }
  return sum;
}

/// The lowest loss of one level: it is the mean of those values that are near it, so one of the means of
/// neighbours in ascending order.
double least_loss(const std::vector<double>& values, std::size_t begin, std::size_t end, double scale) {
  std::vector<double> sorted(values.begin() + static_cast<std::ptrdiff_t>(begin),
                             values.begin() + static_cast<std::ptrdiff_t>(end));
  std::ranges::sort(sorted);
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t from = 0; from < sorted.size(); ++from) {
    double sum = 0;
    for (std::size_t to = from; to < sorted.size(); ++to) {
      sum += sorted[to];
      best = std::min(best, loss(values, begin, end, sum / static_cast<double>(to - from + 1), scale));
    }
  }
  return best;
}

double cost_of(const std::vector<double>& values, const std::vector<Segment>& segments, double scale,
               double penalty) {
  double cost = -penalty;
  for (const Segment& one : segments) {
    cost += penalty + loss(values, one.begin, one.end, one.level, scale);
  }
  return cost;
}

TEST(Segmentation, IsTheBestOfAllPartitions) {
  constexpr std::size_t size = 10;
  constexpr double scale = 0.7;
  Random random(1);
  for (int draw = 0; draw < 200; ++draw) {
    std::vector<double> values(size);
    for (double& value : values) {
      value = 100 + random.normal() + 3 * static_cast<double>(random.below(3));
    }
    const double penalty = random.uniform(0.5, 12);
    double best = std::numeric_limits<double>::infinity();
    for (std::uint32_t cuts = 0; cuts < 1U << (size - 1); ++cuts) {
      double cost = 0;
      std::size_t begin = 0;
      for (std::size_t end = 1; end <= size; ++end) {
        if (end == size || ((cuts >> (end - 1)) & 1U) != 0) {
          cost += (begin > 0 ? penalty : 0) + least_loss(values, begin, end, scale);
          begin = end;
        }
      }
      best = std::min(best, cost);
    }
    const auto segments = segment(values, std::vector<double>(size, scale), penalty);
    ASSERT_NEAR(cost_of(values, segments, scale, penalty), best, 1e-9) << "draw " << draw;
  }
}

TEST(Segmentation, OneLevelIsTheBestOfAllLevels) {
  Random random(2);
  for (int draw = 0; draw < 100; ++draw) {
    std::vector<double> values(3 + random.below(20));
    for (double& value : values) {
      value = 100 + random.normal() * (random.happens(0.3) ? 20 : 1);
    }
    const double scale = random.uniform(0.3, 3);
    const Segment whole = one_segment(values, std::vector<double>(values.size(), scale));
    EXPECT_EQ(whole.begin, 0U);
    EXPECT_EQ(whole.end, values.size());
    EXPECT_NEAR(loss(values, 0, values.size(), whole.level, scale),
                least_loss(values, 0, values.size(), scale), 1e-9);
  }
}

TEST(Segmentation, SegmentsFollowEachOther) {
  const std::vector<double> values{1, 1, 1, 1, 9, 9, 9, 9, 4, 4, 4, 4};
  const auto segments = segment(values, std::vector<double>(values.size(), 1), 5);
  ASSERT_THAT(segments, SizeIs(3));
  for (std::size_t i = 0; i < segments.size(); ++i) {
    EXPECT_EQ(segments[i].begin, 4 * i);
    EXPECT_EQ(segments[i].end, 4 * i + 4);
    EXPECT_EQ(segments[i].level, values[4 * i]);
  }
  EXPECT_THAT(segment({}, {}, 1), IsEmpty());
}

TEST(Segmentation, AScaleForEachValue) {
  const std::vector<double> values{0, 0, 0, 0, 2, 2, 2, 2};
  std::vector<double> scales(8, 0.5);
  EXPECT_THAT(segment(values, scales, 8), SizeIs(2));
  std::fill_n(scales.begin() + 4, 4, 4);
  EXPECT_THAT(segment(values, scales, 8), SizeIs(1)) << "two levels, half a scale apart";
}

TEST(NoiseScale, FollowsNoiseThatChanges) {
  Random random(3);
  std::vector<double> values(200);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = (i < 100 ? 1 : 5) * random.normal() + (i < 60 ? 0 : 50);
  }
  const auto scales = noise_scales(values, 1e-3);
  EXPECT_NEAR(scales.front(), 1, 0.35);
  EXPECT_NEAR(scales.back(), 5, 1.7);
  EXPECT_THAT(noise_scales(std::vector<double>(20, 7), 1e-3), testing::Each(1e-3));
}

TEST(NoiseScale, TheEndHasAsManyNeighbours) {
  // To and fro by 1, at the end by 10: fewer than half of the last 40 differences.
  std::vector<double> values(104);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = i % 2 == 0 ? 0 : i < values.size() - 15 ? 1 : 10;
  }
  const auto scales = noise_scales(values, 1e-3);
  EXPECT_THAT(scales, testing::Each(scales.front()));
}

TEST(NoiseScale, NeighboursThatDeviateAlike) {
  Random random(4);
  for (const double truth : {0.0, 0.6}) {
    std::vector<double> values(400);
    double noise = 0;
    for (double& value : values) {
      noise = truth * noise + std::sqrt(1 - truth * truth) * random.normal();
      value = noise;
    }
    const Segment whole{.begin = 0, .end = values.size()};
    EXPECT_NEAR(noise_correlation(values, std::vector<double>(values.size(), 1), {&whole, 1}), truth, 0.12);
  }
}

TEST(BenjaminiHochberg, AsInTheirPaper) {
  // Fifteen p values of an example there (section 3.1), of which four are rejected at 0.05.
  const std::vector<double> p{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                              0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
  const auto adjusted = benjamini_hochberg(p);
  EXPECT_EQ(std::ranges::count_if(adjusted, [](double value) { return value <= 0.05; }), 4);
  EXPECT_NEAR(adjusted[3], 0.0095 * 15 / 4, 1e-12);
  EXPECT_THAT(benjamini_hochberg({}), IsEmpty());
}

/// A level, `steps` away from it from the places on, noise of 1 % and no more.
std::vector<double> made(std::size_t size, std::vector<std::pair<std::size_t, double>> steps,
                         unsigned seed = 5) {
  Random random(seed);
  std::vector<double> values(size);
  for (std::size_t i = 0; i < size; ++i) {
    values[i] = 0.01 * random.normal();
    for (const auto& [place, height] : steps) {
      values[i] += i >= place ? height : 0;
    }
  }
  return values;
}

std::vector<std::size_t> steps_of(const ChangePoints& found, double alpha = 0.001) {
  std::vector<std::size_t> places;
  for (const Boundary& boundary : found.boundaries) {
    if (boundary.cause == Cause::step && boundary.p < alpha) {
      places.push_back(boundary.index);
    }
  }
  return places;
}

TEST(ChangePoints, AStepIsWhereItIs) {
  const auto found = find_change_points(made(60, {{25, 0.1}}));
  ASSERT_THAT(steps_of(found), ElementsAre(25));
  const Boundary& boundary = found.boundaries.front();
  EXPECT_NEAR(boundary.shift, 0.1, 0.01);
  EXPECT_NEAR(boundary.error, 0.01 * std::sqrt(1.0 / 25 + 1.0 / 35), 0.001);
  EXPECT_NEAR(found.noise, 0.01, 0.003);
}

TEST(ChangePoints, ABadRunBesideAStepIsOfTheNearerLevel) {
  for (const double beyond : {-0.2, 0.2}) {
    auto last = made(60, {{25, 0.5}});
    last[24] += beyond;
    EXPECT_THAT(steps_of(find_change_points(last)), ElementsAre(25)) << beyond;
    auto first = made(60, {{25, 0.5}});
    first[25] += beyond;
    EXPECT_THAT(steps_of(find_change_points(first)), ElementsAre(25)) << beyond;
  }
}

TEST(ChangePoints, BadRunsAreNoChange) {
  auto values = made(60, {});
  for (const std::size_t bad : {10U, 11U, 30U, 59U}) {
    values[bad] += 0.4;
  }
  EXPECT_THAT(steps_of(find_change_points(values), 1), IsEmpty());
}

TEST(ChangePoints, ASlopeIsADrift) {
  auto values = made(80, {});
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] += 0.002 * static_cast<double>(i);
  }
  const auto slope = find_change_points(values);
  EXPECT_THAT(steps_of(slope, 1), IsEmpty());
  EXPECT_THAT(slope.boundaries, Not(IsEmpty())) << "the drift is told";
  for (std::size_t i = 40; i < values.size(); ++i) {
    values[i] += 0.2;
  }
  EXPECT_THAT(steps_of(find_change_points(values)), ElementsAre(40)) << "a step in a slope is one";
}

TEST(ChangePoints, AWaveIsADrift) {
  auto values = made(80, {});
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] += 0.06 * std::sin(static_cast<double>(i) / 9);
  }
  EXPECT_THAT(steps_of(find_change_points(values), 1), IsEmpty());
}

TEST(ChangePoints, TheNewestCommits) {
  EXPECT_THAT(steps_of(find_change_points(made(60, {{58, 0.15}})), 0.01), ElementsAre(58));
  EXPECT_THAT(steps_of(find_change_points(made(60, {{59, 0.15}})), 1), IsEmpty()) << "one is too few";
  auto rare = made(60, {{58, 0.15}});
  rare[15] += 0.15;
  rare[35] += 0.15;
  EXPECT_THAT(steps_of(find_change_points(rare), 0.01), ElementsAre(58))
      << "of those that happen two in a row are rare";
  auto values = made(60, {{58, 0.15}});
  for (const std::size_t bad : {5U, 15U, 25U, 35U, 45U}) {
    values[bad] += 0.15;
  }
  EXPECT_THAT(steps_of(find_change_points(values)), IsEmpty()) << "two of those that happen";
}

TEST(ChangePoints, ToAndFroIsNoChange) {
  const auto values = made(80, {{15, 0.2}, {30, -0.2}, {45, 0.2}, {60, -0.2}});
  const auto found = find_change_points(values);
  ASSERT_THAT(found.boundaries, SizeIs(4));
  for (const Boundary& boundary : found.boundaries) {
    EXPECT_EQ(boundary.cause, Cause::modes);
  }
  EXPECT_THAT(steps_of(find_change_points(made(80, {{20, 0.2}, {50, -0.2}}))), ElementsAre(20, 50))
      << "broken and mended";
}

TEST(ChangePoints, SmallerThanTheLeastEffect) {
  const auto values = made(400, {{200, 0.008}});
  EXPECT_THAT(steps_of(find_change_points(values)), IsEmpty());
  EXPECT_THAT(steps_of(find_change_points(values, {.least_effect = 0})), SizeIs(1));
}

TEST(ChangePoints, FewValues) {
  EXPECT_THAT(find_change_points({}).segments, IsEmpty());
  for (const std::size_t size : {1U, 2U, 6U}) {
    EXPECT_THAT(find_change_points(made(size, {{size / 2, 1}})).segments, SizeIs(1));
  }
  EXPECT_THAT(find_change_points(std::vector<double>(30, 3)).boundaries, IsEmpty());
  std::vector<double> exact(30, 3);
  std::fill_n(exact.begin() + 15, 15, 3.1);
  EXPECT_THAT(steps_of(find_change_points(exact)), ElementsAre(15)) << "a counter has no noise";
}

test::Score score_of(Shape shape, std::size_t rows) {
  Random random(20);
  std::vector<test::History> histories(rows);
  std::vector<ChangePoints> found(rows);
  std::vector<double> p;
  for (std::size_t i = 0; i < rows; ++i) {
    histories[i] = made_history(shape, random);
    found[i] = find_change_points(histories[i].values);
    for (const Boundary& boundary : found[i].boundaries) {
      p.push_back(boundary.cause == Cause::step ? boundary.p : 1);
    }
    if (found[i].boundaries.empty()) {
      p.push_back(1);
    }
  }
  const auto adjusted = benjamini_hochberg(p);
  test::Score score;
  std::size_t next = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<std::size_t> claims;
    for (const Boundary& boundary : found[i].boundaries) {
      if (adjusted[next++] < 0.05) {
        claims.push_back(boundary.index);
      }
    }
    next += found[i].boundaries.empty() ? 1 : 0;
    score.add(histories[i].steps, claims);
  }
  return score;
}

/// HISTORY_ROWS=2000 in the environment makes it the simulation of docs/history.md, which prints its table.
TEST(ChangePoints, InMadeUpHistories) {
  const char* const many = std::getenv("HISTORY_ROWS");
  const std::size_t rows = many != nullptr ? std::stoul(many) : 200;
  struct Least {
    Shape shape;
    double precision;
    double recall;
    double blamed;  // at most, of the quiet rows
  };
  for (const auto& [shape, precision, recall, blamed] :
       {Least{Shape::steps, 0.96, 0.84, 0.01}, Least{Shape::drift, 0.93, 0.76, 0.10},
        Least{Shape::wave, 0.72, 0.60, 0.25}, Least{Shape::noise, 0.92, 0.80, 0.08},
        Least{Shape::modes, 0.75, 0.48, 0.15}, Least{Shape::sticky, 0.40, 0.50, 0.40},
        Least{Shape::correlated, 0.85, 0.74, 0.12}, Least{Shape::gaps, 0.95, 0.72, 0.03},
        Least{Shape::brief, 0.93, 0.74, 0.04}, Least{Shape::fresh, 0.93, 0.36, 0.02}}) {
    const test::Score score = score_of(shape, rows);
    const std::string name(test::shape_names.at(static_cast<std::size_t>(shape)));
    EXPECT_GE(score.precision(), precision) << name;
    EXPECT_GE(score.recall(), recall) << name;
    EXPECT_LE(static_cast<double>(score.blamed), blamed * static_cast<double>(score.quiet)) << name;
    if (many != nullptr) {
      std::printf("%-10s F1 %.3f  precision %.3f  recall %.3f  %zu of %zu quiet rows blamed\n", name.c_str(),
                  score.f1(), score.precision(), score.recall(), score.blamed, score.quiet);
    }
  }
}

}  // namespace
}  // namespace bench_report
