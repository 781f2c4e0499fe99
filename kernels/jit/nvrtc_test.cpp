// CUDA C++ made of graphs: its text, what it computes (the host's compiler reads it too), and that NVRTC
// compiles it, where NVRTC is there.
#include "kernels/jit/nvrtc.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "kernels/jit/cuda_source.hpp"
#include "kernels/jit/examples.hpp"
#include "kernels/jit/shared_library.hpp"

namespace parallelization::jit {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST(CudaSource, OfTheCubic) {
  EXPECT_THAT(cuda_source(trace(test::cubic)), HasSubstr("    const float v0 = x[i];\n"
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
  EXPECT_THAT(cuda_source(trace([](const auto& x) { return exp(x) + log(x) + tanh(x) + sin(x) + cos(x); })),
              AllOf(HasSubstr("= exp(v0);"), HasSubstr("= log(v0);"), HasSubstr("= tanh(v0);"),
                    HasSubstr("= sin(v0);"), HasSubstr("= cos(v0);")));
}

TEST(CudaSource, WritesComparisonsAndSelections) {
  EXPECT_THAT(cuda_source(trace([](const auto& x) {
                return select(x < 1, x, select(x <= 2, 3, select(x == 4, x, select(x != 5, 6, x))));
              })),
              AllOf(HasSubstr("const bool v2 = v0 < 1.00000000e+00f;"),
                    HasSubstr("const bool v4 = v0 <= 2.00000000e+00f;"),
                    HasSubstr(" = v0 == 4.00000000e+00f;"), HasSubstr(" = v0 != 5.00000000e+00f;"),
                    HasSubstr(" ? 6.00000000e+00f : v0;"), HasSubstr("= v2 ? v0 : v")));
}

/// What CUDA's compilers know by themselves, for the host's.
constexpr const char* prelude = R"(
#include <cmath>
#include <cstring>
#define __global__
using std::abs;
using std::cos;
using std::exp;
using std::fma;
using std::log;
using std::sin;
using std::sqrt;
using std::tanh;
struct Place { unsigned x; };
static Place blockIdx, blockDim{1}, threadIdx;
static float __uint_as_float(unsigned bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
)";

TEST(CudaSource, ComputesTheFunction) {
  namespace fs = std::filesystem;
  auto examples = test::written_examples();
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    examples.push_back(test::random_example(seed));
  }
  std::string folder = (fs::temp_directory_path() / "nvrtc_test.XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  std::ofstream file(folder + "/f.cpp");
  file << prelude;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    file << "#define f kernel" << i << '\n'
         << cuda_source(examples[i].graph) << "#undef f\n"
         << "extern \"C\" void run" << i << "(const float* x, float* y, unsigned count) {\n"
         << "  for (blockIdx.x = 0; blockIdx.x <= count; ++blockIdx.x) kernel" << i << "(x, y, count);\n}\n";
  }
  file.close();
  ASSERT_EQ(std::system((CXX " -shared -fPIC -w -o " + folder + "/f.so " + folder + "/f.cpp").c_str()), 0);
  const SharedLibrary library(folder + "/f.so");
  const auto x = test::example_input();
  std::size_t sure = 0;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    std::vector<float> y(x.size());
    library.function<void(const float*, float*, unsigned)>("run" + std::to_string(i))(
        x.data(), y.data(), static_cast<unsigned>(x.size()));
    EXPECT_EQ(test::wrong_elements(examples[i], x, y, sure), "");
  }
  EXPECT_GT(sure, examples.size() * x.size() / 3) << "the test shows little";
  fs::remove_all(folder);
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
