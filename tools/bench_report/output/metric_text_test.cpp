// Numbers as people read them: no value but zero reads as zero, no bound but 1 as 1.
#include "tools/bench_report/output/metric_text.hpp"

#include <gtest/gtest.h>

#include "tools/bench_report/text/numbers.hpp"

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

TEST(Units, OnlyZeroReadsAsZero) {
  EXPECT_EQ(format_seconds(1.234e-3), "1.23 ms");
  EXPECT_EQ(format_seconds(0.8e-12), "0.800 ps");
  EXPECT_EQ(format_seconds(4.2e-18), "4.2e-06 ps");
  EXPECT_EQ(format_seconds(0), "0 s");
  EXPECT_EQ(format_metric(0.0123, "items_per_second"), "0.0123 /s");
  EXPECT_EQ(format_metric(2.755e-6, "bytes_per_second"), "2.75e-06 B/s");
}

TEST(Units, HugeValuesHaveExponents) {
  EXPECT_EQ(format_seconds(36000), "36000 s");
  EXPECT_EQ(format_seconds(1.234e9), "1.23e+09 s");
  EXPECT_EQ(format_metric(1e17, "bytes_per_second"), "1e+17 B/s");
}

TEST(Units, TicksHaveNoZerosBehindThePointAndNoneReadsAsZero) {
  EXPECT_EQ(format_tick(2e-6, "real_time"), "2 µs");
  EXPECT_EQ(format_tick(1.5e-6, "real_time"), "1.5 µs");
  EXPECT_EQ(format_tick(100, "real_time"), "100 s");
  EXPECT_EQ(format_tick(1e-14, "real_time"), "0.01 ps");
  EXPECT_EQ(format_tick(1e-5, "items_per_second"), "1e-05 /s");
  EXPECT_EQ(format_tick(0.01, "hits"), "0.01");
}

}  // namespace
}  // namespace bench_report
