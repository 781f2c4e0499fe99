// What the strategies of this folder promise beyond the contract: passes, launches, copies, figures. Runs on
// the stand-in for CUDA everywhere and on the device where there is one, where REQUIRE_FAMILIES=cuda turns
// "skipped" into a failure.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <regex>
#include <string>

#include "cuda/device.hpp"
#include "kernels/function.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"
#include "kernels/test_support.hpp"

namespace parallelization {
namespace {

class Cuda : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = cuda::unavailable()) {
      const char* const required = std::getenv("REQUIRE_FAMILIES");
      if (required != nullptr && std::regex_search("cuda/", std::regex(required))) {
        FAIL() << "a GPU is required by REQUIRE_FAMILIES, but: " << *reason;
      }
      GTEST_SKIP() << *reason;
    }
  }

  static std::unique_ptr<Strategy> make(const std::string& name, std::size_t n) {
    const auto place = std::ranges::find(strategies(), name, &Entry::name);
    return place == strategies().end() ? nullptr : place->make({.n = n, .workers = 1});
  }

  /// As many as the function has operations.
  static unsigned eager_passes() {
    const auto strategy = make("cuda/eager", 3);
    strategy->run();
    return strategy->evidence().passes;
  }

  static std::map<std::string, double> metrics(Strategy& strategy) {
    std::map<std::string, double> values;
    for (const Metric& metric : strategy.metrics()) {
      values[metric.name] = metric.value;
    }
    return values;
  }
};

/// Of a run; of cuda/eager one a pass.
const std::map<std::string, std::optional<double>> launches{
    {"cuda/eager", {}},     {"cuda/eager_graph", 1}, {"cuda/fused", 1},     {"cuda/graph", 0.01},
    {"cuda/overlapped", 1}, {"cuda/vectorized", 1},  {"limit/cuda_copy", 1}};

TEST_F(Cuda, TheFamiliesAreAllThere) {
  auto expected = launches;
  for (const Entry& entry : strategies()) {
    EXPECT_EQ(expected.erase(entry.name), 1U) << entry.name;
    EXPECT_EQ(entry.extra_sizes, (std::vector<std::size_t>{4096, 8192})) << entry.name;
  }
  EXPECT_TRUE(expected.empty()) << expected.begin()->first << " is missing";
}

TEST_F(Cuda, PassesAndLaunchesAreThoseOfTheFamily) {
  for (const auto& [name, count] : launches) {
    const auto strategy = make(name, 101);
    strategy->fill(Input(1, 101 * 101));
    strategy->run();
    strategy->run();
    EXPECT_EQ(strategy->evidence().passes, name.starts_with("cuda/eager") ? eager_passes() : 1U) << name;
    EXPECT_DOUBLE_EQ(metrics(*strategy).at("launches"), count.value_or(eager_passes())) << name;
  }
}

TEST_F(Cuda, EagerTakesAPassForEachOperationOfTheCubic) {
  if (std::string(function::name) != "cubic") {
    GTEST_SKIP() << "built for another function";
  }
  EXPECT_EQ(eager_passes(), 5U);
  EXPECT_EQ(make("cuda/eager", 100)->memory_level(), "GPU L2");
}

TEST_F(Cuda, FiguresAreThereAndMeasuringThemLeavesTheResult) {
  for (const auto& [name, count] : launches) {
    const auto strategy = make(name, 101);
    const Input input(1, 101 * 101);
    strategy->fill(input);
    strategy->run();
    const auto values = metrics(*strategy);
    ASSERT_TRUE(std::isfinite(values.at("device_seconds"))) << name;
    ASSERT_GT(values.at("device_seconds"), 0) << name;
    EXPECT_NEAR(values.at("device_bytes_per_second") * values.at("device_seconds"), 8.0 * 101 * 101, 1)
        << name;
    EXPECT_EQ(values.count("share_of_cuda_copy"), name == "cuda/overlapped" ? 0U : 1U) << name;
    EXPECT_EQ(strategy->check(input), std::nullopt) << name;
  }
}

TEST_F(Cuda, CopiesAreWholeAndAreSeenWhenTheyAreNot) {
  for (const std::size_t n : {1U, 2U, 3U, 17U, 101U, 317U}) {
    const auto copy = make("limit/cuda_copy", n);
    const Input input(42, n * n);
    copy->fill(input);
    EXPECT_NE(copy->check(input), std::nullopt) << "nothing was copied yet, N = " << n;
    copy->run();
    EXPECT_EQ(copy->check(input), std::nullopt) << n;
  }
}

TEST_F(Cuda, ARoundTripFromStagingMemoryIsRight) {
  for (const char* const name : {"cuda/eager", "cuda/fused", "cuda/overlapped"}) {
    for (const std::size_t n :
         {3U, 101U, 1031U}) {  // the last is several chunks of cuda/overlapped, the last odd
      const auto strategy = make(name, n);
      const auto staging = strategy->staging();
      ASSERT_EQ(staging.size(), n * n);
      for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const Input input(seed, n * n);
        std::ranges::copy(input.values(), staging.begin());
        strategy->load(staging);
        strategy->run();
        EXPECT_EQ(find_mismatch(input.values(), strategy->result()), std::nullopt) << name << ", N = " << n;
        EXPECT_EQ(strategy->evidence().passes, std::string(name) == "cuda/eager" ? eager_passes() : 1U);
      }
    }
  }
}

TEST_F(Cuda, TheLevelOfMemoryIsThatOfTheArrays) {
  EXPECT_EQ(make("cuda/fused", 100)->memory_level(), "GPU L2");
  const std::string large = cuda::memory_level(std::size_t{1} << 40U);
  EXPECT_TRUE(large == "HBM" || large == "GDDR") << large;
}

TEST_F(Cuda, TheContextNamesTheDevice) {
  const auto lines = cuda::context();
  const std::map<std::string, std::string> context(lines.begin(), lines.end());
  for (const char* const key : {"gpu", "gpu_compute_capability", "gpu_multiprocessors", "gpu_memory",
                                "gpu_l2_cache", "gpu_ecc", "gpu_clocks_at_start", "gpu_clocks_at_most",
                                "gpu_driver", "cuda_version_of_driver", "cuda_version_of_runtime"}) {
    EXPECT_FALSE(context.at(key).empty()) << key;
  }
}

}  // namespace
}  // namespace parallelization
