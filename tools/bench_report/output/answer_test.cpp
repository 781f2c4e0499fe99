// The sentences that a contest ends in.
#include "tools/bench_report/output/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>

namespace bench_report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// At x the best of all that are named, the others tied with it, each 2 % behind the one before.
Winner at(double x, std::initializer_list<const char*> families, Lead standing = Lead::separated) {
  Winner winner{.x = x,
                .family = *families.begin(),
                .median = 100,
                .tied = {},
                .runner_up = "somebody",
                .standing = standing,
                .lead = {}};
  double median = winner.median;
  for (const char* const family : families) {
    if (family != winner.family) {
      winner.tied.push_back({.family = family, .median = median += 2});
    }
  }
  return winner;
}

std::vector<std::string> sentences(const std::vector<Winner>& winners,
                                   AxisKind kind = AxisKind::logarithmic) {
  return answer_sentences(winners, {.title = "N", .kind = kind, .texts = {}}, "fastest");
}

TEST(Answer, StretchesBeginAndEndAtSizes) {
  EXPECT_THAT(sentences({at(1, {"a"})}), ElementsAre("Fastest at N = 1: a."));
  EXPECT_THAT(sentences({at(1, {"a"}), at(2, {"a"})}), ElementsAre("Fastest from N = 1 to 2: a."));
  EXPECT_THAT(
      sentences({at(1, {"a"}), at(2, {"b"}), at(3, {"b"}), at(4, {"c"}), at(5, {"c"})}),
      ElementsAre("Fastest at N = 1: a.", "Fastest from N = 2 to 3: b.", "Fastest from N = 4 on: c."));
  EXPECT_THAT(answer_sentences({at(1, {"a"})}, {}, "highest rate"),
              ElementsAre("Highest rate at argument = 1: a."));
  EXPECT_THAT(sentences({at(1, {"a"}), at(2, {"a"}), at(3, {"b"})}, AxisKind::categories),
              ElementsAre("Fastest at N = 1, 2: a.", "Fastest at N = 3: b."));
  Winner alone = at(1, {"a"}, Lead::alone);
  alone.runner_up.reset();
  EXPECT_THAT(sentences({alone}), IsEmpty());
}

TEST(Answer, TellsHowFarTheTiedAreBehindInWholePercent) {
  EXPECT_THAT(sentences({at(1, {"a", "b"})}),
              ElementsAre("Fastest at N = 1: a and b, within 2 % of each other."));
  EXPECT_THAT(sentences({at(1, {"a", "b", "c"})}),
              ElementsAre("Fastest at N = 1: a, b and c, within 4 % of each other."));
  Winner close = at(1, {"a", "b"});
  close.tied.front().median = 102.001;
  EXPECT_THAT(sentences({close}), ElementsAre("Fastest at N = 1: a and b, within 3 % of each other."));
  close.tied.front().median = 100;
  EXPECT_THAT(sentences({close}), ElementsAre("Fastest at N = 1: a and b, within 1 % of each other."));
}

TEST(Answer, GuestsAreNamedByTheirSizesThreeGroupsAtTheMost) {
  EXPECT_THAT(sentences({at(1, {"a"}), at(2, {"a", "b"}), at(3, {"a", "b", "c"})}),
              ElementsAre("Fastest from N = 1 to 3: a; from 2 on also b; at 3 also c."));
  EXPECT_THAT(sentences({at(1, {"a", "b", "c"}), at(2, {"a", "b", "c"}), at(3, {"a"})}),
              ElementsAre("Fastest from N = 1 to 3: a; from 1 to 2 also b and c."));
  EXPECT_THAT(sentences({at(1, {"a", "b"}), at(2, {"a"}), at(3, {"a", "b"})}),
              ElementsAre("Fastest from N = 1 to 3: a; at 1 and 3 also b."));
  EXPECT_THAT(sentences({at(1, {"a", "b"}), at(2, {"a", "b"}), at(3, {"a"})}, AxisKind::categories),
              ElementsAre("Fastest at N = 1, 2, 3: a; at 1 and 2 also b."));
  // No more than three of them, and the others without their sizes.
  EXPECT_THAT(sentences({at(1, {"a", "b"}), at(2, {"a", "c"}), at(3, {"a", "d"})}),
              ElementsAre("Fastest from N = 1 to 3: a; at 1 also b; at 2 also c; at 3 also d."));
  EXPECT_THAT(
      sentences(
          {at(1, {"a", "b"}), at(2, {"a", "c"}), at(3, {"a", "d"}), at(4, {"a", "e"}), at(5, {"a", "f"})}),
      ElementsAre(
          "Fastest from N = 1 to 5: a; at 1 also b; at 2 also c; at 3 also d; at some sizes also e and f."));
  // What goes on to the stretch's end, and not to the largest size, has an end.
  EXPECT_THAT(sentences({at(1, {"a"}), at(2, {"a", "b"}), at(3, {"a", "b"}), at(4, {"c"})}),
              ElementsAre("Fastest from N = 1 to 3: a; from 2 to 3 also b.", "Fastest at N = 4: c."));
}

TEST(Answer, WhatTheSamplesDoNotSayIsTheBestMedianOnly) {
  EXPECT_THAT(
      sentences(
          {at(1, {"a"}, Lead::too_few_samples), at(2, {"a"}, Lead::no_ratio), at(3, {"a"}, Lead::alone)}),
      ElementsAre("Best median at N = 1: a (too few samples to tell).",
                  "Best median at N = 2: a (a sample is not positive).", "Best median at N = 3: a (alone)."));
}

TEST(Answer, HasEightSentencesAtTheMostAndCountsTheOthers) {
  std::vector<Winner> winners;
  for (int i = 1; i <= 8; ++i) {
    winners.push_back(at(i, {i % 2 == 0 ? "a" : "b"}));
  }
  EXPECT_EQ(sentences(winners).size(), 8U);
  EXPECT_EQ(sentences(winners).back(), "Fastest at N = 8: a.");
  winners.push_back(at(9, {"c"}));
  EXPECT_EQ(sentences(winners).size(), 9U);
  EXPECT_EQ(sentences(winners).back(), "It changes once more.");
  winners.push_back(at(10, {"d"}));
  EXPECT_EQ(sentences(winners).back(), "It changes 2 times more.");
}

}  // namespace
}  // namespace bench_report
