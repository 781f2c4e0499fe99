// The bounds are strategies too: what they say they do is done, by whom they say.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "kernels/partition.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {
namespace {

class EveryBound : public testing::TestWithParam<std::tuple<std::string, std::size_t, unsigned>> {
 protected:
  const Entry& entry() const {
    return *std::ranges::find(strategies(), std::get<0>(GetParam()), &Entry::name);
  }
  parallelization::Setup setup() const {
    return {.n = std::get<1>(GetParam()), .workers = std::get<2>(GetParam())};
  }
};

TEST_P(EveryBound, DoesItsWorkWithTheWorkersItClaims) {
  const auto bound = entry().make(setup());
  const Input input(42, setup().count());
  EXPECT_TRUE(bound->evidence().workers.empty()) << "evidence before anything ran is not observed";
  bound->fill(input);
  EXPECT_TRUE(std::ranges::all_of(bound->result(), [](float y) { return std::isnan(y); }));
  EXPECT_TRUE(bound->check(input).has_value()) << "nothing was computed";
  for (int run = 0; run < 2; ++run) {
    bound->run();
    EXPECT_EQ(bound->check(input), std::nullopt);
    const auto workers = bound->evidence().workers;
    EXPECT_EQ(std::set(workers.begin(), workers.end()).size(), workers.size());
    EXPECT_EQ(workers.size(),
              entry().division == Division::none ? 1U : busy_workers(setup().count(), setup().workers));
  }
  const Input other(43, setup().count());
  bound->load(other.values());
  EXPECT_TRUE(bound->check(other).has_value()) << "results of another x";
  bound->run();
  EXPECT_EQ(bound->check(other), std::nullopt);
}

std::string test_name(const testing::TestParamInfo<EveryBound::ParamType>& info) {
  const auto& [name, n, workers] = info.param;
  std::string text = name + "_N" + std::to_string(n) + "_workers" + std::to_string(workers);
  std::ranges::replace(text, '/', '_');
  return text;
}

INSTANTIATE_TEST_SUITE_P(Arithmetic, EveryBound,
                         testing::Combine(testing::Values("limit/arithmetic", "limit/arithmetic_parallel"),
                                          testing::Values(1U, 2U, 45U, 46U, 100U, 317U),
                                          testing::Values(1U, 2U, 3U)),
                         test_name);
// Each measures first which kind of copy is faster.
INSTANTIATE_TEST_SUITE_P(Copies, EveryBound,
                         testing::Combine(testing::Values("limit/copy", "limit/copy_parallel"),
                                          testing::Values(100U, 317U), testing::Values(1U, 2U)),
                         test_name);

TEST(Arithmetic, NeedsNoMoreMemoryThanTheL1CacheHas) {
  const auto entry = std::ranges::find(strategies(), "limit/arithmetic", &Entry::name);
  const auto bound = entry->make({.n = 1000, .workers = 1});
  EXPECT_LE(2 * bound->result().size_bytes(), 16U << 10U);
  EXPECT_EQ(bound->memory_level(), "L1");
}

}  // namespace
}  // namespace parallelization
