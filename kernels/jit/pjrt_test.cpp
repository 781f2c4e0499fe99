// The use of PJRT's interface, against a mock that looks closely; and StableHLO's text, computed by the mock,
// and by XLA where PJRT_PLUGIN names a plugin.
#include "kernels/jit/pjrt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>

#include "kernels/jit/examples.hpp"
#include "kernels/jit/stablehlo.hpp"
#include "kernels/jit/stablehlo_interpreter.hpp"

namespace parallelization::jit::pjrt {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string mock = beside_program(MOCK_PJRT_PLUGIN);
const std::string program = stablehlo(trace(test::cubic), 3);

std::size_t living() {
  return SharedLibrary(mock).function<std::size_t()>("mock_pjrt_living")();
}

std::string complaints() {
  return SharedLibrary(mock).function<const char*()>("mock_pjrt_complaints")();
}

/// The whole way of an array through a plugin.
std::vector<float> compute(const std::string& file) {
  const Plugin plugin(file);
  const std::vector<float> x{0, 1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<float> y(x.size());
  const Executable executable(plugin, program);
  const Buffer input(plugin, x, 3);
  const auto output = executable.run(input);
  output->copy_to(y);
  return y;
}

/// Tells the mock what to do while it lives.
class Scenario {
 public:
  explicit Scenario(const std::string& name) { setenv("MOCK_PJRT", name.c_str(), 1); }
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;
  ~Scenario() { unsetenv("MOCK_PJRT"); }
};

std::string failure(const std::string& file) {
  try {
    compute(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

TEST(Pjrt, CallsAsTheInterfaceAsksAndLeavesNothing) {
  EXPECT_EQ(compute(mock), (std::vector<float>{0, 3, 14, 39, 84, 155, 258, 399, 584}));
  EXPECT_EQ(complaints(), "");
  EXPECT_EQ(living(), 0U);
}

TEST(Pjrt, KnowsThePlatform) {
  EXPECT_EQ(Plugin(mock).platform(), "mock");
}

TEST(Pjrt, OnePluginServesManyArraysAndRuns) {
  {
    const Plugin plugin(mock);
    const Executable executable(plugin, program);
    const std::vector<float> ones(9, 1);
    const Buffer x(plugin, ones, 3);
    const auto first = executable.run(x);
    const auto second = executable.run(*first);
    std::vector<float> y(9);
    second->copy_to(y);
    EXPECT_EQ(y, std::vector<float>(9, 39));
  }
  EXPECT_EQ(complaints(), "");
  EXPECT_EQ(living(), 0U);
}

TEST(Pjrt, AFailingCallIsAnErrorInThePluginsWordsAndLeavesNothing) {
  for (const char* call : {"Plugin_Initialize", "Client_Create", "Client_AddressableDevices",
                           "Client_PlatformName", "Client_Compile", "Client_BufferFromHostBuffer",
                           "LoadedExecutable_Execute", "Buffer_ToHostBuffer", "Event_Await"}) {
    const Scenario fails(call);
    EXPECT_EQ(failure(mock), std::string(call) + " was told to fail");
    EXPECT_EQ(complaints(), "") << call;
    EXPECT_EQ(living(), 0U) << call;
  }
}

TEST(Pjrt, WhatIsNoPluginSaysWhy) {
  EXPECT_THAT(failure("/no/such/plugin.so"), HasSubstr("/no/such/plugin.so: cannot open shared object file"));
  EXPECT_THAT(failure("libm.so.6"), HasSubstr("libm.so.6 has no GetPjrtApi"));
  {
    const Scenario newer("version");
    EXPECT_THAT(failure(mock), HasSubstr("version 1.114 of the PJRT interface"));
  }
  {
    const Scenario older("table");
    EXPECT_THAT(failure(mock), AllOf(HasSubstr("too old"), HasSubstr("300 bytes, 608 are needed")));
  }
  const Scenario none("devices");
  EXPECT_THAT(failure(mock), HasSubstr("finds no device"));
  EXPECT_EQ(living(), 0U);
}

/// JAX's plugin for CUDA takes most of the GPU's memory unless it is told not to.
TEST(Pjrt, APluginForCudaIsToldToLeaveMemoryToOthers) {
  const auto copy = std::filesystem::temp_directory_path() / "pjrt_test_cuda_plugin.so";
  std::filesystem::copy_file(mock, copy, std::filesystem::copy_options::overwrite_existing);
  const SharedLibrary library(copy);
  EXPECT_EQ(failure(copy), "");
  EXPECT_STREQ(library.function<const char*()>("mock_pjrt_complaints")(), "");
  EXPECT_EQ(library.function<std::size_t()>("mock_pjrt_options")(), 1U);
  EXPECT_EQ(SharedLibrary(mock).function<std::size_t()>("mock_pjrt_options")(), 0U);
  std::filesystem::remove(copy);
}

TEST(StableHlo, OfTheCubic) {
  EXPECT_EQ(stablehlo(trace(test::cubic), 464),
            "func.func public @main(%x: tensor<464x464xf32>) -> tensor<464x464xf32> {\n"
            "  %v1 = stablehlo.multiply %x, %x : tensor<464x464xf32>\n"
            "  %v2 = stablehlo.add %x, %v1 : tensor<464x464xf32>\n"
            "  %v3 = stablehlo.multiply %v1, %x : tensor<464x464xf32>\n"
            "  %v4 = stablehlo.add %v2, %v3 : tensor<464x464xf32>\n"
            "  return %v4 : tensor<464x464xf32>\n"
            "}\n");
}

TEST(StableHlo, NamesEveryOperation) {
  const std::string text =
      stablehlo(trace([](const auto& x) {
                  return fma(max(x, 0.1F), min(-x, 2), sqrt(abs(x)) / (x - 1)) + 1.0F / 0.0F;
                }),
                2);
  for (const char* operation :
       {"add", "subtract", "multiply", "divide", "negate", "abs", "sqrt", "compare LT", "select", "convert",
        "dense<1.00000001e-01>", "dense<0x7F800000>"}) {
    EXPECT_THAT(text, HasSubstr(operation));
  }
  const std::string functions =
      stablehlo(trace([](const auto& x) { return exp(x) + log(x) + tanh(x) + sin(x) + cos(x); }), 2);
  for (const char* operation : {"exponential %x :", "log %x :", "tanh %x :", "sine %x :", "cosine %x :"}) {
    EXPECT_THAT(functions, HasSubstr(operation));
  }
  EXPECT_THAT(stablehlo(trace([](const auto& x) {
                          return select(x < 1, x, select(x <= 1, x, select(x == 1, x, select(x != 1, x, 1))));
                        }),
                        2),
              AllOf(HasSubstr("  %v2 = stablehlo.compare LT, %x, %v1 : (tensor<2x2xf32>, tensor<2x2xf32>) -> "
                              "tensor<2x2xi1>\n"),
                    HasSubstr("compare LE, %x, %v1 :"), HasSubstr("compare EQ, %x, %v1 :"),
                    HasSubstr("compare NE, %x, %v1 :"), HasSubstr(" = stablehlo.select %v2, %x, %v"),
                    HasSubstr(" : tensor<2x2xi1>, tensor<2x2xf32>\n")));
}

/// What the mock computes is worth something only if it takes nothing else.
TEST(StableHloInterpreter, RefusesWhatIsNoProgram) {
  const std::string head = "func.func public @main(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {\n";
  const std::string add = "  %v1 = stablehlo.add %x, %x : tensor<2x2xf32>\n";
  const std::string convert = "  %v2 = stablehlo.convert %x : (tensor<2x2xf32>) -> tensor<2x2xf64>\n";
  const std::string tail = "  return %v1 : tensor<2x2xf32>\n}\n";
  EXPECT_EQ(StableHloProgram(head + add + tail)(std::vector<float>{1.5F, -1}), (std::vector<float>{3, -2}));
  EXPECT_EQ(StableHloProgram(head + add + convert + tail).n(), 2U);
  for (const std::string& wrong : {
           std::string(),
           head + add,
           head + tail,
           head + add + add + tail,
           head + add + tail + tail,
           head + "  %v1 = stablehlo.plus %x, %x : tensor<2x2xf32>\n" + tail,
           head + "  %v1 = stablehlo.add %x : tensor<2x2xf32>\n" + tail,
           head + "  %v1 = stablehlo.negate %x, %x : tensor<2x2xf32>\n" + tail,
           head + "  %v1 = stablehlo.add %x, %v0 : tensor<2x2xf32>\n" + tail,
           head + "  %v1 = stablehlo.add %x, %x : tensor<3x3xf32>\n" + tail,
           head + "  %v1 = stablehlo.add %x, %x : tensor<2x2xf64>\n" + tail,
           head + convert + "  %v1 = stablehlo.add %x, %v2 : tensor<2x2xf32>\n" + tail,
           head +
               "  %v1 = stablehlo.compare LT, %x, %x : (tensor<2x2xf32>, tensor<2x2xf32>) -> "
               "tensor<2x2xi1>\n" +
               tail,
           head + add + "  %v2 = stablehlo.select %v1, %x, %x : tensor<2x2xf32>, tensor<2x2xf32>\n" + tail,
           head + add + "  %v2 = stablehlo.constant dense<one> : tensor<2x2xf32>\n" + tail,
       }) {
    EXPECT_THROW(StableHloProgram{wrong}, std::invalid_argument) << wrong;
  }
}

/// With the mock, and with the plugin that PJRT_PLUGIN names, where it names any.
class EveryPlugin : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (GetParam() == std::string("Mock")) {
      mock_.emplace(mock);
      plugin_ = &*mock_;
      return;
    }
    const char* const file = std::getenv("PJRT_PLUGIN");
    if (file == nullptr || *file == '\0') {
      GTEST_SKIP() << "PJRT_PLUGIN names no plugin";
    }
    static const Plugin opened(std::string(file).substr(0, std::string(file).find(':')));
    plugin_ = &opened;
    test::underflow = std::numeric_limits<float>::min();  // XLA's CPU client flushes denormals
  }
  void TearDown() override { test::underflow = std::numeric_limits<float>::denorm_min(); }

  std::size_t expect_right(const test::Example& example) const {
    constexpr std::size_t n = 17;
    auto x = test::example_input();
    x.resize(n * n);
    // XLA computes a / (b / c) as a · c / b, whose product may leave the range of float where x is extreme.
    std::ranges::replace_if(
        x, [](float value) { return value != 0 && (std::abs(value) < 1e-3F || std::abs(value) > 1e3F); },
        1.0F);
    std::vector<float> y(x.size());
    const Executable executable(*plugin_, stablehlo(example.graph, n));
    executable.run(Buffer(*plugin_, x, n))->copy_to(y);
    std::size_t sure = 0;
    EXPECT_EQ(test::wrong_elements(example, x, y, sure), "");
    return sure;
  }

  const Plugin* plugin_ = nullptr;

 private:
  std::optional<Plugin> mock_;
};

INSTANTIATE_TEST_SUITE_P(Plugins, EveryPlugin, testing::Values("Mock", "Real"),
                         [](const auto& plugin) { return std::string(plugin.param); });

TEST_P(EveryPlugin, ComputesFunctionsWrittenByHand) {
  for (const test::Example& example : test::written_examples()) {
    EXPECT_GT(expect_right(example), 100U) << example.name;
  }
}

TEST_P(EveryPlugin, ComputesRandomFunctions) {
  std::size_t sure = 0;
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    sure += expect_right(test::random_example(seed));
  }
  EXPECT_GT(sure, 40U * 100U) << "the test shows little";
}

TEST_P(EveryPlugin, AProgramThatIsNoneIsRefusedInItsWords) {
  try {
    const Executable executable(*plugin_, "func.func public @main() { nonsense }");
    FAIL() << "nonsense was compiled";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(std::string(error.what()), AllOf(Not(IsEmpty()), Not(HasSubstr("\n"))));
  }
}

}  // namespace
}  // namespace parallelization::jit::pjrt
