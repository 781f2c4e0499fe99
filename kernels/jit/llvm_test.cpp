// The LLVM engine: every kind of function, on every kind of input, is what C++ would compute.
#include "kernels/jit/llvm.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kernels/jit/examples.hpp"

namespace parallelization::jit {
namespace {

std::vector<float> run(const Graph& graph, const std::vector<float>& x) {
  std::vector<float> y(x.size() + 1, 7.0F);
  const LlvmCode code = llvm_compile(graph);
  code.run(x.data(), y.data(), x.size());
  EXPECT_EQ(y.back(), 7.0F) << "it writes past the end";
  y.pop_back();
  return y;
}

std::size_t expect_right(const test::Example& example) {
  const auto x = test::example_input();
  std::size_t sure = 0;
  EXPECT_EQ(test::wrong_elements(example, x, run(example.graph, x), sure), "");
  return sure;
}

TEST(Llvm, ComputesFunctionsWrittenByHand) {
  for (const test::Example& example : test::written_examples()) {
    EXPECT_GT(expect_right(example), test::example_input().size() / 2)
        << example.name << ": too few elements have a bound: the test shows little";
  }
}

TEST(Llvm, ComputesRandomFunctions) {
  std::size_t sure = 0;
  constexpr std::uint32_t functions = 60;
  for (std::uint32_t seed = 0; seed < functions; ++seed) {
    sure += expect_right(test::random_example(seed));
  }
  EXPECT_GT(sure, functions * test::example_input().size() / 3) << "the test shows little";
}

/// Exact operations, also of what is no number, bit for bit.
TEST(Llvm, TreatsSpecialValuesAsCppDoes) {
  using Limits = std::numeric_limits<float>;
  const std::vector<float> x{
      Limits::quiet_NaN(),  Limits::infinity(), -Limits::infinity(), 0.0F, -0.0F, 1.0F, -1.0F,
      Limits::denorm_min(), Limits::max(),      Limits::lowest()};
  const auto check = [&](const auto& f) {
    const auto y = run(trace(f), x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const float expected = f(x[i]);
      EXPECT_TRUE(std::isnan(expected) ? std::isnan(y[i])
                                       : y[i] == expected && std::signbit(y[i]) == std::signbit(expected))
          << trace(f).text() << "of " << x[i] << " is " << expected << ", got " << y[i];
    }
  };
  using std::max;
  using std::min;
  using std::sqrt;
  check([](const auto& v) { return -v; });
  check([](const auto& v) {
    using std::abs;
    return abs(v);
  });
  check([](const auto& v) { return sqrt(v); });
  check([](const auto& v) { return 1.0F / v; });
  check([](const auto& v) { return v + 0.0F; });
  check([](const auto& v) { return v - v; });
  check([](const auto& v) { return v * 0.5F; });
  check([](const auto& v) { return min(v, v / v); });
  check([](const auto& v) { return min(v / v, v); });
  check([](const auto& v) { return max(v, v / v); });
  check([](const auto& v) { return max(-v, v); });
  check([](const auto& v) { return v * 0.0F + 1.0F; });
}

TEST(Llvm, EveryLengthAndAlignment) {
  const Graph graph = trace([](const auto& x) { return x * 2 + 1; });
  const LlvmCode code = llvm_compile(graph);
  std::vector<float> x(200);
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = static_cast<float>(i);
  }
  for (std::size_t offset = 0; offset < 17; ++offset) {
    for (std::size_t count = 0; count + offset < x.size(); ++count) {
      std::vector<float> y(x.size() + 17, 7.0F);
      code.run(x.data() + offset, y.data() + (offset * 5) % 17, count);
      for (std::size_t i = 0; i < y.size(); ++i) {
        const std::size_t place = i - (offset * 5) % 17;
        ASSERT_EQ(y[i], place < count ? 2 * static_cast<float>(place + offset) + 1 : 7.0F)
            << "offset " << offset << ", count " << count << ", element " << i;
      }
    }
  }
}

TEST(Llvm, VectorizesAndSaysSo) {
  const std::string text = llvm_explain(trace([](const auto& x) { return cubic(x); }));
  EXPECT_NE(text.find("fmul contract float %element, %element"), std::string::npos) << text;
  EXPECT_NE(text.find("fmul contract <"), std::string::npos) << "no packed arithmetic:\n" << text;
}

TEST(Llvm, SaysWhatItTook) {
  const LlvmCode code = llvm_compile(trace([](const auto& x) { return cubic(x); }));
  EXPECT_GT(code.compile_seconds, 0);
  EXPECT_GT(code.load_seconds, 0);
}

}  // namespace
}  // namespace parallelization::jit
