// CUDA C++ made of graphs: its text, and that NVRTC compiles it, where NVRTC is there.
#include "kernels/jit/nvrtc.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/jit/cuda_source.hpp"
#include "kernels/jit/examples.hpp"

namespace parallelization::jit {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST(CudaSource, OfTheCubic) {
  EXPECT_THAT(cuda_source(trace([](const auto& x) { return cubic(x); })),
              HasSubstr("    const float v0 = x[i];\n"
                        "    const float v1 = v0 * v0;\n"
                        "    const float v2 = v0 + v1;\n"
                        "    const float v3 = v1 * v0;\n"
                        "    const float v4 = v2 + v3;\n"
                        "    y[i] = v4;\n"));
}

TEST(CudaSource, WritesEveryOperationAndConstant) {
  EXPECT_THAT(cuda_source(trace([](const auto& x) {
                return fma(max(x, 0.1F), min(-x, -2), sqrt(abs(x)) / (x - 1)) + 1.0F / 0.0F;
              })),
              AllOf(HasSubstr("v0 < 1.00000001e-01f ? 1.00000001e-01f : v0"),
                    HasSubstr("-2.00000000e+00f < v3 ? -2.00000000e+00f : v3"), HasSubstr("= -v0;"),
                    HasSubstr("= abs(v0);"), HasSubstr("= sqrt(v"), HasSubstr("v0 - 1.00000000e+00f"),
                    HasSubstr("= fma(v"), HasSubstr("+ __uint_as_float(0x7f800000u)")));
  EXPECT_THAT(cuda_source(trace([](const auto&) { return 2; })), HasSubstr("y[i] = 2.00000000e+00f;"));
}

class Nvrtc : public testing::Test {
 protected:
  void SetUp() override {
    try {
      open_nvrtc();
    } catch (const std::exception& error) {
      GTEST_SKIP() << error.what();
    }
  }

  static void expect_cubin(const test::Example& example) {
    const std::string source = cuda_source(example.graph);
    EXPECT_THAT(nvrtc_compile(source, "sm_90"), StartsWith("\x7f"
                                                           "ELF"))
        << example.name << "\n"
        << source;
  }
};

TEST_F(Nvrtc, CompilesFunctionsWrittenByHand) {
  for (const test::Example& example : test::written_examples()) {
    expect_cubin(example);
  }
}

TEST_F(Nvrtc, CompilesRandomFunctions) {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    expect_cubin(test::random_example(seed));
  }
}

TEST_F(Nvrtc, ItsComplaintsReachTheUser) {
  try {
    nvrtc_compile("__global__ void f() { nonsense; }", "sm_90");
    FAIL() << "nonsense was compiled";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("f.cu(1)"), HasSubstr("\"nonsense\" is undefined")));
  }
  EXPECT_THROW(nvrtc_compile("", "sm_1"), std::runtime_error);
}

}  // namespace
}  // namespace parallelization::jit
