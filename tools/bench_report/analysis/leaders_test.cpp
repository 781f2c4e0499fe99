// Ties, groups, and stretches of sizes.
#include "tools/bench_report/analysis/leaders.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<Winner> winners_of(const std::vector<Row>& rows, std::optional<double> tie = std::nullopt) {
  SeriesOptions options;
  options.contest = true;
  options.tie = tie;
  return find_winners(make_series({test::run(rows)}, options));
}

TEST(Leaders, AreTheBestAndAllThatAreNotToldApart) {
  const auto winners = winners_of({test::row("a/N:1", around(1.00, 1)), test::row("b/N:1", around(1.001, 2)),
                                   test::row("c/N:1", around(1.002, 3)), test::row("d/N:1", around(2, 4))});
  ASSERT_EQ(winners.size(), 1U);
  EXPECT_THAT(leaders(winners[0]), UnorderedElementsAre("a", "b", "c"));
  EXPECT_LE(winners[0].median, winners[0].tied[0].median) << "the best median first";
  EXPECT_LE(winners[0].tied[0].median, winners[0].tied[1].median);
}

TEST(Leaders, ALeadBelowTheTieIsNone) {
  const std::vector<Row> rows{test::row("a/N:1", around(1, 1, 0.001)),
                              test::row("b/N:1", around(1.04, 2, 0.001))};
  EXPECT_THAT(leaders(winners_of(rows)[0]), ElementsAre("a", "b")) << "within one process 5 % may be chance";
  EXPECT_THAT(leaders(winners_of(rows, 0.01)[0]), ElementsAre("a"));
  EXPECT_EQ(winners_of(rows)[0].standing, Lead::not_separated);
  SeriesOptions options;
  options.contest = true;
  std::vector<bench_report::Run> processes;
  for (unsigned i = 0; i < 8; ++i) {
    processes.push_back(test::run(
        {test::row("a/N:1", around(1, 2 * i, 0.001)), test::row("b/N:1", around(1.04, 2 * i + 1, 0.001))}));
  }
  EXPECT_THAT(leaders(find_winners(make_series(processes, options))[0]), ElementsAre("a"))
      << "of several processes 1 %";
}

TEST(Leaders, TheRunnerUpMayBeToldApartWhereAThirdIsNot) {
  const auto winners =
      winners_of({test::row("a/N:1", around(1, 1, 0.001)), test::row("b/N:1", around(1.1, 2, 0.001)),
                  test::row("c/N:1", {0.5, 0.6, 0.7, 0.8, 0.9, 1.15, 1.2, 1.3, 1.4, 1.5, 1.6})});
  ASSERT_EQ(winners[0].runner_up, "b");
  EXPECT_TRUE(winners[0].separated());
  EXPECT_THAT(leaders(winners[0]), ElementsAre("a", "c"));
}

TEST(Leaders, IntervalsAreWiderWhereMoreCompete) {
  std::vector<Row> rows{test::row("a/N:1", around(1, 1, 0.03)), test::row("b/N:1", around(1.055, 2, 0.03))};
  const double of_two = winners_of(rows)[0].lead->low;
  for (unsigned i = 0; i < 10; ++i) {
    rows.push_back(test::row("slow" + std::to_string(i) + "/N:1", around(9, 10 + i)));
  }
  EXPECT_LT(winners_of(rows)[0].lead->low, of_two);
}

TEST(Leaders, NobodyWinsWhereNobodyCompetes) {
  const std::vector runs{test::run({test::row("a/N:1", {1}), test::row("b/N:1", {2})})};
  EXPECT_THAT(find_winners(make_series(runs, {})), IsEmpty());
  EXPECT_EQ(find_winners(make_series({test::contest(runs[0])}, {})).size(), 1U);
}

Winner winner(double x, const std::vector<std::string>& families, Lead standing = Lead::separated) {
  Winner made;
  made.x = x;
  made.family = families.front();
  made.median = 1;
  for (std::size_t i = 1; i < families.size(); ++i) {
    made.tied.push_back({.family = families[i], .median = 1 + 0.01 * static_cast<double>(i)});
  }
  made.runner_up = "other";
  made.standing = families.size() > 1 ? Lead::not_separated : standing;
  return made;
}

TEST(Leaders, AStretchGoesOnAsLongAsSomeFamilyMayBeTheBest) {
  const std::vector<Winner> winners{winner(1, {"a"}), winner(2, {"b", "a"}), winner(3, {"b", "a", "c"}),
                                    winner(4, {"b", "c"}), winner(5, {"b"})};
  EXPECT_TRUE(share_a_leader(winners[0], winners[1]));
  EXPECT_FALSE(share_a_leader(winners[0], winners[3]));
  const auto stretches = find_stretches(winners);
  ASSERT_EQ(stretches.size(), 2U);
  EXPECT_EQ(stretches[0].first, 0U);
  EXPECT_EQ(stretches[0].last, 2U);
  EXPECT_THAT(stretches[0].families, ElementsAre("a"));
  ASSERT_EQ(stretches[0].guests.size(), 2U);
  EXPECT_EQ(stretches[0].guests[0].family, "b");
  EXPECT_THAT(stretches[0].guests[0].places, ElementsAre(1, 2));
  EXPECT_THAT(stretches[0].guests[1].places, ElementsAre(2));
  EXPECT_THAT(stretches[1].families, ElementsAre("b"));
  EXPECT_EQ(stretches[1].first, 3U);
  EXPECT_FALSE(stretches[0].doubt);
}

