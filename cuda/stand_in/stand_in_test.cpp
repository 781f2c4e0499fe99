// What only the stand-in for CUDA can show: orders that a device takes once in a while, and failures on
// demand. And that the stand-in itself would notice.
#include "cuda/stand_in/stand_in.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "cuda/device.hpp"
#include "cuda/runtime.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"
#include "kernels/test_support.hpp"

namespace parallelization {
namespace {

using cuda_stand_in::left;

class StandIn : public testing::Test {
 protected:
  void TearDown() override {
    cuda_stand_in::repair();
    EXPECT_EQ(left(), "");
  }
};

/// Copies one float to the device in one stream and back in another; waits in between, or forgets to. Returns
/// what arrives.
float there_and_back(bool wait) {
  const cuda::PinnedArray host(2);
  const cuda::DeviceArray device = cuda::device_array(1);
  cuda::Stream in;
  cuda::Stream out;
  cuda::Event arrived;
  host.data()[0] = 7;
  in.copy(host.data(), device.get(), 1, cudaMemcpyHostToDevice);
  arrived.record(in);
  if (wait) {
    out.wait(arrived);
  }
  out.copy(device.get(), host.data() + 1, 1, cudaMemcpyDeviceToHost);
  out.synchronize();
  return host.data()[1];
}

TEST_F(StandIn, ShowsAMissingWaitInSomeOrders) {
  int wrong = 0;
  for (unsigned seed = 0; seed < 20; ++seed) {
    cuda_stand_in::set_seed(seed);
    EXPECT_EQ(there_and_back(true), 7);
    wrong += there_and_back(false) == 7 ? 0 : 1;
  }
  EXPECT_GT(wrong, 0);
  EXPECT_LT(wrong, 20) << "one order only: an access that comes too early would not be seen";
}

TEST_F(StandIn, DoesNothingBeforeTheHostWaits) {
  const cuda::PinnedArray host(1);
  const cuda::DeviceArray device = cuda::device_array(1);
  cuda::Stream stream;
  const std::size_t before = cuda_stand_in::pieces_done();
  stream.copy(host.data(), device.get(), 1, cudaMemcpyHostToDevice);
  EXPECT_EQ(cuda_stand_in::pieces_done(), before);
  stream.synchronize();
  EXPECT_EQ(cuda_stand_in::pieces_done(), before + 1);
}

TEST_F(StandIn, RefusesCopiesThatAreNotWhatTheySay) {
  std::vector<float> host(4);
  const cuda::DeviceArray device = cuda::device_array(4);
  cuda::Stream stream;
  EXPECT_THROW(stream.copy(host.data(), device.get(), 5, cudaMemcpyHostToDevice), cuda::Error) << "too long";
  EXPECT_THROW(stream.copy(host.data(), device.get(), 4, cudaMemcpyDeviceToDevice), cuda::Error);
  EXPECT_THROW(stream.copy(device.get(), host.data(), 4, cudaMemcpyHostToDevice), cuda::Error);
}

TEST_F(StandIn, CountsWhatIsLeft) {
  {
    const cuda::Stream stream;
    const cuda::Event event;
    const cuda::DeviceArray device = cuda::device_array(4);
    EXPECT_EQ(left(), "1 streams, 1 events, 1 blocks of device memory");
  }
  EXPECT_EQ(left(), "");
}

/// One life of a strategy, as bench leads it.
std::optional<std::string> live(const Entry& entry, std::size_t n) {
  const auto strategy = entry.make({.n = n, .workers = 1});
  const Input input(42, n * n);
  strategy->fill(input);
  strategy->run();
  auto wrong = strategy->check(input);
  strategy->metrics();
  static_cast<void>(strategy->memory_level());
  static_cast<void>(strategy->evidence());
  const auto staging = strategy->staging();
  std::ranges::copy(input.values(), staging.begin());
  strategy->load(staging);
  strategy->run();
  return wrong ? wrong : strategy->check(input);
}

class EveryFamily : public testing::TestWithParam<Entry> {
 protected:
  void TearDown() override {
    cuda_stand_in::repair();
    EXPECT_EQ(left(), "");
  }
};

TEST_P(EveryFamily, IsRightInEveryOrderOfItsStreams) {
  constexpr std::size_t n = 723;  // two chunks of cuda/overlapped
  const auto strategy = GetParam().make({.n = n, .workers = 1});
  const auto staging = strategy->staging();
  for (unsigned seed = 0; seed < 12; ++seed) {
    cuda_stand_in::set_seed(seed);
    const Input input(seed % 2, n * n);
    std::ranges::copy(input.values(), staging.begin());
    strategy->load(staging);
    strategy->run();
    EXPECT_EQ(strategy->check(input), std::nullopt) << "seed " << seed;
  }
}

TEST_P(EveryFamily, AnyCallThatFailsIsAnErrorWithItsNameAndLeavesNothing) {
  constexpr std::size_t n = 3;
  ASSERT_EQ(live(GetParam(), n), std::nullopt);
  const std::size_t before = cuda_stand_in::calls();
  ASSERT_EQ(live(GetParam(), n), std::nullopt);
  const std::size_t calls = cuda_stand_in::calls() - before;
  std::size_t errors = 0;
  // The calls of the batches in metrics() repeat themselves: all of the first hundred, then some.
  for (std::size_t call = 1; call <= calls; call += call < 100 ? 1 : 1 + call / 20) {
    cuda_stand_in::fail("", call, cudaErrorMemoryAllocation);
    try {
      EXPECT_EQ(live(GetParam(), n), std::nullopt) << "call " << call << " failed in silence";
    } catch (const cuda::Error& error) {
      ++errors;
      EXPECT_NE(std::string(error.what()).find("cudaErrorMemoryAllocation"), std::string::npos)
          << error.what();
    }
    EXPECT_EQ(left(), "") << "call " << call;
    cuda_stand_in::repair();
  }
  EXPECT_GT(errors, 20U);
  EXPECT_EQ(live(GetParam(), n), std::nullopt) << "a failure that has passed disturbs the next one";
}

TEST_P(EveryFamily, ALostDeviceIsALostWorkerAndLeavesNothing) {
  constexpr std::size_t n = 3;
  for (std::size_t pieces = 0; pieces < 100; pieces += 1 + pieces / 10) {
    cuda_stand_in::lose_device(pieces, cudaErrorECCUncorrectable);
    try {
      live(GetParam(), n);
      ADD_FAILURE() << "lost after " << pieces << " pieces of work, and nobody noticed";
    } catch (const WorkerLost& lost) {
      EXPECT_NE(std::string(lost.what()).find("cudaErrorECCUncorrectable"), std::string::npos) << lost.what();
    }
    EXPECT_EQ(left(), "") << pieces;
    cuda_stand_in::repair();
    EXPECT_EQ(live(GetParam(), n), std::nullopt);
  }
}

std::string test_name(const testing::TestParamInfo<Entry>& info) {
  return test::as_test_name(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Strategies, EveryFamily, testing::ValuesIn(test::built_strategies()), test_name);

TEST_F(StandIn, TheDevicesClockIsReadInLongBatches) {
  const auto place = std::ranges::find(strategies(), "cuda/fused", &Entry::name);
  const auto strategy = place->make({.n = 16, .workers = 1});
  strategy->run();
  const auto metrics = strategy->metrics();
  const auto seconds = std::ranges::find(metrics, "device_seconds", &Metric::name);
  // The stand-in's clock: 1 µs a piece of work and 1 ns a thread, of which one block has 256; read to 0.5 µs.
  EXPECT_NEAR(seconds->value, 1.256e-6, 1e-9) << "batches too short for the resolution";
}

TEST_F(StandIn, TheBoundIsTheFasterOfTwoWaysToCopyAndNothingBeatsIt) {
  const auto figures = [](const std::string& name, std::size_t n) {
    const auto strategy = std::ranges::find(strategies(), name, &Entry::name)->make({.n = n, .workers = 1});
    const Input input(42, n * n);
    strategy->fill(input);
    strategy->run();
    EXPECT_EQ(strategy->check(input), std::nullopt) << name << ", N = " << n;
    std::map<std::string, double> values;
    for (const Metric& metric : strategy->metrics()) {
      values[metric.name] = metric.value;
    }
    return values;
  };
  // The stand-in's clock: the runtime's copy takes 1 µs and 1 ns a float, a kernel 1 µs and 1 ns a thread. Of
  // 9 floats the former is faster, of 1600 the latter, with its one block of 256 threads.
  for (const auto& [n, by_kernel, seconds] : {std::tuple(3, 0.0, 1.009e-6), std::tuple(40, 1.0, 1.256e-6)}) {
    const auto size = static_cast<std::size_t>(n);
    const auto copy = figures("limit/cuda_copy", size);
    EXPECT_EQ(copy.at("by_kernel"), by_kernel) << "N = " << n;
    EXPECT_NEAR(copy.at("device_seconds"), seconds, 1e-9) << "N = " << n;
    EXPECT_NEAR(copy.at("share_of_cuda_copy"), 1, 1e-3) << "N = " << n;
    EXPECT_LE(figures("cuda/vectorized", size).at("share_of_cuda_copy"), 1.001) << "N = " << n;
  }
}

TEST_F(StandIn, WhatIsMissingIsSaid) {
  EXPECT_EQ(cuda::unavailable(), std::nullopt);
  const auto reason = [](cudaError_t error, int driver) {
    cuda_stand_in::set_devices(error, driver);
    return cuda::unavailable().value_or("");
  };
  EXPECT_TRUE(
      reason(cudaErrorInsufficientDriver, 0).starts_with("no NVIDIA driver (cudaErrorInsufficientDriver"));
  EXPECT_TRUE(reason(cudaErrorInsufficientDriver, 12020)
                  .starts_with(
                      "the NVIDIA driver is too old: it serves CUDA 12.2, this program was built with 13.0"));
  EXPECT_TRUE(reason(cudaErrorNoDevice, 13000).starts_with("no GPU (cudaErrorNoDevice"));
}

}  // namespace
}  // namespace parallelization
