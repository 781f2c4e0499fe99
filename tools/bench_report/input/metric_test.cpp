// What names of metrics tell, and what they don't.
#include "tools/bench_report/input/metric.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace bench_report {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(DirectionOf, RatesAreBetterWhenMore) {
  for (const char* metric : {"bytes_per_second",
                             "items_per_second",
                             "GFLOPS",
                             "GFlop/s",
                             "FOM: GB/s",
                             "fill ops per second",
                             "items/s",
                             "ops",
                             "Mops",
                             "MiB/s",
                             "throughput",
                             "throughput_mb",
                             "memory_bandwidth",
                             "hit_rate",
                             "cacheHitRate",
                             "qps",
                             "itemsPerSecond",
                             "flops_per_cycle",
                             "IPC",
                             "Speedup"}) {
    EXPECT_EQ(direction_of(metric), Direction::more) << metric;
  }
}

TEST(DirectionOf, TimesAndCostsAreBetterWhenLess) {
  for (const char* metric : {"real_time",       "cpu_time",
                             "p99_nanoseconds", "wait_milliseconds",
                             "compile_seconds", "ns",
                             "lat_us",          "ms",
                             "p50_latency",     "hit_latency",
                             "ns/op",           "ns_per_item",
                             "cycles_per_byte", "CYCLES",
                             "INSTRUCTIONS",    "CACHE-MISSES",
                             "cache_miss_rate", "bytes",
                             "peak_bytes",      "bytes_per_item",
                             "allocs/iter",     "errors_per_second",
                             "max_rss",         "elapsedTime"}) {
    EXPECT_EQ(direction_of(metric), Direction::less) << metric;
  }
}

TEST(DirectionOf, OtherNamesTellNothing) {
  for (const char* metric :
       {"", "N", "launches", "rate", "n_threads", "checksum", "params", "GEMMs", "x/y", "per", "///"}) {
    EXPECT_EQ(direction_of(metric), Direction::unknown) << metric;
  }
}

TEST(DirectionOf, TheUserKnowsBetter) {
  EXPECT_EQ(direction_of("FOM", {.more_is_better = "^FOM$", .less_is_better = ""}), Direction::more);
  EXPECT_EQ(direction_of("GFLOPS", {.more_is_better = "", .less_is_better = "FLOPS"}), Direction::less);
  EXPECT_EQ(direction_of("FOM", {.more_is_better = "bar", .less_is_better = "baz"}), Direction::unknown);
  EXPECT_THAT([] { direction_of("FOM", {.more_is_better = "F", .less_is_better = "M"}); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("both find it")));
  EXPECT_THAT([] { direction_of("FOM", {.more_is_better = "(", .less_is_better = ""}); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("--more-is-better (: no regular expression")));
}

TEST(UnitOf, OnlyACertainUnitIsOne) {
  const auto symbol = [](const char* metric) { return unit_of(metric).symbol; };
  EXPECT_EQ(symbol("real_time"), "s");
  EXPECT_EQ(symbol("compile_seconds"), "s");
  EXPECT_EQ(symbol("p99_nanoseconds"), "ns");
  EXPECT_EQ(symbol("wait_milliseconds"), "ms");
  EXPECT_EQ(symbol("lat_us"), "us");
  EXPECT_EQ(symbol("bytes_per_second"), "B/s");
  EXPECT_EQ(symbol("fill ops per second"), "/s");
  EXPECT_EQ(symbol("peak_bytes"), "B");
  for (const char* metric : {"", "GFLOPS", "FOM: GB/s", "items/s", "ns_per_op", "ns/op", "seconds_left",
                             "latency", "time", "bytes_per_item", "ops", "hit_rate"}) {
    EXPECT_EQ(symbol(metric), "") << metric;
  }
  EXPECT_DOUBLE_EQ(unit_of("p99_nanoseconds").scale, 1e-9);
  EXPECT_TRUE(is_time("wait_ms"));
  EXPECT_FALSE(is_time("items_per_second"));
}

}  // namespace
}  // namespace bench_report