TEST(Leaders, AStretchTellsHowFarApartItsFamiliesAre) {
  const std::vector<Winner> winners{winner(1, {"a", "b", "c"}), winner(2, {"b", "c", "a"})};
  const auto stretches = find_stretches(winners);
  ASSERT_EQ(stretches.size(), 1U);
  EXPECT_THAT(stretches[0].families, ElementsAre("b", "a", "c")) << "b is the first or the second";
  EXPECT_NEAR(stretches[0].within, 0.02, 1e-9);
}

TEST(Leaders, AStretchEndsWhereSamplesDoNotTell) {
  const auto stretches = find_stretches(
      std::vector{winner(1, {"a"}), winner(2, {"a"}, Lead::too_few_samples), winner(3, {"a"}, Lead::alone)});
  ASSERT_EQ(stretches.size(), 3U);
  EXPECT_FALSE(stretches[0].doubt);
  EXPECT_EQ(stretches[1].doubt, Lead::too_few_samples);
  EXPECT_EQ(stretches[2].doubt, Lead::alone);
}

/// Noise: a row's samples, each divided by their median.
using Noise = std::vector<double>;

/// Twenty samples with a spread of 2 %.
class LognormalNoise {
 public:
  Noise operator()(std::mt19937_64& random) {
    Noise noise(20);
    std::ranges::generate(noise, [&] { return spread_(random); });
    return noise;
  }

 private:
  std::lognormal_distribution<double> spread_{0, 0.02};
};

/// Twenty samples, drawn again from those of some row of a real run.
class MeasuredNoise {
 public:
  explicit MeasuredNoise(const bench_report::Run& run) {
    for (const Row& row : run.rows) {
      if (row.real_time.size() < 20) {
        continue;
      }
      Noise& noise = rows_.emplace_back(row.real_time);
      Noise sorted = noise;
      std::ranges::sort(sorted);
      const double center = quantile(sorted, 0.5);
      std::ranges::for_each(noise, [center](double& value) { value /= center; });
    }
  }

  std::size_t rows() const { return rows_.size(); }

  Noise operator()(std::mt19937_64& random) {
    const Noise& row = rows_[random() % rows_.size()];
    Noise noise(row.size());
    std::ranges::generate(noise, [&] { return row[random() % row.size()]; });
    return noise;
  }

 private:
  std::vector<Noise> rows_;
};

/// How often of `tries` the group is …
struct Shares {
  double right = 0;    ///< exactly those that are equally fast
  double missing = 0;  ///< without one of them: wrong
};

/// … of `equal` families and one that is 10 % slower, or faster, than they.
template <class Source>
Shares simulate(std::size_t equal, bool faster, int tries, Source source) {
  std::mt19937_64 random(20260);
  Shares shares;
  for (int i = 0; i < tries; ++i) {
    std::vector<Row> rows;
    std::vector<std::string> expected;
    for (std::size_t family = 0; family <= equal; ++family) {
      const bool is_odd = family == equal;
      const double center = !is_odd ? 1 : faster ? 1 / 1.1 : 1.1;
      std::vector<double> samples = source(random);
      std::ranges::for_each(samples, [center](double& value) { value *= center; });
      const std::string name(1, static_cast<char>('a' + family));
      rows.push_back(test::row(name + "/N:1", samples));
      if (is_odd == faster) {
        expected.push_back(name);
      }
    }
    auto found = leaders(winners_of(rows).at(0));
    std::ranges::sort(found);
    shares.right += found == expected ? 1.0 / tries : 0;
    shares.missing += std::ranges::includes(found, expected) ? 0 : 1.0 / tries;
  }
  return shares;
}

TEST(Leaders, SimulatedGroupsAreRight) {
  constexpr int tries = STATISTICS_COMPARISONS / 3;
  EXPECT_GE(simulate(1, true, tries, LognormalNoise()).right, 0.95);
  EXPECT_GE(simulate(4, true, tries, LognormalNoise()).right, 0.95);
  EXPECT_GE(simulate(4, false, tries, LognormalNoise()).right, 0.95);
  EXPECT_GE(simulate(8, false, tries, LognormalNoise()).right, 0.95);
}

TEST(Leaders, SimulatedGroupsMissNobodyWithTheNoiseOfARealRun) {
  const MeasuredNoise noise(read_file(testdata("../../../../docs/results/epyc-2-cores.json")).at(0));
  ASSERT_GT(noise.rows(), 100U);
  constexpr int tries = STATISTICS_COMPARISONS / 2;
  const double chance = 3 * std::sqrt(0.05 * 0.95 / tries);
  const std::size_t numbers[] = {1, 4, 8};
  for (const std::size_t equal : numbers) {
    for (const bool faster : {true, false}) {
      const Shares shares = simulate(equal, faster, tries, noise);
      const std::string which = fmt::format("{}_and_one_{}", equal, faster ? "faster" : "slower");
      RecordProperty(which + "_right", fmt::format("{:.3f}", shares.right));
      RecordProperty(which + "_missing", fmt::format("{:.3f}", shares.missing));
      EXPECT_LE(shares.missing, 0.05 + chance) << which;
    }
  }
}

}  // namespace
}  // namespace bench_report
