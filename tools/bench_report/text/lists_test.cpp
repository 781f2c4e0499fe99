// Lists in words, whole and cut off.
#include "tools/bench_report/text/lists.hpp"

#include <gtest/gtest.h>

namespace bench_report {
namespace {

TEST(Lists, AreJoined) {
  const std::vector<std::string> words{"a", "b", "c"};
  EXPECT_EQ(joined(words), "a, b, c");
  EXPECT_EQ(joined(words, "; "), "a; b; c");
  EXPECT_EQ(joined({}), "");
}

TEST(Lists, OfSomeAndHowManyMore) {
  const std::vector<std::string> words{"a", "b", "c", "d"};
  EXPECT_EQ(some(words, 2), "a, b and 2 more");
  EXPECT_EQ(some(words, 3), "a, b, c and 1 more");
  EXPECT_EQ(some(words, 4), "a, b, c, d");
}

TEST(Lists, OfNamesFromFilesArePrintableAndEnd) {
  EXPECT_EQ(listed({}), "none");
  EXPECT_EQ(listed({"a", "b\x01"}), "a, b\xEF\xBF\xBD");
  std::vector<std::string> names(30, "x");
  std::string all = "x";
  for (int i = 1; i < 30; ++i) {
    all += ", x";
  }
  EXPECT_EQ(listed(names), all);
  names.emplace_back("y");
  names.emplace_back("z");
  EXPECT_EQ(listed(names), all + ", and 2 more");
}

}  // namespace
}  // namespace bench_report
