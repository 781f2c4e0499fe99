// The LLVM engine: every kind of function, on every kind of input, is what C++ would compute.
#include "kernels/jit/llvm.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kernels/jit/examples.hpp"
#include "kernels/jit/shared_library.hpp"
#include "kernels/scalar.hpp"

namespace parallelization::jit {
namespace {

/// No library of functions for vectors.
constexpr const char* no_library = "/no/such/libmvec.so";

std::vector<float> run(const Graph& graph, const std::vector<float>& x,
                       const std::string& vector_library = vector_math) {
  std::vector<float> y(x.size() + 1, 7.0F);
  const LlvmCode code = llvm_compile(graph, vector_library);
  code.run(x.data(), y.data(), x.size());
  EXPECT_EQ(y.back(), 7.0F) << "it writes past the end";
  y.pop_back();
  return y;
}

std::size_t expect_right(const test::Example& example, const std::string& vector_library = vector_math) {
  const auto x = test::example_input();
  std::size_t sure = 0;
  EXPECT_EQ(test::wrong_elements(example, x, run(example.graph, x, vector_library), sure), "");
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

/// Numbers that are none, extreme, or signed zeros; often enough for whole vectors of them and for a rest.
std::vector<float> special_values() {
  using Limits = std::numeric_limits<float>;
  std::vector<float> x;
  for (int i = 0; i < 13; ++i) {
    x.insert(x.end(), {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), 0.0F, -0.0F, 1.0F, -1.0F,
                       Limits::denorm_min(), Limits::max(), Limits::lowest()});
  }
  return x;
}

/// y = f(x) against what C++ computes; `relative` is how far a number may be from that.
template <class F>
void expect_as_cpp(const F& f, float relative = 0) {
  const auto x = special_values();
  const Graph graph = trace(f);
  const auto y = run(graph, x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const float expected = f(Scalar<float>(x[i])).value;
    const bool same = y[i] == expected && std::signbit(y[i]) == std::signbit(expected);
    EXPECT_TRUE(std::isnan(expected) ? std::isnan(y[i])
                                     : same || std::abs(y[i] - expected) < relative * std::abs(expected))
        << graph.text() << "of " << x[i] << " is " << expected << ", got " << y[i];
  }
}

/// Exact operations, also of what is no number, bit for bit.
TEST(Llvm, TreatsSpecialValuesAsCppDoes) {
  expect_as_cpp([](const auto& v) { return -v; });
  expect_as_cpp([](const auto& v) { return abs(v); });
  expect_as_cpp([](const auto& v) { return sqrt(v); });
  expect_as_cpp([](const auto& v) { return 1 / v; });
  expect_as_cpp([](const auto& v) { return v + 0; });
  expect_as_cpp([](const auto& v) { return v - v; });
  expect_as_cpp([](const auto& v) { return v * 0.5; });
  expect_as_cpp([](const auto& v) { return min(v, v / v); });
  expect_as_cpp([](const auto& v) { return min(v / v, v); });
  expect_as_cpp([](const auto& v) { return max(v, v / v); });
  expect_as_cpp([](const auto& v) { return max(-v, v); });
  expect_as_cpp([](const auto& v) { return v * 0 + 1; });
}

TEST(Llvm, ComparesSpecialValuesAsCppDoes) {
  expect_as_cpp([](const auto& v) { return select(v < 0, 1, 2); });
  expect_as_cpp([](const auto& v) { return select(v <= 0, 1, 2); });
  expect_as_cpp([](const auto& v) { return select(v > 0, 1, 2); });
  expect_as_cpp([](const auto& v) { return select(v >= 0, 1, 2); });
  expect_as_cpp([](const auto& v) { return select(v == 0, 1, 2); });
  expect_as_cpp([](const auto& v) { return select(v != 0, 1, 2); });
  expect_as_cpp([](const auto& v) { return select(v == v, v, 3); });
  expect_as_cpp([](const auto& v) { return select(v != v, 3, -v); });
}

/// The vector functions' authors promise 4 units in the last place.
TEST(Llvm, TakesFunctionsOfSpecialValuesAsCppDoes) {
  constexpr float ulps = 4 * std::numeric_limits<float>::epsilon();
  expect_as_cpp([](const auto& v) { return exp(v); }, ulps);
  expect_as_cpp([](const auto& v) { return log(v); }, ulps);
  expect_as_cpp([](const auto& v) { return tanh(v); }, ulps);
  expect_as_cpp([](const auto& v) { return sin(v); }, ulps);
  expect_as_cpp([](const auto& v) { return cos(v); }, ulps);
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
  const std::string text = llvm_explain(trace(test::cubic));
  EXPECT_NE(text.find("fmul contract float %element, %element"), std::string::npos) << text;
  EXPECT_NE(text.find("fmul contract <"), std::string::npos) << "no packed arithmetic:\n" << text;
  EXPECT_EQ(text.find("Functions that are called"), std::string::npos) << text;
}

template <class Check>
void for_each_function(const Check& check) {
  check("expf", trace([](const auto& x) { return 1 + exp(x); }));
  check("logf", trace([](const auto& x) { return 1 + log(x); }));
  check("tanhf", trace([](const auto& x) { return 1 + tanh(x); }));
  check("sinf", trace([](const auto& x) { return 1 + sin(x); }));
  check("cosf", trace([](const auto& x) { return 1 + cos(x); }));
}

TEST(Llvm, TakesFunctionsOfWholeVectorsWhereTheLibraryHasThem) {
  try {
    const SharedLibrary library(vector_math);
  } catch (const std::exception& error) {
    GTEST_SKIP() << error.what();
  }
  for_each_function([](const std::string& name, const Graph& graph) {
    const std::string text = llvm_explain(graph);
    EXPECT_NE(text.find("\nFunctions that are called\n" + name + ": of whole vectors, _ZGV"),
              std::string::npos)
        << text;
  });
}

TEST(Llvm, TakesFunctionsOfOneElementAtATimeWhereThereIsNoSuchLibraryAndSaysSo) {
  for_each_function([](const std::string& name, const Graph& graph) {
    const std::string text = llvm_explain(graph, no_library);
    EXPECT_NE(text.find("\nFunctions that are called\n" + name + ": one element at a time (" + no_library +
                        ": cannot open shared object file"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("_ZGV"), std::string::npos) << text;
  });
  std::size_t sure = 0;
  std::size_t elements = 0;
  for (const test::Example& example : test::written_examples()) {
    sure += expect_right(example, no_library);
    elements += test::example_input().size();
  }
  EXPECT_GT(sure, elements / 2) << "the test shows little";
}

TEST(Llvm, ALibraryWithoutSuchFunctionsIsNoError) {
  const std::string text = llvm_explain(trace([](const auto& x) { return exp(x); }), "libm.so.6");
  EXPECT_NE(text.find("expf: one element at a time (libm.so.6 has none)"), std::string::npos) << text;
}

TEST(Llvm, SaysWhatItTook) {
  const LlvmCode code = llvm_compile(trace(test::cubic));
  EXPECT_GT(code.compile_seconds, 0);
  EXPECT_GT(code.load_seconds, 0);
}

}  // namespace
}  // namespace parallelization::jit
