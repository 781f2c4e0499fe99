// Names in order.
#include "tools/bench_report/text/natural_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace bench_report {
namespace {

TEST(NaturalOrder, NumbersCountByTheirValue) {
  std::vector<std::string> names{"f/100", "f/20/3", "f/3", "g", "f/20", "f", "f/N:8/x", "f/N:16/x"};
  std::ranges::sort(names, stands_before);
  EXPECT_THAT(names, testing::ElementsAre("f", "f/3", "f/20", "f/20/3", "f/100", "f/N:8/x", "f/N:16/x", "g"));
}

TEST(NaturalOrder, IsAnOrder) {
  const std::vector<std::string> names{"",
                                       "a",
                                       "a0",
                                       "a00",
                                       "a1",
                                       "a01",
                                       "a001",
                                       "a1b",
                                       "a01b",
                                       "a10",
                                       "a9/8",
                                       "a9/10",
                                       "b0x",
                                       "0",
                                       "00",
                                       "7",
                                       "70",
                                       "\xff",
                                       "ab",
                                       "0a0",
                                       "00a1",
                                       "a01b0",
                                       "a1b00",
                                       "99999999999999999999991",
                                       "99999999999999999999990"};
  for (const std::string& a : names) {
    EXPECT_FALSE(stands_before(a, a)) << a;
    for (const std::string& b : names) {
      if (a != b) {
        EXPECT_NE(stands_before(a, b), stands_before(b, a)) << a << ' ' << b;
      }
      for (const std::string& c : names) {
        if (stands_before(a, b) && stands_before(b, c)) {
          EXPECT_TRUE(stands_before(a, c)) << a << ' ' << b << ' ' << c;
        }
      }
    }
  }
  EXPECT_TRUE(stands_before("99999999999999999999990", "99999999999999999999991"));
}

}  // namespace
}  // namespace bench_report
