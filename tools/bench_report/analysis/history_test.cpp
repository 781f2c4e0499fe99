// Histories of made-up runs: grouping, order, changes, and what explains them.
#include "tools/bench_report/analysis/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/test_support.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string day(std::size_t i) {
  return moment_text(1'700'000'000 + 86'400 * static_cast<std::int64_t>(i));
}

bench_report::Run run_of(const std::string& commit, const std::string& date, std::vector<Row> rows) {
  bench_report::Run made = test::run(std::move(rows));
  made.file = commit + "-" + date + ".json";
  made.context = {{"commit", commit}, {"date", date}, {"compiler", "GCC 12"}, {"host_name", "a"}};
  return made;
}

std::string hash(std::size_t i) {
  return std::to_string(100'000 + i) + "abcdef0123456789";
}

/// A run for each commit, of one row with 1 % of noise whose time is `time(i)`.
template <class Time>
std::vector<bench_report::Run> commits(std::size_t count, const Time& time) {
  test::Random random(3);
  std::vector<bench_report::Run> runs;
  for (std::size_t i = 0; i < count; ++i) {
    runs.push_back(run_of(hash(i), day(i), {test::row("BM_a/8", {time(i) * (1 + 0.01 * random.normal())})}));
  }
  return runs;
}

History made(std::vector<bench_report::Run> runs, const HistoryOptions& options = {},
             const std::vector<KnownCommit>& repository = {}) {
  static std::vector<std::unique_ptr<Pool>> pools;  // histories point into them
  Pool& pool = *pools.emplace_back(std::make_unique<Pool>());
  std::vector<RunDigest> digests;
  for (auto& run : runs) {
    digests.push_back(
        digest(std::move(run), {.metric = options.metric, .direction = options.direction}, pool));
  }
  return make_history(digests, pool, options, repository);
}

std::vector<std::string> ids(const History& history) {
  std::vector<std::string> names;
  for (const HistoryCommit& commit : history.commits) {
    names.push_back(commit.id);
  }
  return names;
}

double slower_from(std::size_t i, std::size_t place) {
  return i < place ? 1e-3 : 1.2e-3;
}

TEST(History, AChangeBetweenTwoCommits) {
  const auto history = made(commits(40, [](std::size_t i) { return slower_from(i, 25); }));
  ASSERT_THAT(history.rows, SizeIs(1));
  const HistoryRow& row = history.rows.front();
  ASSERT_THAT(row.changes, SizeIs(1));
  const HistoryChange& change = row.changes.front();
  EXPECT_EQ(change.index, 25U);
  EXPECT_EQ(change.last_good, 24U);
  EXPECT_EQ(change.effect, Effect::regressed);
  EXPECT_NEAR(change.before, 1e-3, 2e-5);
  EXPECT_NEAR(change.after, 1.2e-3, 2e-5);
  EXPECT_NEAR(change.ratio.estimate, 1.2, 0.02);
  EXPECT_LT(change.ratio.low, 1.2);
  EXPECT_GT(change.ratio.high, 1.2);
  EXPECT_LT(change.adjusted_p, 1e-6);
  EXPECT_FALSE(change.is_fresh);
  EXPECT_FALSE(change.is_explained());
  EXPECT_NEAR(row.noise, 0.01, 0.005);
  EXPECT_EQ(regressions_since(history, 24), 1U);
  EXPECT_EQ(regressions_since(history, 25), 0U) << "the base has it already";
}

TEST(History, AnImprovementIsNoRegression) {
  const auto history = made(commits(40, [](std::size_t i) { return i < 25 ? 1.2e-3 : 1e-3; }));
  ASSERT_THAT(history.rows[0].changes, SizeIs(1));
  EXPECT_EQ(history.rows[0].changes[0].effect, Effect::improved);
  EXPECT_EQ(regressions_since(history, 0), 0U);
}

TEST(History, MoreMayBeBetter) {
  HistoryOptions options{.direction = Direction::more};
  EXPECT_EQ(
      made(commits(40, [](std::size_t i) { return slower_from(i, 25); }), options).rows[0].changes[0].effect,
      Effect::improved);
  options.direction = Direction::unknown;
  EXPECT_EQ(
      made(commits(40, [](std::size_t i) { return slower_from(i, 25); }), options).rows[0].changes[0].effect,
      Effect::changed);
}

TEST(History, OrderIsThatOfTheDates) {
  auto runs = commits(10, [](std::size_t) { return 1.0; });
  std::swap(runs[1], runs[7]);
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < 10; ++i) {
    expected.push_back(hash(i));
  }
  EXPECT_EQ(ids(made(runs)), expected);
  // The commit's date is asked first: the runs were made in another order.
  for (auto& run : runs) {
    run.context["GIT_COMMIT_DATE"] = run.context["date"];
    run.context["date"] = "2030-01-01";
  }
  EXPECT_EQ(ids(made(runs)), expected);
}

