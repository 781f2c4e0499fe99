// Names of benchmarks, as Google Benchmark builds them.
#include <gtest/gtest.h>

#include "tools/bench_report/model.hpp"

namespace bench_report {
namespace {

TEST(ParseName, TakesANameApart) {
  const Name name = parse_name("multithreading/pool/N:464/real_time");
  EXPECT_EQ(name.full, "multithreading/pool/N:464/real_time");
  EXPECT_EQ(name.family, "multithreading/pool");
  EXPECT_EQ(name.arguments, (std::vector<Argument>{{"N", "464"}}));
  EXPECT_EQ(name.time_type, "real_time");
  EXPECT_EQ(name.threads, 1);
}

TEST(ParseName, KeepsWhatItDoesNotUnderstandInTheFamily) {
  for (const char* whole : {"BM_Sort", "BM_Sort<std::vector<int>>", "cuda/fused", "a//b", "", "/",
                            "real_time", "12", "ns::f/g", "x/y:z"}) {
    const Name name = parse_name(whole);
    EXPECT_EQ(name.family, whole);
    EXPECT_TRUE(name.arguments.empty()) << whole;
  }
}

TEST(ParseName, BareArgumentsHaveNoName) {
  const Name name = parse_name("BM_Copy/8/1024");
  EXPECT_EQ(name.family, "BM_Copy");
  EXPECT_EQ(name.arguments, (std::vector<Argument>{{"", "8"}, {"", "1024"}}));
}

TEST(ParseName, SettingsAreNoPartOfWhatIsMeasured) {
  const Name name =
      parse_name("BM_X/n:3/min_time:0.500/iterations:7/repeats:3/process_time/real_time/threads:4");
  EXPECT_EQ(name.family, "BM_X");
  EXPECT_EQ(name.arguments, (std::vector<Argument>{{"n", "3"}}));
  EXPECT_EQ(name.time_type, "process_time/real_time");
  EXPECT_EQ(name.threads, 4);
  EXPECT_TRUE(name.matches(parse_name("BM_X/n:3/repeats:9/process_time/real_time/threads:4")));
  EXPECT_FALSE(name.matches(parse_name("BM_X/n:4/process_time/real_time/threads:4")));
  EXPECT_FALSE(name.matches(parse_name("BM_X/n:3/real_time/threads:4")));
  EXPECT_FALSE(name.matches(parse_name("BM_X/n:3/process_time/real_time/threads:2")));
}

TEST(ParseName, HostileNamesCostNothing) {
  std::string arguments = "a";
  std::string times = "a";
  for (int i = 0; i < 100'000; ++i) {
    arguments += "/1";
    times += "/real_time";
  }
  EXPECT_EQ(parse_name(arguments).arguments.size(), 16U);
  EXPECT_EQ(parse_name(times).time_type, "real_time/real_time");
  EXPECT_EQ(parse_name(std::string(100'000, '/')).family.size(), 100'000U);
  EXPECT_EQ(parse_name("a/threads:99999999999999").threads, 1) << "too large for a number of threads";
}

}  // namespace
}  // namespace bench_report
