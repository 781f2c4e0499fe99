// Substitutions as sed has them, and rows that are called alike then.
#include "tools/bench_report/input/rename.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tools/bench_report/input/pattern.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string renamed(const std::string& substitution, const std::string& name) {
  return Substitution("--rename", substitution).applied_to(name);
}

std::string refusal_of(const std::string& substitution) {
  try {
    const Substitution made("--rename-old", substitution);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "not refused";
}

std::vector<std::string> names_of(const Run& run) {
  std::vector<std::string> names;
  for (const Row& row : run.rows) {
    names.push_back(row.name.full);
  }
  return names;
}

TEST(Rename, ReplacesAsSedDoes) {
  EXPECT_EQ(renamed("s/a/x/", "banana"), "bxnana") << "the first match";
  EXPECT_EQ(renamed("s/a/x/g", "banana"), "bxnxnx");
  EXPECT_EQ(renamed("s/A/x/", "banana"), "banana");
  EXPECT_EQ(renamed("s/A/x/gi", "banana"), "bxnxnx");
  EXPECT_EQ(renamed("s/$/\\/1/", "BM_UFlat/0"), "BM_UFlat/0/1") << "a divider behind a backslash";
  EXPECT_EQ(renamed("s#(\\w+)/(\\d+)#\\2/\\1#", "BM_UFlat/12"), "12/BM_UFlat") << "groups";
  EXPECT_EQ(renamed("s|a|(\\0)|", "a"), "(a)") << "group 0 is the match";
  EXPECT_EQ(renamed("s/(a)(b)(c)(d)(e)(f)(g)(h)(i)/\\9\\1/", "abcdefghi"), "ia") << "there are nine";
  EXPECT_EQ(renamed("s,an,<&>,g", "banana"), "b<an><an>a");
  EXPECT_EQ(renamed("s/an/\\&\\\\/", "banana"), "b&\\ana");
  EXPECT_EQ(renamed("s/(a)/\\12/", "a"), "a2") << "one digit names a group";
  EXPECT_EQ(renamed("s/a/$1$&/", "a"), "$1$a") << "a dollar is a dollar";
  EXPECT_EQ(renamed("s/a|b//g", "abc"), "c");
  EXPECT_EQ(renamed("s|a\\|b|x|", "a|b"), "x|b") << "loses its backslash, and divides the expression";
}

TEST(Rename, ComplainsInOneLine) {
  for (const char* const wrong :
       {"", "s", "s/", "s/a", "s/a/b", "a/b/c/", "y/a/b/", "s\\a\\b\\", "s/a/b\\/"}) {
    EXPECT_THAT(refusal_of(wrong), HasSubstr("wanted: s/REGEX/REPLACEMENT/")) << wrong;
  }
  EXPECT_THAT(refusal_of("s/a/b/q"), HasSubstr("--rename-old s/a/b/q: no such flag: q"));
  EXPECT_THAT(refusal_of("s/(/b/"), HasSubstr("no regular expression"));
  EXPECT_THAT(refusal_of("s//b/"), HasSubstr("empty"));
  EXPECT_THAT(refusal_of("s/(a)/\\2/"), HasSubstr("\\2 names a group"));
}

TEST(Rename, LeavesNamesThatNoneIsAsLongAs) {
  const std::string longest(longest_searched, 'a');
  EXPECT_EQ(renamed("s/a$/b/", longest).back(), 'b');
  EXPECT_EQ(renamed("s/a$/b/", longest + "a"), longest + "a");
}

TEST(Rename, GoesThroughRowsOneSubstitutionAfterTheOther) {
  std::vector<bench_report::Run> runs{
      test::run({test::row("BM_UFlat/0", {1}), test::row("BM_ZFlat/1", {2})})};
  const std::vector<Substitution> both{{"--rename", "s/Flat/Deep/"}, {"--rename", "s/UDeep/V/"}};
  EXPECT_THAT(rename_rows(runs, both), ElementsAre("2 of 2 rows were renamed"));
  EXPECT_THAT(names_of(runs[0]), ElementsAre("BM_V/0", "BM_ZDeep/1"));
  EXPECT_EQ(runs[0].rows[0].name.family, "BM_V");
  EXPECT_EQ(runs[0].rows[0].name.arguments.at(0).value, "0");
  EXPECT_THAT(rename_rows(runs, {}), IsEmpty());
}

TEST(Rename, RowsThatCollideAreNumberedAsTwins) {
  std::vector<bench_report::Run> runs{test::run(
      {test::row("a/8", {1}), test::row("b/8", {2}), test::row("c/8", {3}), test::row("b (2nd)/8", {4})})};
  const std::vector<Substitution> one{{"--rename", "s/^[ac]/b/"}};
  const auto notes = rename_rows(runs, one);
  EXPECT_THAT(names_of(runs[0]), ElementsAre("b/8", "b (3rd)/8", "b (4th)/8", "b (2nd)/8"));
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0], "2 of 4 rows were renamed");
  EXPECT_THAT(notes[1], HasSubstr("1 name stands more than once in a file when renamed"));
  EXPECT_THAT(notes[1], HasSubstr("b/8"));
}

TEST(Rename, EveryRunHasItsOwnNames) {
  std::vector<bench_report::Run> runs{test::run({test::row("a", {1})}), test::run({test::row("b", {1})})};
  const std::vector<Substitution> one{{"--rename", "s/a/b/"}};
  EXPECT_THAT(rename_rows(runs, one), ElementsAre("1 of 2 rows was renamed"));
  EXPECT_EQ(runs[0].rows[0].name.full, "b");
  EXPECT_EQ(runs[1].rows[0].name.full, "b");
}

TEST(Rename, ARowOfSeveralRunsCountsOnce) {
  std::vector<bench_report::Run> runs{test::run({test::row("a", {1}), test::row("c", {1})}),
                                      test::run({test::row("a", {1}), test::row("c", {1})})};
  const std::vector<Substitution> one{{"--rename", "s/a/b/"}};
  EXPECT_THAT(rename_rows(runs, one), ElementsAre("1 of 2 rows was renamed"));
}

TEST(Rename, ARowKeepsSomeName) {
  std::vector<bench_report::Run> runs{test::run({test::row("a", {1})})};
  const std::vector<Substitution> one{{"--rename", "s/.*//"}};
  EXPECT_THROW(rename_rows(runs, one), std::invalid_argument);
}

}  // namespace
}  // namespace bench_report