TEST(History, OrderOfARepository) {
  const auto runs = commits(4, [](std::size_t) { return 1.0; });
  // The third is not known there: its date puts it behind the second.
  const std::vector<KnownCommit> repository{{.hash = hash(3), .moment = *moment_of(day(3))},
                                            {.hash = hash(0) + "0000", .moment = *moment_of(day(0))},
                                            {.hash = hash(1), .moment = *moment_of(day(1))}};
  const auto history = made(runs, {}, repository);
  EXPECT_THAT(ids(history), ElementsAre(hash(3), hash(0), hash(1), hash(2)));
  EXPECT_THAT(history.warnings, Contains(HasSubstr("1 commit is not in the repository")));
}

TEST(History, ARepositoryKnowsCommitsByPartsOfTheirHashes) {
  auto runs = commits(3, [](std::size_t) { return 1.0; });
  const std::string dirty = hash(0).substr(0, 8) + "-dirty";
  runs[0].context["commit"] = dirty;
  const auto history = made(runs, {},
                            {{.hash = hash(1), .moment = *moment_of(day(5))},
                             {.hash = hash(0), .moment = *moment_of(day(6))},
                             {.hash = hash(2), .moment = *moment_of(day(7))}});
  EXPECT_THAT(ids(history), ElementsAre(hash(1), dirty, hash(2)));
  EXPECT_EQ(history.commits[1].moment, moment_of(day(6))) << "its date, not that of the run";
  EXPECT_THAT(history.warnings, Not(Contains(HasSubstr("not in the repository"))));
}

TEST(History, RunsOfACommitAreOne) {
  const auto history = made({run_of("aaaa", "2026-01-02", {test::row("x", {3, 2}), test::row("only", {1})}),
                             run_of("bbbb", "2026-01-03", {test::row("x", {5})}),
                             run_of("aaaa", "2026-01-01", {test::row("x", {4})})});
  ASSERT_THAT(history.commits, SizeIs(2));
  EXPECT_THAT(history.commits[0].files, SizeIs(2));
  EXPECT_EQ(history.commits[0].moment, moment_of("2026-01-01"));
  ASSERT_THAT(history.rows, SizeIs(2));
  EXPECT_EQ(history.rows[0].points[0].value, 2) << "the best of all runs";
  EXPECT_THAT(history.rows[1].points, SizeIs(1));
  EXPECT_THAT(history.warnings, Contains(HasSubstr("change points take 7 or more")));
}

TEST(History, WithUncommittedChangesItIsAnotherCommit) {
  auto dirty = run_of("aaaa", "2026-01-02", {test::row("x", {1})});
  dirty.context["commit_dirty"] = "true";
  EXPECT_THAT(ids(made({run_of("aaaa", "2026-01-01", {test::row("x", {1})}), dirty})),
              ElementsAre("aaaa", "aaaa-dirty"));
}

TEST(History, CopiesCountOnce) {
  const auto one = run_of("aaaa", "2026-01-01", {test::row("x", {3})});
  const auto history = made({one, one});
  EXPECT_THAT(history.warnings, Contains(HasSubstr("there twice")));
  EXPECT_THAT(history.commits[0].files, SizeIs(1));
  for (const auto& [name, value] : {std::pair("x", 4.0), {"y", 3.0}}) {
    auto another = run_of("aaaa", "2026-01-01", {test::row(name, {value})});
    another.file = "another.json";
    EXPECT_THAT(made({one, another}).commits[0].files, SizeIs(2)) << "of the same second, but no copy";
  }
}

TEST(History, FilesWithoutACommitStandForThemselves) {
  auto runs = commits(2, [](std::size_t) { return 1.0; });
  for (auto& run : runs) {
    run.context.erase("commit");
    run.context.erase("date");
  }
  runs[0].file = "folder/second.json";
  const auto history = made(runs);
  EXPECT_THAT(ids(history), ElementsAre("second", hash(1) + "-" + day(1)));
  EXPECT_THAT(history.warnings, Contains(HasSubstr("2 files name no commit")));
  EXPECT_THAT(history.warnings, Contains(HasSubstr("in the order of the files")));
}

TEST(History, AnotherCompilerIsNamed) {
  auto runs = commits(40, [](std::size_t i) { return slower_from(i, 25); });
  for (std::size_t i = 25; i < runs.size(); ++i) {
    runs[i].context["compiler"] = "GCC 13";
  }
  const auto history = made(runs);
  ASSERT_THAT(history.rows[0].changes, SizeIs(1));
  EXPECT_THAT(history.rows[0].changes[0].explanations, ElementsAre("compiler (GCC 12, then GCC 13)"));
  EXPECT_EQ(regressions_since(history, 0), 0U) << "no commit is to blame";
  EXPECT_THAT(history.warnings, Contains(HasSubstr("differ in compiler (GCC 12, GCC 13)")));
  // A compiler that comes and goes explains nothing, and neither does a host with a new name in each run.
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].context["compiler"] = i % 3 == 0 ? "GCC 12" : "GCC 13";
    runs[i].context["host_name"] = std::to_string(i);
  }
  EXPECT_THAT(made(runs).rows[0].changes[0].explanations, IsEmpty());
}

