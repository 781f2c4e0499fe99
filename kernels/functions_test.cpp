// What is recorded of functions for the SIMD kernel, and the functions that this project brings.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kernels/vectorized/formula.hpp"

namespace parallelization {

// All headers in one program, each in a namespace of its own, as kernels/function.hpp includes one.
// clang-format off
namespace cubic { using namespace function_defaults;
#include "kernels/functions/cubic.hpp"
}
namespace gelu { using namespace function_defaults;
#include "kernels/functions/gelu.hpp"
}
namespace logistic_64 { using namespace function_defaults;
#include "kernels/functions/logistic_64.hpp"
}
namespace polynomial_32 { using namespace function_defaults;
#include "kernels/functions/polynomial_32.hpp"
}
namespace softsign { using namespace function_defaults;
#include "kernels/functions/softsign.hpp"
}
namespace every_operation { using namespace function_defaults;
#include "kernels/testdata/every_operation.hpp"
}
// clang-format on

namespace {

// A function of a namespace as an object.
#define OBJECT(Name, name)                        \
  struct Name {                                   \
    template <class T>                            \
    constexpr auto operator()(const T& x) const { \
      return name::f(x);                          \
    }                                             \
  }
OBJECT(Cubic, cubic);
OBJECT(Gelu, gelu);
OBJECT(Logistic, logistic_64);
OBJECT(Polynomial, polynomial_32);
OBJECT(Softsign, softsign);
OBJECT(EveryOperation, every_operation);
#undef OBJECT

struct Identity {
  template <class T>
  constexpr auto operator()(const T& x) const {
    return x;
  }
};
struct Constant {
  template <class T>
  constexpr auto operator()(const T&) const {
    return T(2) * 3 - 1;
  }
};
struct UnusedValues {
  template <class T>
  constexpr auto operator()(const T& x) const {
    const T unused = exp(x * x);
    static_cast<void>(unused);
    const auto never = x < 2;
    static_cast<void>(never);
    return x + 1;
  }
};
/// Needs many values at once: a sum that begins with what was made last.
struct ManyAtOnce {
  template <class T>
  constexpr auto operator()(const T& x) const {
    const T a = x * 2;
    const T b = x * 3;
    const T c = x * 5;
    const T d = x * 7;
    const T e = x * 11;
    const T g = x * 13;
    return a + (b + (c + (d + (e + g))));
  }
};
/// A value is both operands of its last use, and its place is needed by one value only.
struct Square {
  template <class T>
  constexpr auto operator()(const T& x) const {
    const T u = x + 1;
    const T square = u * u;
    const T triple = x * 3;
    return (square - triple) * x;
  }
};
/// Conditions that live long, and one that is used twice.
struct Conditions {
  template <class T>
  constexpr auto operator()(const T& x) const {
    const auto positive = x > 0;
    const auto large = abs(x) >= 2;
    const auto one = x == 1;
    const T y = select(positive, x, -2 * x);
    return select(one, 7, select(large, y * y, select(positive, y + 1, y - 1))) + select(T(1) < 2, x, 0) -
           select(x != x, 1, select(x <= -1, 4, 5));
  }
};

/// The formula carried out in its places, one value at a time: as the SIMD kernel does it.
template <class F>
float carried_out(float x) {
  constexpr const auto& formula = simd::formula_of<F>;
  std::vector<Scalar<float>> vectors(formula.vectors, std::numeric_limits<float>::quiet_NaN());
  std::vector<Condition<float>> conditions(formula.conditions);
  vectors[0] = x;
  const auto value = [&](std::size_t step) -> Scalar<float> {
    return formula.steps[step].op == Op::constant ? Scalar<float>(formula.steps[step].constant)
                                                  : vectors[formula.places[step]];
  };
  for (std::size_t i = 0; i < formula.operations; ++i) {
    const std::size_t at = formula.order[i];
    const simd::Step& step = formula.steps[at];
    const auto operand = [&](std::size_t which) { return value(step.operands[which]); };
    const auto make = [&](Scalar<float> made) { vectors[formula.places[at]] = made; };
    const auto compare = [&](Condition<float> made) { conditions[formula.places[at]] = made; };
    switch (step.op) {
      case Op::input:
      case Op::constant:
        ADD_FAILURE() << "nothing is to be carried out";
        break;
      case Op::add:
        make(operand(0) + operand(1));
        break;
      case Op::subtract:
        make(operand(0) - operand(1));
        break;
      case Op::multiply:
        make(operand(0) * operand(1));
        break;
      case Op::divide:
        make(operand(0) / operand(1));
        break;
      case Op::negate:
        make(-operand(0));
        break;
      case Op::fma:
        make(fma(operand(0), operand(1), operand(2)));
        break;
      case Op::min:
        make(min(operand(0), operand(1)));
        break;
      case Op::max:
        make(max(operand(0), operand(1)));
        break;
      case Op::abs:
        make(abs(operand(0)));
        break;
      case Op::sqrt:
        make(sqrt(operand(0)));
        break;
      case Op::exp:
        make(exp(operand(0)));
        break;
      case Op::log:
        make(log(operand(0)));
        break;
      case Op::tanh:
        make(tanh(operand(0)));
        break;
      case Op::sin:
        make(sin(operand(0)));
        break;
      case Op::cos:
        make(cos(operand(0)));
        break;
      case Op::less:
        compare(operand(0) < operand(1));
        break;
      case Op::less_equal:
        compare(operand(0) <= operand(1));
        break;
      case Op::equal:
        compare(operand(0) == operand(1));
        break;
      case Op::not_equal:
        compare(operand(0) != operand(1));
        break;
      case Op::select:
        make(select(conditions[formula.places[step.operands[0]]], operand(1), operand(2)));
        break;
    }
  }
  return value(formula.result).value;
}

template <class F>
class Recording : public testing::Test {};
using Functions = testing::Types<Cubic, Gelu, Logistic, Polynomial, Softsign, EveryOperation, Identity,
                                 Constant, UnusedValues, ManyAtOnce, Square, Conditions>;
TYPED_TEST_SUITE(Recording, Functions);

// Every step is the one that the function would make of a float itself: not even rounding differs.
TYPED_TEST(Recording, ComputesTheSame) {
  for (const float x : {-INFINITY, -33.0F, -3.0F, -1.0F, -0.5F, -0.0F, 0.0F, 1e-20F, 0.3F, 0.5F, 1.0F, 1.7F,
                        2.0F, 3.0F, 40.0F, 1e20F, INFINITY}) {
    const Scalar<float> expected = TypeParam()(Scalar<float>(x));
    const float got = carried_out<TypeParam>(x);
    if (std::isnan(expected.value)) {
      EXPECT_TRUE(std::isnan(got)) << x << " gives " << got;
    } else if (std::isinf(expected.value)) {
      EXPECT_EQ(got, expected.value) << x;
    } else {
      // The compiler may contract a · b + c here and not there.
      EXPECT_NEAR(got, expected.value, 1e-4 * std::abs(expected.value) + 1e-6) << x;
    }
  }
}

using Places = std::pair<std::size_t, std::size_t>;
template <class F>
constexpr Places places{simd::formula_of<F>.vectors, simd::formula_of<F>.conditions};

TEST(Formula, NeedsNoMorePlacesThanThereAreValuesAtOnce) {
  EXPECT_EQ(places<Identity>, Places(1, 0));
  EXPECT_EQ(places<Constant>, Places(1, 0));
  EXPECT_EQ(places<Logistic>, Places(1, 0)) << "every value takes the place of the one before";
  EXPECT_EQ(places<Polynomial>, Places(2, 0)) << "x and the sum";
  EXPECT_EQ(places<UnusedValues>, Places(1, 0));
  EXPECT_EQ(places<ManyAtOnce>.first, 6U) << "the last product takes the place of x";
  EXPECT_LE(places<Conditions>.second, 3U);
}

TEST(Formula, LeavesOutWhatNobodyNeeds) {
  EXPECT_EQ(simd::formula_of<UnusedValues>.operations, 1U);
  EXPECT_EQ(simd::formula_of<Constant>.operations, 0U) << "constants are computed while compiling";
}

TEST(Formula, HasTheOperationsThatTheHeadersTell) {
  EXPECT_EQ(simd::formula_of<Cubic>.operations, 5U);
  EXPECT_EQ(simd::formula_of<Softsign>.operations, 3U);
  EXPECT_EQ(simd::formula_of<Gelu>.operations, 9U);
  EXPECT_EQ(simd::formula_of<Polynomial>.operations, 62U);
  EXPECT_EQ(simd::formula_of<Logistic>.operations, 4 * 64U);
}

TEST(Formula, OfEveryOperationHasThemAll) {
  for (int op = static_cast<int>(Op::add); op <= static_cast<int>(Op::select); ++op) {
    EXPECT_TRUE(simd::formula_of<EveryOperation>.uses(static_cast<Op>(op))) << op;
  }
}

TEST(Functions, AreWhatTheyAreCalled) {
  const auto of = [](const auto& function, double x) { return function(Scalar<double>(x)).value; };
  for (const double x : {-2.0, -0.3, 0.4, 0.999, 2.5}) {
    EXPECT_NEAR(of(Cubic(), x), x + x * x + x * x * x, 1e-14);
    EXPECT_NEAR(of(Polynomial(), x), x * (std::pow(x, 32) - 1) / (x - 1), 1e-12 * std::pow(3, 32));
    EXPECT_NEAR(of(Softsign(), x), x / (1 + std::abs(x)), 1e-15);
    // The approximation is known to be that good.
    EXPECT_NEAR(of(Gelu(), x), 0.5 * x * (1 + std::erf(x / std::sqrt(2.0))), 1e-3);
    double y = std::abs(x) / 3;
    const double start = y;
    for (int step = 0; step < 64; ++step) {
      y = 2.5 * y * (1 - y);
    }
    EXPECT_NEAR(of(Logistic(), start), y, 1e-12);
    EXPECT_NEAR(y, 0.6, 1e-12) << "the fixed point";
  }
}

TEST(Functions, HaveNamesFormulasAndInputs) {
  EXPECT_STREQ(cubic::name, "cubic");
  EXPECT_STREQ(cubic::formula, "x + x² + x³");
  EXPECT_EQ(cubic::input.kind, Distribution::Kind::normal);
  EXPECT_EQ(logistic_64::input.kind, Distribution::Kind::uniform);
  EXPECT_EQ(logistic_64::input.second, 1);
  EXPECT_STREQ(every_operation::formula, FUNCTION_NAME "(x)") << "what the header leaves out";
}

// A constant is a float in every strategy, also where it is written as a double.
TEST(Scalar, RoundsConstants) {
  EXPECT_EQ((0.1 * Scalar<float>(3)).value, 0.1F * 3.0F);
  EXPECT_EQ((Scalar<float>(3) + 1).value, 4.0F);
  EXPECT_EQ(min(Scalar<float>(3), 1).value, 1.0F);
  EXPECT_EQ(select(Scalar<float>(3) > 1, 5, Scalar<float>(3)).value, 5.0F);
}

TEST(Scalar, TakesTheFirstOfNaNAndEqualOnesAsTheStandardLibraryDoes) {
  const Scalar<float> nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(min(nan, 1).value));
  EXPECT_TRUE(std::isnan(max(nan, 1).value));
  EXPECT_EQ(min(Scalar<float>(1), nan).value, 1);
  EXPECT_EQ(max(Scalar<float>(1), nan).value, 1);
  EXPECT_FALSE(std::signbit(min(Scalar<float>(0.0F), -0.0F).value));
  EXPECT_TRUE(std::signbit(max(Scalar<float>(-0.0F), 0.0F).value));
}

}  // namespace
}  // namespace parallelization
