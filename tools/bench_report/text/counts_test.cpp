// One is no several.
#include "tools/bench_report/text/counts.hpp"

#include <gtest/gtest.h>

namespace bench_report {
namespace {

TEST(Counts, WordsAgreeWithTheirNumber) {
  EXPECT_EQ(counted(0, "row"), "0 rows");
  EXPECT_EQ(counted(1, "row"), "1 row");
  EXPECT_EQ(counted(2, "row"), "2 rows");
  EXPECT_EQ(counted(1, "row has", "rows have"), "1 row has");
  EXPECT_EQ(counted(11, "row has", "rows have"), "11 rows have");
}

TEST(Counts, TheNounAgreesWithAllTheVerbWithSome) {
  EXPECT_EQ(counted_of(1, 1, "row", "has", "have"), "1 of 1 row has");
  EXPECT_EQ(counted_of(1, 3, "row", "has", "have"), "1 of 3 rows has");
  EXPECT_EQ(counted_of(2, 3, "row", "has", "have"), "2 of 3 rows have");
  EXPECT_EQ(counted_of(0, 1, "file"), "0 of 1 file");
}

}  // namespace
}  // namespace bench_report
