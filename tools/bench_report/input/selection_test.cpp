// Rows that are looked at.
#include "tools/bench_report/input/selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Run> runs_of(const std::vector<std::string>& names) {
  std::vector<Row> rows;
  for (const std::string& name : names) {
    rows.push_back(test::row(name, {1}));
  }
  return {test::run(rows)};
}

std::vector<std::string> names_of(const Run& run) {
  std::vector<std::string> names;
  for (const Row& row : run.rows) {
    names.push_back(row.name.full);
  }
  return names;
}

TEST(Selection, KeepsWhatAnyFilterFindsAndNoneExcludes) {
  const std::vector<std::string> names{"a/1", "a/2", "b/1", "c/1"};
  auto runs = runs_of(names);
  const Selection both({"^a", "b"}, {"/2$"});
  EXPECT_EQ(both.text(), "--filter ^a --filter b --exclude /2$");
  const Selected selected = both.apply(runs);
  EXPECT_THAT(selected.all, ElementsAre("a/1", "a/2", "b/1", "c/1"));
  EXPECT_THAT(selected.left, ElementsAre("a/1", "b/1"));
  EXPECT_THAT(names_of(runs[0]), ElementsAre("a/1", "b/1"));
  runs = runs_of(names);
  EXPECT_THAT(Selection({}, {"a"}).apply(runs).left, ElementsAre("b/1", "c/1"));
  runs = runs_of(names);
  EXPECT_EQ(Selection({""}, {}).apply(runs).left.size(), 4U);
  EXPECT_EQ(Selection({""}, {}).text(), "");
}

TEST(Selection, RefusesWhatIsNoExpression) {
  const auto refusal = [](const std::vector<std::string>& filters, const std::vector<std::string>& excludes) {
    try {
      const Selection made(filters, excludes);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("not refused");
  };
  EXPECT_THAT(refusal({"("}, {}), HasSubstr("--filter (: no regular expression"));
  EXPECT_THAT(refusal({}, {"["}), HasSubstr("--exclude [: no regular expression"));
}

TEST(Selection, TwoFamiliesAreCalledAlike) {
  auto before = runs_of({"loops/N:1", "pool/N:1", "other"});
  for (const char* const name : {"loops", "pool", "other"}) {
    before[0].complexities.push_back(
        {.name = name, .order = "N", .real_coefficient = 1, .cpu_coefficient = 1, .rms = {}});
  }
  auto after = before;
  select_families("^loops", "^pool", before, after);
  EXPECT_THAT(names_of(before[0]), ElementsAre("[^loops → ^pool]/N:1"));
  EXPECT_THAT(names_of(after[0]), ElementsAre("[^loops → ^pool]/N:1"));
  EXPECT_TRUE(before[0].rows[0].name.matches(after[0].rows[0].name));
  for (const auto& side : {before, after}) {
    ASSERT_EQ(side[0].complexities.size(), 1U);
    EXPECT_EQ(side[0].complexities[0].name, "[^loops → ^pool]");
  }
}

TEST(Selection, ANameThatBothFamiliesFindBelongsToTheLongerMatch) {
  auto before = runs_of({"BM_scan/8", "BM_scan_simd/8"});
  auto after = before;
  select_families("BM_scan", "BM_scan_simd", before, after);
  EXPECT_THAT(names_of(before[0]), ElementsAre("[BM_scan → BM_scan_simd]/8"));
  EXPECT_THAT(names_of(after[0]), ElementsAre("[BM_scan → BM_scan_simd]/8"));
}

TEST(Selection, AFamilyThatIsNowhereIsRefused) {
  auto before = runs_of({"a"});
  auto after = before;
  EXPECT_THROW(select_families("b", "a", before, after), std::invalid_argument);
  before = after = runs_of({"a"});
  EXPECT_THROW(select_families("a", "b", before, after), std::invalid_argument);
}

}  // namespace
}  // namespace bench_report
