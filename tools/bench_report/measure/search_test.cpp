// Bisection with things that nobody can tell about.
#include "tools/bench_report/measure/search.hpp"

#include <gtest/gtest.h>

#include <set>

namespace bench_report {
namespace {

TEST(FirstBad, IsFoundWithFewProbes) {
  for (std::size_t count = 1; count <= 40; ++count) {
    for (std::size_t bad = 0; bad < count; ++bad) {
      std::size_t probes = 0;
      const Suspects found = first_bad(count, [&](std::size_t i) {
        ++probes;
        EXPECT_LT(i, count - 1) << "the last is known";
        return i < bad ? Probe::good : Probe::bad;
      });
      EXPECT_EQ(found.first, bad);
      EXPECT_EQ(found.last, bad);
      EXPECT_LE(std::size_t{1} << probes, 2 * count) << "of " << count;
    }
  }
}

TEST(FirstBad, ThoseThatNobodyCanTellAboutStayAsSuspects) {
  std::set<std::size_t> asked;
  const Suspects found = first_bad(12, [&](std::size_t i) {
    EXPECT_TRUE(asked.insert(i).second) << "twice";
    return i == 5 || i == 6 ? Probe::unknown : i < 7 ? Probe::good : Probe::bad;
  });
  EXPECT_EQ(found.first, 5U);
  EXPECT_EQ(found.last, 7U);
  const Suspects all = first_bad(4, [](std::size_t) { return Probe::unknown; });
  EXPECT_EQ(all.first, 0U);
  EXPECT_EQ(all.last, 3U);
}

}  // namespace
}  // namespace bench_report
