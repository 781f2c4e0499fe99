// Every registered strategy against the reference: right answers, and proof that the strategy is what it
// says. REQUIRE_FAMILIES=REGEX in the environment turns "skipped: not available here" into a failure for the
// families it matches, for machines that are known to have what they need.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <set>
#include <string>
#include <tuple>

#include "kernels/partition.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"
#include "kernels/test_support.hpp"

namespace parallelization {

namespace {

bool required(const std::string& name) {
  const char* pattern = std::getenv("REQUIRE_FAMILIES");
  return pattern != nullptr && std::regex_search(name, std::regex(pattern));
}

class EveryStrategy : public testing::TestWithParam<std::tuple<Entry, std::size_t, unsigned>> {
 protected:
  void SetUp() override {
    if (const auto reason = entry().unavailable ? entry().unavailable() : std::nullopt) {
      if (required(entry().name)) {
        FAIL() << entry().name << " is required by REQUIRE_FAMILIES, but: " << *reason;
      }
      GTEST_SKIP() << *reason;
    }
  }

  const Entry& entry() const { return std::get<0>(GetParam()); }
  parallelization::Setup setup() const {
    return {.n = std::get<1>(GetParam()), .workers = std::get<2>(GetParam())};
  }
};

TEST_P(EveryStrategy, ComputesTheFunction) {
  const auto strategy = entry().make(setup());
  const Input input(42, setup().count());
  strategy->fill(input);
  strategy->run();
  EXPECT_EQ(strategy->check(input), std::nullopt);
  strategy->run();
  EXPECT_EQ(strategy->check(input), std::nullopt) << "the second run differs: is x overwritten?";
}

TEST_P(EveryStrategy, ComputesSpecialValues) {
  const auto strategy = entry().make(setup());
  const auto x = test::special_input(setup().count(), !entry().flushes_denormals);
  strategy->load(x);
  strategy->run();
  EXPECT_EQ(find_mismatch(x, strategy->result()), std::nullopt);
}

TEST_P(EveryStrategy, LeavesNothingUnwritten) {
  const auto strategy = entry().make(setup());
  const Input input(42, setup().count());
  strategy->fill(input);
  const auto before = strategy->result();
  ASSERT_EQ(before.size(), setup().count());
  EXPECT_TRUE(std::ranges::all_of(before, [](float y) { return std::isnan(y); }))
      << "result() is not poisoned before the first run: an element that run() forgets could pass for an "
         "answer";
  strategy->run();
  EXPECT_EQ(strategy->check(input), std::nullopt);
  const Input other(43, setup().count());
  strategy->fill(other);
  strategy->run();
  EXPECT_EQ(strategy->check(other), std::nullopt) << "after loading another x: are old results kept?";
}

TEST_P(EveryStrategy, IsDoneByTheWorkersItClaims) {
  const auto strategy = entry().make(setup());
  const Input input(42, setup().count());
  EXPECT_TRUE(strategy->evidence().workers.empty()) << "evidence before anything ran is not observed";
  strategy->fill(input);
  strategy->run();
  const auto workers = strategy->evidence().workers;
  EXPECT_EQ(std::set(workers.begin(), workers.end()).size(), workers.size()) << "a worker is counted twice";
  switch (entry().division) {
    case Division::none:
      EXPECT_EQ(workers.size(), 1U);
      break;
    case Division::even_shares:
      EXPECT_EQ(workers.size(), busy_workers(setup().count(), setup().workers));
      break;
    case Division::by_launcher:  // its own test knows the ranks
      EXPECT_GE(workers.size(), 1U);
      break;
    case Division::by_scheduler:
      EXPECT_GE(workers.size(), 1U);
      EXPECT_LE(workers.size(), setup().workers);
      break;
  }
}

std::string test_name(const testing::TestParamInfo<EveryStrategy::ParamType>& info) {
  const auto& [entry, n, workers] = info.param;
  return test::as_test_name(entry.name + "_N" + std::to_string(n) + "_workers" + std::to_string(workers));
}

INSTANTIATE_TEST_SUITE_P(Strategies, EveryStrategy,
                         testing::Combine(testing::ValuesIn(test::built_strategies()),
                                          testing::Values(1U, 2U, 3U, 17U, 100U, 101U, 317U),
                                          testing::Values(1U, 2U, 3U, 7U)),
                         test_name);
// A program without strategies would pass every test.
TEST(Registry, HasStrategies) {
  EXPECT_FALSE(test::built_strategies().empty());
}

}  // namespace
}  // namespace parallelization