TEST(History, ACommitMeasuredInTwoWaysIsNoted) {
  auto other = run_of("aaaa", "2026-01-02", {test::row("x", {1})});
  other.context["compiler"] = "Clang";
  EXPECT_THAT(made({run_of("aaaa", "2026-01-01", {test::row("x", {2})}), other}).warnings,
              Contains(HasSubstr("measured in several ways (compiler)")));
}

TEST(History, TheNewestCommits) {
  const auto last = [](std::size_t slow) {
    return made(
        commits(40, [&](std::size_t i) { return slower_from(i, 40 - slow) * (i >= 40 - slow ? 1.2 : 1); }));
  };
  const auto one = last(1);
  EXPECT_THAT(one.rows[0].changes, IsEmpty()) << "one bad run is none";
  ASSERT_TRUE(one.rows[0].suspicion);
  EXPECT_EQ(one.rows[0].suspicion->commits, 1U);
  EXPECT_EQ(one.rows[0].suspicion->index, 39U);
  EXPECT_NEAR(one.rows[0].suspicion->ratio, 1.44, 0.05);
  const auto three = last(3);
  ASSERT_THAT(three.rows[0].changes, SizeIs(1));
  EXPECT_TRUE(three.rows[0].changes[0].is_fresh);
  EXPECT_FALSE(three.rows[0].suspicion);
  EXPECT_FALSE(last(8).rows[0].changes[0].is_fresh);
}

TEST(History, Since) {
  auto runs = commits(10, [](std::size_t) { return 1.0; });
  EXPECT_THAT(made(runs, {.since = day(6)}).commits, SizeIs(4));
  EXPECT_THAT(made(runs, {.since = hash(7).substr(0, 8)}).commits, SizeIs(3));
  EXPECT_THROW(made(runs, {.since = "2099-01-01"}), std::invalid_argument);
  EXPECT_THROW(made(runs, {.since = "beef"}), std::invalid_argument);
  runs[9].context.erase("date");
  EXPECT_THAT(made(runs, {.since = day(6)}).commits, SizeIs(3)) << "of one nobody knows when it was";
}

TEST(History, CommitsByTheirFirstLetters) {
  const auto all = made(commits(12, [](std::size_t) { return 1.0; })).commits;
  EXPECT_EQ(place_of(all, hash(3), "--since"), 3U);
  EXPECT_EQ(place_of(all, "100011", "--since"), 11U);
  EXPECT_EQ(place_of(all, hash(3) + "ff", "--since"), 3U) << "files may have fewer letters than the user";
  EXPECT_THROW(place_of(all, "10001", "--since"), std::invalid_argument) << "two begin so";
  EXPECT_THROW(place_of(all, "100", "--since"), std::invalid_argument) << "too few letters";
}

TEST(History, RowsThatComeAndGo) {
  auto runs = commits(30, [](std::size_t i) { return slower_from(i, 20); });
  for (const std::size_t missing : {18U, 19U, 20U, 21U}) {
    runs[missing].rows = {test::row("BM_other", {1})};
  }
  const auto history = made(runs);
  ASSERT_THAT(history.rows, SizeIs(2));
  ASSERT_THAT(history.rows[0].changes, SizeIs(1));
  EXPECT_EQ(history.rows[0].changes[0].last_good, 17U);
  EXPECT_EQ(history.rows[0].changes[0].index, 22U);
  EXPECT_THAT(history.rows[1].changes, IsEmpty());
  EXPECT_THAT(history.warnings, Contains(HasSubstr("1 row has fewer than 7 commits")));
}

TEST(History, ManyQuietRowsAskMoreOfEachChange) {
  // A change that is told alone, and no longer among a thousand rows in which nothing happens.
  auto runs = commits(40, [](std::size_t i) { return i < 20 ? 1e-3 : 1.0255e-3; });
  const auto alone = made(runs);
  ASSERT_THAT(alone.rows[0].changes, SizeIs(1));
  const double p = alone.rows[0].changes[0].adjusted_p;
  for (auto& run : runs) {
    for (int i = 0; i < 50; ++i) {
      run.rows.push_back(test::row("BM_quiet/" + std::to_string(i), {1}));
    }
  }
  const auto among = made(runs, {.alpha = 1});
  EXPECT_NEAR(among.rows[0].changes[0].adjusted_p, std::min(1.0, 51 * p), 1e-9);
}

TEST(History, NothingThatHasTheMetric) {
  EXPECT_THROW(made({run_of("aaaa", "2026-01-01", {test::failed("x")})}), UnusableInput);
  EXPECT_THROW(made(commits(3, [](std::size_t) { return 1.0; }), {.metric = "launches"}), UnusableInput);
}

TEST(History, SettingsThatAloneTellRowsApart) {
  auto runs = commits(3, [](std::size_t) { return 1.0; });
  runs[0].rows = {test::row("BM_s/iterations:10", {1}), test::row("BM_s/iterations:20", {2})};
  runs[1].rows = {test::row("BM_s/iterations:20", {2})};
  const auto history = made(runs);
  ASSERT_THAT(history.rows, SizeIs(3));
  EXPECT_THAT(history.rows[1].points, SizeIs(2)) << "in all files alike";
}

}  // namespace
}  // namespace bench_report
