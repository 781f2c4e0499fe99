// The reference: what it accepts and what it refuses, for the cubic and for functions that use every
// operation, and the input's distributions.
#include "kernels/reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "kernels/function.hpp"
#include "kernels/running_error.hpp"
#include "kernels/scalar.hpp"

namespace parallelization {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float largest = std::numeric_limits<float>::max();

/// The cubic of the notebook, whichever function this build is for.
constexpr auto notebook = [](const auto& x) { return x + x * x + x * x * x; };

/// f in float, each operation rounded: how the compiler contracts it does not matter for what is shown here.
template <class F>
float in_float(const F& f, float x) {
  return Scalar<float>(f(Scalar<float>(x))).value;
}

template <class F>
RunningError<> with_error(const F& f, float x) {
  return f(RunningError<>(x));
}

template <class F>
float answer(const F& f, float x) {
  return static_cast<float>(with_error(f, x).value());
}

/// Floats in the order of their values, as integers one apart for neighbours.
float moved(float value, int steps) {
  for (; steps > 0; --steps) {
    value = std::nextafter(value, infinity);
  }
  for (; steps < 0; ++steps) {
    value = std::nextafter(value, -infinity);
  }
  return value;
}

/// Floats of every size and sign, NaN and infinities among them: each `stride`th bit pattern.
template <class Body>
void for_floats(std::uint32_t stride, const Body& body) {
  for (std::uint64_t bits = 0; bits <= 0xffffffffU; bits += stride) {
    body(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
}

/// Counts, so that a wrong analysis gives one message and not a million.
class Failures {
 public:
  ~Failures() { EXPECT_EQ(count_, 0) << "the first at x = " << first_ << ": " << what_; }

  void add(float x, const std::string& what) {
    if (count_++ == 0) {
      first_ = x;
      what_ = what;
    }
  }

 private:
  int count_ = 0;
  float first_ = 0;
  std::string what_;
};

/// The least |x| whose square or cube may overflow a float: cbrt(max) is 6.98e12.
constexpr float overflow_from = 6.9e12F;

TEST(Cubic, NoMoreThanThreeUlpAreAccepted) {
  Failures failures;
  const auto check = [&](float x) {
    if (std::abs(x) < overflow_from) {
      for (const int steps : {-4, 4}) {
        if (may_give(notebook, x, moved(answer(notebook, x), steps))) {
          failures.add(x, "accepted at a distance of 4 ulp");
        }
      }
    }
  };
  for_floats(16381, check);
  // Where the terms cancel and the result's exponent changes the bound is largest in ulp.
  for (float x = -4.0F; x < 4.0F; x += 0x1p-16F) {
    check(x);
  }
}

TEST(Cubic, WhatACompilerMayMakeOfItIsAccepted) {
  Failures failures;
  const auto check = [&](float x) {
    // Volatile: rounded, whatever the compiler would like to contract here.
    const volatile float square = x * x;
    const volatile float first_two = x + square;
    const volatile float cube = square * x;
    for (const float y : {first_two + cube, std::fma(square, x, first_two), std::fma(x, x, x) + cube,
                          std::fma(square, x, std::fma(x, x, x))}) {
      if (!may_give(notebook, x, y)) {
        failures.add(x, "refused " + std::to_string(y));
      }
    }
  };
  for_floats(16381, check);
  for (float x = 6.97e12F; x < 6.99e12F; x = moved(x, 16)) {  // the cube overflows
    check(x);
    check(-x);
  }
}

TEST(Cubic, InfinitiesZerosAndNanAreThoseOfAFloatComputation) {
  EXPECT_TRUE(may_give(notebook, nan, nan));
  EXPECT_FALSE(may_give(notebook, nan, 0.0F));
  EXPECT_TRUE(may_give(notebook, infinity, infinity));
  EXPECT_FALSE(may_give(notebook, infinity, nan));
  EXPECT_FALSE(may_give(notebook, infinity, largest));
  EXPECT_TRUE(may_give(notebook, 1e20F, infinity));
  EXPECT_FALSE(may_give(notebook, 1e20F, largest));
  EXPECT_FALSE(may_give(notebook, 1e20F, -infinity));
  EXPECT_TRUE(may_give(notebook, -1e20F, nan)) << "∞ − ∞";
  EXPECT_TRUE(may_give(notebook, -1e15F, -infinity));
  EXPECT_FALSE(may_give(notebook, -1e15F, nan));
  EXPECT_TRUE(may_give(notebook, -0.0F, 0.0F));
  EXPECT_TRUE(may_give(notebook, -0.0F, -0.0F));
  EXPECT_TRUE(may_give(notebook, 1e-40F, 1e-40F));
  EXPECT_FALSE(may_give(notebook, 1e-40F, 0.0F)) << "a denormal is not zero";
  EXPECT_FALSE(may_give(notebook, 1.0F, nan));
  EXPECT_FALSE(may_give(notebook, 1.0F, infinity));
}

TEST(RunningError, ABorderlineOverflowMayGoEitherWay) {
  // 0.1F is a little more than 0.1, so that the result is between the largest float and where overflow
  // begins: nearer to it than the errors are large.
  const auto near_the_end = [](const auto& y) { return y * 0.1 * 10; };
  EXPECT_TRUE(may_give(near_the_end, largest, largest));
  EXPECT_TRUE(may_give(near_the_end, largest, infinity));
  EXPECT_FALSE(may_give(near_the_end, largest, -infinity));
  EXPECT_FALSE(may_give(near_the_end, largest / 2, infinity));
  const auto square = [](const auto& y) { return y * y; };
  EXPECT_FALSE(may_give(square, 0x1.fffffep63F, infinity));
  EXPECT_TRUE(may_give(square, 0x1p64F, infinity));
  EXPECT_FALSE(may_give(square, 0x1p64F, largest));
  // A product that only its rounding makes infinite, with and without contraction.
  const auto back = [](const auto& y) { return y * 2 - y; };
  EXPECT_TRUE(may_give(back, largest, largest));
  EXPECT_TRUE(may_give(back, largest, infinity));
  EXPECT_FALSE(may_give(back, largest, nan));
}

TEST(RunningError, BasicOperationsAreRoundedToNearest) {
  Failures failures;
  const auto check = [&](const auto& f, float x) {
    const float y = in_float(f, x);
    if (!may_give(f, x, y)) {
      failures.add(x, "refused its own result");
    }
    if (std::isfinite(y) && (may_give(f, x, moved(y, 2)) || may_give(f, x, moved(y, -2)))) {
      failures.add(x, "accepted at a distance of 2 ulp");
    }
  };
  for (float x = -3.0F; x < 3.0F; x += 0.00013F) {
    check([](const auto& a) { return a + 0.1; }, x);
    check([](const auto& a) { return 0.7 - a; }, x);
    check([](const auto& a) { return a * 3; }, x);
    check([](const auto& a) { return a / 3; }, x);
    check([](const auto& a) { return 1 / a; }, x);
    check([](const auto& a) { return sqrt(a); }, x);
    check([](const auto& a) { return abs(-a); }, x);
    check([](const auto& a) { return min(a, 0.3); }, x);
    check([](const auto& a) { return max(+a, -0.3); }, x);
    check([](const auto& a) { return select(a < 0.25, a, 2); }, x);
    check([](const auto& a) { return select(a == 0, 1, select(a >= 1, 3, a)); }, x);
  }
}

TEST(RunningError, NoRoundingNoTolerance) {
  for (const float x : {-7.5F, 0.1F, 1e-42F, 1e30F}) {
    EXPECT_TRUE(may_give([](const auto& a) { return max(abs(-a), 0); }, x, std::abs(x)));
    EXPECT_FALSE(may_give([](const auto& a) { return max(abs(-a), 0); }, x, moved(std::abs(x), 1)));
  }
  const float half = 0.5F;  // every step of the cubic is exact
  EXPECT_TRUE(may_give(notebook, half, 0.875F));
  EXPECT_FALSE(may_give(notebook, half, moved(0.875F, 1)));
  EXPECT_TRUE(may_give([](const auto&) { return 0.1; }, 5.0F, 0.1F)) << "constants are floats";
  EXPECT_FALSE(may_give([](const auto&) { return 0.1; }, 5.0F, moved(0.1F, 1)));
}

TEST(RunningError, LibraryFunctionsMayErrByFourUlp) {
  Failures failures;
  const auto check = [&](const auto& f, float x) {
    if (!may_give(f, x, in_float(f, x))) {
      failures.add(x, "refused the standard library's result");
    }
    const float y = answer(f, x);
    for (const int steps : {-3, 3}) {
      if (!may_give(f, x, moved(y, steps))) {
        failures.add(x, "refused at a distance of 3 ulp");
      }
    }
    for (const int steps : {-12, 12}) {  // above a power of two a ulp is twice that below
      if (may_give(f, x, moved(y, steps))) {
        failures.add(x, "accepted at a distance of 12 ulp");
      }
    }
  };
  for (float x = 0.01F; x < 20; x *= 1.001F) {
    check([](const auto& a) { return exp(a); }, x);
    check([](const auto& a) { return exp(-a); }, x);
    check([](const auto& a) { return log(a); }, x);
    check([](const auto& a) { return tanh(a); }, x);
    check([](const auto& a) { return sin(a); }, x);
    check([](const auto& a) { return cos(a); }, x);
  }
}

TEST(RunningError, LibraryFunctionsAtTheirEnds) {
  const auto exponential = [](const auto& a) { return exp(a); };
  const auto logarithm = [](const auto& a) { return log(a); };
  const auto tangent = [](const auto& a) { return tanh(a); };
  const auto sine = [](const auto& a) { return sin(a); };
  EXPECT_TRUE(may_give(exponential, -infinity, 0.0F));
  EXPECT_TRUE(may_give(exponential, -100.0F, 0.0F)) << "a library may flush a denormal result";
  EXPECT_FALSE(may_give(exponential, -80.0F, 0.0F));
  EXPECT_TRUE(may_give(exponential, 89.0F, infinity));
  EXPECT_TRUE(may_give(exponential, 1e30F, infinity));
  EXPECT_FALSE(may_give(exponential, 1e30F, largest));
  EXPECT_TRUE(may_give(logarithm, 0.0F, -infinity));
  EXPECT_TRUE(may_give(logarithm, infinity, infinity));
  EXPECT_TRUE(may_give(logarithm, -1.0F, nan));
  EXPECT_FALSE(may_give(logarithm, -1.0F, 0.0F));
  EXPECT_TRUE(may_give(tangent, -infinity, -1.0F));
  EXPECT_FALSE(may_give(tangent, 50.0F, 0.999F));
  EXPECT_TRUE(may_give(sine, 1e20F, 0.5F)) << "no library promises anything there";
  EXPECT_FALSE(may_give(sine, 1000.0F, 0.5F));
  EXPECT_TRUE(may_give(sine, nan, nan));
  EXPECT_FALSE(may_give(sine, nan, 0.5F));
}

/// Errors that a function passes on: what a float computation gives is always accepted, and so is no more
/// than a few times its error.
template <class F>
void expect_sound(const F& f, float low, float high) {
  Failures failures;
  for (float x = low; x < high; x += (high - low) / 50'000) {
    if (!may_give(f, x, in_float(f, x))) {
      failures.add(x, "refused its own result");
    }
  }
  for_floats(100'003, [&](float x) {
    if (!may_give(f, x, in_float(f, x))) {
      failures.add(x, "refused its own result");
    }
  });
}

TEST(RunningError, EveryOperationPassesErrorsOn) {
  expect_sound([](const auto& x) { return sqrt(1 - x * x * 0.999); }, -1.0F, 1.0F);
  expect_sound([](const auto& x) { return 1 / (x * x - x * 0.5); }, 0.4F, 0.6F);
  expect_sound([](const auto& x) { return (x - x * x) / (x * 1.1 - 0.3); }, -2.0F, 2.0F);
  expect_sound([](const auto& x) { return log(x * x + 0.3 * x + 0.01); }, -1.0F, 1.0F);
  expect_sound([](const auto& x) { return exp(x * x) - exp(x * x * 0.99); }, -3.0F, 3.0F);
  expect_sound([](const auto& x) { return tanh(x * x * x - x) * 7; }, -2.0F, 2.0F);
  expect_sound([](const auto& x) { return sin(x * x) + cos(x * 3.3 - 1); }, -30.0F, 30.0F);
  expect_sound([](const auto& x) { return fma(x, x, -x) * fma(x, 3, x * x); }, -2.0F, 2.0F);
  expect_sound([](const auto& x) { return min(x * x, 1 - x * 0.618) + max(x * 3, x / 0.3); }, -2.0F, 2.0F);
  expect_sound([](const auto& x) { return abs(x * x - 2) / x; }, 1.0F, 2.0F);
  expect_sound([](const auto& x) { return select(x * x > 2, x * 3, -x); }, 1.0F, 2.0F);
  expect_sound([](const auto& x) { return select(x * 10 <= 3, exp(x), log(x)); }, 0.0F, 1.0F);
  expect_sound(
      [](const auto& x) {
        auto sum = x;
        sum += x * x;
        sum -= 0.1;
        sum *= sum;
        sum /= x + 3;
        return sum;
      },
      -2.0F, 2.0F);
}

TEST(RunningError, WhereABranchIsOpenBothResultsCount) {
  const auto step = [](const auto& x) { return select(x * 0.1 * 10 < x, 1, 5); };
  EXPECT_TRUE(may_give(step, 0.7F, 1.0F));
  EXPECT_TRUE(may_give(step, 0.7F, 5.0F));
  EXPECT_FALSE(may_give(step, 0.7F, 9.5F));
  const auto sure = [](const auto& x) { return select(x < 0.5, 1, 5); };
  EXPECT_FALSE(may_give(sure, 0.7F, 1.0F));
  const auto infinite = [](const auto& x) { return select(x * 0.1 * 10 < x, 1 / (x - x), x); };
  EXPECT_TRUE(may_give(infinite, 0.7F, infinity));
  EXPECT_TRUE(may_give(infinite, 0.7F, 0.7F));
  EXPECT_FALSE(may_give(infinite, 0.7F, 0.8F));
}

TEST(RunningError, WhereNothingIsKnownEverythingIsAccepted) {
  // The divisor's sign is open; the argument may be negative.
  const auto divided = [](const auto& x) { return 1 / (x * 0.1 * 10 - x); };
  const auto root = [](const auto& x) { return sqrt(x * 0.1 * 10 - x); };
  EXPECT_TRUE(std::isinf(with_error(divided, 0.7F).error()));
  EXPECT_TRUE(std::isinf(with_error(root, 0.7F).error()));
  EXPECT_TRUE(may_give(root, 0.7F, nan));
  EXPECT_TRUE(may_give([&](const auto& x) { return 2 + root(x) * 3; }, 0.7F, nan));
}

/// A map that contracts errors: written so that each step's error is its derivative times that of the one
/// before it, the bound stays as small as the errors are.
template <class T>
T logistic(const T& x) {
  T value = x;
  for (int step = 0; step < 64; ++step) {
    const T distance = value - 0.5;
    value = 2.5 * (0.25 - distance * distance);
  }
  return value;
}

/// The same map written otherwise: the analysis takes x and 1 − x for independent.
template <class T>
T naive_logistic(const T& x) {
  T value = x;
  for (int step = 0; step < 64; ++step) {
    value = 2.5 * value * (1 - value);
  }
  return value;
}

TEST(RunningError, ALongFunctionKeepsAUsefulBound) {
  const auto good = [](const auto& x) { return logistic(x); };
  const auto naive = [](const auto& x) { return naive_logistic(x); };
  constexpr double ulp = 0x1p-24;  // of results in [0.5, 1)
  for (float x = 0.0001F; x < 1; x += 0.0007F) {
    EXPECT_LE(with_error(good, x).error(), 6 * ulp);
    EXPECT_TRUE(may_give(good, x, in_float(good, x)));
    EXPECT_GT(with_error(naive, x).error(), 1.0) << "then this test and docs/methodology.md say too little";
    EXPECT_TRUE(may_give(naive, x, in_float(naive, x)));
  }
}

TEST(Reference, SaysWhatIsWrongAndWhere) {
  const Input input(42, 100);
  std::vector<float> y;
  for (const float x : input.values()) {
    y.push_back(answer([](const auto& value) { return f(value); }, x));
  }
  EXPECT_EQ(find_mismatch(input, y), std::nullopt);
  EXPECT_EQ(find_mismatch(input.values(), y), std::nullopt);
  y[7] += 1.0F;
  y[9] = nan;
  const auto kept = find_mismatch(input, y);
  ASSERT_TRUE(kept.has_value());
  EXPECT_TRUE(kept->starts_with("wrong result in 2 of 100 elements, the first at index 7: f(")) << *kept;
  EXPECT_EQ(find_mismatch(input.values(), y), kept);
  const auto shifted = find_mismatch(input.values(), y, 1000);
  ASSERT_TRUE(shifted.has_value());
  EXPECT_NE(shifted->find("the first at index 1007: "), std::string::npos) << *shifted;
  EXPECT_TRUE(find_mismatch(input, std::span(y).first(99)).has_value());
}

double mean_of(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double deviation_of(const std::vector<float>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const float value : values) {
    sum += (value - mean) * (value - mean);
  }
  return std::sqrt(sum / static_cast<double>(values.size()));
}

std::vector<float> all_of(const Input& input) {
  std::vector<float> values(input.count());
  input.part(0, values);
  return values;
}

TEST(Input, IsDistributedAsAsked) {
  constexpr std::size_t count = 100'000;
  const auto standard = all_of(Input(42, count, normal()));
  EXPECT_NEAR(mean_of(standard), 0, 0.02);
  EXPECT_NEAR(deviation_of(standard), 1, 0.02);
  const auto shifted = all_of(Input(42, count, normal(10, 2)));
  EXPECT_NEAR(mean_of(shifted), 10, 0.04);
  EXPECT_NEAR(deviation_of(shifted), 2, 0.04);
  EXPECT_NEAR(shifted[17], 10 + 2 * standard[17], 1e-5);

  const auto even = all_of(Input(42, count, uniform(-1, 3)));
  EXPECT_NEAR(mean_of(even), 1, 0.02);
  EXPECT_NEAR(deviation_of(even), 4 / std::sqrt(12.0), 0.02);
  EXPECT_GE(*std::ranges::min_element(even), -1.0F);
  EXPECT_LT(*std::ranges::max_element(even), 3.0F);
  EXPECT_LT(*std::ranges::min_element(even), -0.999F);
  EXPECT_GT(*std::ranges::max_element(even), 2.999F);
}

TEST(Input, NeverReachesTheUpperBound) {
  const float next = moved(1.0F, 1);  // the only float in [1, next) is 1
  for (const float value : all_of(Input(1, 1001, uniform(1, next)))) {
    ASSERT_EQ(value, 1.0F);
  }
}

TEST(Input, IsTheSameForWhoeverMakesAPart) {
  for (const Distribution& how : {normal(), normal(-3, 0.5F), uniform(0, 1)}) {
    const Input input(5, 101, how);
    const auto whole = all_of(input);
    EXPECT_TRUE(std::ranges::equal(input.values(), whole));
    for (const std::size_t first : {0U, 1U, 2U, 51U, 100U}) {
      for (const std::size_t size : {0U, 1U, 2U, 7U}) {
        std::vector<float> part(std::min(size, 101 - first));
        input.part(first, part);
        EXPECT_TRUE(std::ranges::equal(part, std::span(whole).subspan(first, part.size())))
            << first << " " << size;
      }
    }
  }
  EXPECT_FALSE(std::ranges::equal(Input(5, 101, normal()).values(), Input(5, 101, uniform(0, 1)).values()));
  EXPECT_FALSE(std::ranges::equal(Input(5, 101).values(), Input(6, 101).values()));
}

}  // namespace
}  // namespace parallelization
