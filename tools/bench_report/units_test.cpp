// Numbers as people read them: no value but zero reads as zero, no bound but 1 as 1.
#include "tools/bench_report/units.hpp"

#include <gtest/gtest.h>

namespace bench_report {
namespace {

TEST(Units, ABoundReadsAsOneOnlyWhenItIs) {
  EXPECT_EQ(format_bound(1), "1.00");
  EXPECT_EQ(format_bound(1.0031), "1.003");
  EXPECT_EQ(format_bound(0.99996), "0.99996");
  EXPECT_EQ(format_bound(1.27), "1.27");
  EXPECT_EQ(format_bound(0.5), "0.50");
  EXPECT_EQ(format_bound(0.0234), "0.023");
  EXPECT_EQ(format_bound(123.4), "123");
}

}  // namespace
}  // namespace bench_report
