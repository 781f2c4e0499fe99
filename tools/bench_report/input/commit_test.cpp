// Commits and dates of contexts.
#include "tools/bench_report/input/commit.hpp"

#include <gtest/gtest.h>

namespace bench_report {
namespace {

TEST(Commit, UnderAnyOfTheUsualKeys) {
  for (const char* const key :
       {"commit", "GIT_COMMIT_HASH", "git-sha", "Git Commit", "revision", "CI_COMMIT_SHA"}) {
    EXPECT_EQ(commit_of({{key, "abc123"}, {"host_name", "a"}}), "abc123") << key;
  }
  EXPECT_EQ(commit_of({{"host_name", "a"}}), "");
  EXPECT_EQ(commit_of({{"revision", "2"}, {"commit", "1"}}), "1") << "the plainest key counts";
  EXPECT_EQ(commit_of({{"commit", "unknown"}, {"git_sha", "1"}}), "1");
  EXPECT_EQ(commit_of({{"commit", "1"}, {"mine", "2"}}, "mine"), "2");
  EXPECT_EQ(commit_of({{"commit", "1"}}, "mine"), "");
}

TEST(Commit, UncommittedChanges) {
  EXPECT_TRUE(has_uncommitted_changes({{"commit_dirty", "true"}}));
  EXPECT_FALSE(has_uncommitted_changes({{"commit_dirty", "false"}}));
  EXPECT_FALSE(has_uncommitted_changes({}));
}

TEST(Date, AsProgramsWriteIt) {
  constexpr std::int64_t noon = 1552392672;  // 2019-03-12T12:11:12Z
  for (const char* const text :
       {"2019-03-12T12:11:12Z", "2019-03-12T12:11:12+00:00", "2019-03-12T13:11:12+01:00",
        "2019-03-12 06:11:12 -0600", "2019/03/12-12:11:12", "2019-03-12 12:11:12", "2019-03-12T12:11:12.345Z",
        "Tue Mar 12 13:11:12 2019 +0100", "Tue, 12 Mar 2019 12:11:12 +0000", "1552392672"}) {
    EXPECT_EQ(moment_of(text), noon) << text;
  }
  EXPECT_EQ(moment_of("2019-03-12"), noon - 12 * 3600 - 11 * 60 - 12);
  EXPECT_EQ(moment_text(noon), "2019-03-12T12:11:12Z");
  for (const char* const text : {"", "yesterday", "2019", "2019-13-12", "2019-02-30", "12345",
                                 "2019-03-12T25:00:00Z", "2019-03-12T12:11:12 and more", "0123456789ab"}) {
    EXPECT_FALSE(moment_of(text)) << text;
  }
}

TEST(Date, OfTheCommitAndOfTheRun) {
  const Context context{{"GIT_COMMIT_DATE", "2019-03-12"}, {"date", "2020-03-12"}};
  EXPECT_EQ(commit_moment_of(context), moment_of("2019-03-12"));
  EXPECT_EQ(run_moment_of(context), moment_of("2020-03-12"));
  EXPECT_FALSE(commit_moment_of({{"date", "2020-03-12"}}));
}

}  // namespace
}  // namespace bench_report
