// What tests of the tracer and of the engines share: functions to trace, written by hand and drawn at random,
// and their values in double precision with a bound on what float may make of them.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "kernels/function.hpp"
#include "kernels/jit/tracer.hpp"

// The functions that come with the suite, whichever of them this build measures.
namespace parallelization::jit::test::gelu {
using namespace function_defaults;
#include "kernels/functions/gelu.hpp"
}  // namespace parallelization::jit::test::gelu
namespace parallelization::jit::test::logistic_64 {
using namespace function_defaults;
#include "kernels/functions/logistic_64.hpp"
}  // namespace parallelization::jit::test::logistic_64
namespace parallelization::jit::test::polynomial_32 {
using namespace function_defaults;
#include "kernels/functions/polynomial_32.hpp"
}  // namespace parallelization::jit::test::polynomial_32
namespace parallelization::jit::test::softsign {
using namespace function_defaults;
#include "kernels/functions/softsign.hpp"
}  // namespace parallelization::jit::test::softsign

namespace parallelization::jit::test {

/// A function whose graph tests know by heart.
inline constexpr auto cubic = [](const auto& x) { return x + x * x + x * x * x; };

/// The least difference that rounding makes: that of denormals, or larger where an engine takes them for
/// zero.
inline double underflow = 0x1p-149;

/// Units in the last place by which exp, log, tanh, sin and cos may miss the exact value of their float:
/// glibc says 4 of its vector functions (libmvec), of which CUDA's and the host's own keep within 2.
inline constexpr double function_ulps = 4;

struct BoundedCondition;

/// A double, and how far from it the same computation in float may be, contracted or not: running error
/// analysis (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3).
struct Bounded {
  double value = 0;
  double error = 0;  ///< infinite: float may overflow, divide by zero, or take a root of a negative number

  template <class Number>
  requires std::is_arithmetic_v<Number> Bounded(Number constant)  // NOLINT: constants
      : value(static_cast<float>(constant)) {}

  /// `error` of the operands' making; the operation itself is wrong by half a unit in the last place, or by
  /// more.
  static Bounded rounded(double value, double error, double ulps = 0.5) {
    constexpr double ulp = 0x1p-23;
    const double largest = std::abs(value) + error;
    return exact(value, largest < std::numeric_limits<float>::max()
                            ? error + 1.0001 * ulps * ulp * largest + 2 * ulps * underflow
                            : std::numeric_limits<double>::infinity());
  }
  static Bounded exact(double value, double error) {
    Bounded result(0.0F);
    result.value = value;
    result.error = error;
    return result;
  }
  static Bounded unknown() { return exact(0, std::numeric_limits<double>::infinity()); }

  bool sure() const { return std::isfinite(error); }
  bool accepts(double computed) const { return !sure() || std::abs(computed - value) <= error; }

  friend Bounded operator+(const Bounded& a, const Bounded& b) {
    return rounded(a.value + b.value, a.error + b.error);
  }
  friend Bounded operator-(const Bounded& a, const Bounded& b) { return a + -b; }
  friend Bounded operator-(const Bounded& a) { return exact(-a.value, a.error); }
  friend Bounded operator*(const Bounded& a, const Bounded& b) {
    return rounded(a.value * b.value,
                   std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error);
  }
  friend Bounded operator/(const Bounded& a, const Bounded& b) {
    const double least = std::abs(b.value) - b.error;
    if (!(least > 0)) {
      return unknown();
    }
    return rounded(a.value / b.value, (std::abs(a.value / b.value) * b.error + a.error) / least);
  }
  friend Bounded fma(const Bounded& a, const Bounded& b, const Bounded& c) { return a * b + c; }
  friend Bounded min(const Bounded& a, const Bounded& b) {
    return exact(std::min(a.value, b.value), std::max(a.error, b.error));
  }
  friend Bounded max(const Bounded& a, const Bounded& b) {
    return exact(std::max(a.value, b.value), std::max(a.error, b.error));
  }
  friend Bounded abs(const Bounded& a) { return exact(std::abs(a.value), a.error); }
  friend Bounded sqrt(const Bounded& a) {
    const double least = a.value - a.error;
    if (!(least >= 0)) {
      return unknown();
    }
    const double root = std::sqrt(a.value);
    return rounded(root, a.error == 0 ? 0 : a.error / (root + std::sqrt(least)));
  }
  friend Bounded exp(const Bounded& a) {
    const double power = std::exp(a.value);
    return rounded(power, power * std::expm1(a.error), function_ulps);
  }
  friend Bounded log(const Bounded& a) {
    const double least = a.value - a.error;
    if (!(least > 0)) {
      return unknown();
    }
    return rounded(std::log(a.value), a.error / least, function_ulps);
  }
  // No slope of these is steeper than 1, no two values are further apart than 2.
  friend Bounded tanh(const Bounded& a) {
    return rounded(std::tanh(a.value), std::min(a.error, 2.0), function_ulps);
  }
  friend Bounded sin(const Bounded& a) {
    return rounded(std::sin(a.value), std::min(a.error, 2.0), function_ulps);
  }
  friend Bounded cos(const Bounded& a) {
    return rounded(std::cos(a.value), std::min(a.error, 2.0), function_ulps);
  }

  friend BoundedCondition operator<(const Bounded& a, const Bounded& b);
  friend BoundedCondition operator<=(const Bounded& a, const Bounded& b);
  friend BoundedCondition operator>(const Bounded& a, const Bounded& b);
  friend BoundedCondition operator>=(const Bounded& a, const Bounded& b);
  friend BoundedCondition operator==(const Bounded& a, const Bounded& b);
  friend BoundedCondition operator!=(const Bounded& a, const Bounded& b);
};

/// What a comparison of doubles gives, and whether floats are sure to give the same.
struct BoundedCondition {
  bool holds = false;
  bool sure = true;

  BoundedCondition(bool exact, const Bounded& a, const Bounded& b)
      : holds(exact),
        sure((a.error == 0 && b.error == 0) || std::abs(a.value - b.value) > a.error + b.error) {}

  friend BoundedCondition operator<(const Bounded& a, const Bounded& b) { return {a.value < b.value, a, b}; }
  friend BoundedCondition operator<=(const Bounded& a, const Bounded& b) {
    return {a.value <= b.value, a, b};
  }
  friend BoundedCondition operator>(const Bounded& a, const Bounded& b) { return b < a; }
  friend BoundedCondition operator>=(const Bounded& a, const Bounded& b) { return b <= a; }
  friend BoundedCondition operator==(const Bounded& a, const Bounded& b) {
    return {a.value == b.value, a, b};
  }
  friend BoundedCondition operator!=(const Bounded& a, const Bounded& b) {
    return {a.value != b.value, a, b};
  }
  friend Bounded select(const BoundedCondition& condition, const Bounded& a, const Bounded& b) {
    const Bounded& chosen = condition.holds ? a : b;
    const Bounded& other = condition.holds ? b : a;
    return condition.sure
               ? chosen
               : Bounded::exact(chosen.value,
                                std::max(chosen.error, std::abs(chosen.value - other.value) + other.error));
  }
};

/// What a graph computes, for any kind of value.
template <class T>
T replay(const Graph& graph, const T& x) {
  std::vector<T> values;
  for (const Node& node : graph.nodes) {
    const auto operand = [&](std::size_t place) -> const T& { return values[node.operands[place]]; };
    /// The first operand of a selection is a node that only compares.
    const auto selected = [&]() -> T {
      const Node& comparison = graph.nodes[node.operands[0]];
      const T& left = values[comparison.operands[0]];
      const T& right = values[comparison.operands[1]];
      switch (comparison.op) {
        case Op::less:
          return select(left < right, operand(1), operand(2));
        case Op::less_equal:
          return select(left <= right, operand(1), operand(2));
        case Op::equal:
          return select(left == right, operand(1), operand(2));
        default:
          return select(left != right, operand(1), operand(2));
      }
    };
    const auto value = [&]() -> T {
      switch (node.op) {
        case Op::input:
          return x;
        case Op::constant:
          return node.constant;
        case Op::add:
          return operand(0) + operand(1);
        case Op::subtract:
          return operand(0) - operand(1);
        case Op::multiply:
          return operand(0) * operand(1);
        case Op::divide:
          return operand(0) / operand(1);
        case Op::negate:
          return -operand(0);
        case Op::fma:
          return fma(operand(0), operand(1), operand(2));
        case Op::min:
          return min(operand(0), operand(1));
        case Op::max:
          return max(operand(0), operand(1));
        case Op::abs:
          return abs(operand(0));
        case Op::sqrt:
          return sqrt(operand(0));
        case Op::exp:
          return exp(operand(0));
        case Op::log:
          return log(operand(0));
        case Op::tanh:
          return tanh(operand(0));
        case Op::sin:
          return sin(operand(0));
        case Op::cos:
          return cos(operand(0));
        case Op::less:
        case Op::less_equal:
        case Op::equal:
        case Op::not_equal:
          return x;  // a condition: its selection looks at the operands itself
        case Op::select:
          return selected();
      }
      return x;
    }();
    values.push_back(value);
  }
  return values.back();
}

/// A function, traced, and its value in double precision.
struct Example {
  std::string name;
  Graph graph;
  std::function<Bounded(float)> direct;
};

template <class F>
Example example(const std::string& name, const F& f) {
  return {.name = name, .graph = trace(f), .direct = [f](float x) { return Bounded(f(Bounded(x))); }};
}

/// Written by hand: each operation, and shapes of graph that are easily got wrong.
inline std::vector<Example> written_examples() {
  return {
      example("function", [](const auto& x) { return f(x); }),
      example("cubic", cubic),
      example("identity", [](const auto& x) { return x; }),
      example("constant", [](const auto&) { return 2.5F; }),
      example("negation", [](const auto& x) { return -x; }),
      example("sum_of_constants", [](const auto& x) { return x + (1 + 2) * 0.5F; }),
      example("horner",
              [](const auto& x) {
                auto y = x * 0.01F + 0.1F;
                for (int i = 1; i < 8; ++i) {
                  y = y * x - 1.0F / static_cast<float>(i);
                }
                return y;
              }),
      example("lorentz", [](const auto& x) { return 1 / (1 + x * x); }),
      example("difference", [](const auto& x) { return (x + 1) * (x + 1) - x * x; }),
      example("hypotenuse", [](const auto& x) { return sqrt(x * x + 1); }),
      example("root_of_part", [](const auto& x) { return sqrt(max(x, 0)) - sqrt(abs(x)); }),
      example("clamp", [](const auto& x) { return min(max(x, -1), 1); }),
      example("softsign", [](const auto& x) { return softsign::f(x); }),
      example("smoothstep",
              [](const auto& x) {
                const auto t = min(max(x * 0.5F + 0.5F, 0), 1);
                return t * t * (3 - 2 * t);
              }),
      example("fused", [](const auto& x) { return fma(x, x, fma(-x, 0.5F, 1)); }),
      example("newton",
              [](const auto& x) {
                const auto a = abs(x) + 1;
                auto y = 1 / a;
                for (int i = 0; i < 3; ++i) {
                  y = y * (2 - a * y);
                }
                return y;
              }),
      example("logistic", [](const auto& x) { return 1 / (1 + exp(-x)); }),
      example("gelu", [](const auto& x) { return gelu::f(x); }),
      example("polynomial_32", [](const auto& x) { return polynomial_32::f(x); }),
      example("logistic_64", [](const auto& x) { return logistic_64::f(1 / (1 + abs(x))); }),
      example("softplus", [](const auto& x) { return max(x, 0) + log(1 + exp(-abs(x))); }),
      example("root_by_logarithm", [](const auto& x) { return exp(0.5 * log(abs(x) + 0.25)); }),
      example("waves", [](const auto& x) { return sin(3 * x) - cos(x) * 0.25; }),
      example("both_at_once", [](const auto& x) { return fma(sin(x), sin(x), cos(x) * cos(x)); }),
      example("leaky_relu", [](const auto& x) { return select(x < 0, 0.01 * x, x); }),
      example("elu", [](const auto& x) { return select(x > 0, x, exp(min(x, 0)) - 1); }),
      example("steps",
              [](const auto& x) {
                return select(x <= -1, -5, select(x >= 2, 9, select(x == 0.5, 7, select(x != 1, x, 8))));
              }),
      example("one_condition_twice",
              [](const auto& x) {
                const auto small = abs(x) < 1;
                return select(small, x, 1 / x) * select(small, 2, -x);
              }),
      example("compared_with_itself",
              [](const auto& x) { return select(x == x, 1, 2) + select(x < x, 4, 8); }),
  };
}

/// A function drawn at random: `operations` of them on earlier values. The same seed gives the same function
/// everywhere (std::mt19937 is specified; the distributions of the standard library are not, so they are not
/// used).
inline Example random_example(std::uint32_t seed, std::size_t operations = 12) {
  std::mt19937 bits(seed);
  const auto below = [&](std::size_t end) { return static_cast<std::size_t>(bits() % end); };
  Graph graph;
  graph.nodes.push_back({.op = Op::input});
  constexpr auto first = static_cast<std::size_t>(Op::constant);
  constexpr auto last_float = static_cast<std::size_t>(Op::cos);
  constexpr auto first_comparison = static_cast<std::size_t>(Op::less);
  constexpr auto comparisons = static_cast<std::size_t>(Op::not_equal) - first_comparison + 1;
  // Conditions are no operands of others than selections, which are made together with theirs.
  std::vector<std::size_t> floats{0};
  const auto push = [&](Op op) -> Node& {
    Node node{.op = op};
    for (std::size_t& operand : node.operands) {
      operand = floats[below(floats.size())];
    }
    graph.nodes.push_back(node);
    return graph.nodes.back();
  };
  while (graph.nodes.size() <= operations) {
    const std::size_t drawn = first + below(last_float - first + 3);
    if (drawn > last_float) {
      push(static_cast<Op>(first_comparison + below(comparisons)));
      const std::size_t condition = graph.nodes.size() - 1;
      push(Op::select).operands[0] = condition;
    } else if (static_cast<Op>(drawn) != Op::constant || below(2) != 0) {
      push(static_cast<Op>(drawn)).constant = static_cast<float>(static_cast<int>(below(64)) - 32) / 8;
    } else {
      continue;
    }
    floats.push_back(graph.nodes.size() - 1);
  }
  return example("random_" + std::to_string(seed), [graph](const auto& x) { return replay(graph, x); });
}

/// Floats of all sizes and both signs: enough of them for every lane and for a remainder.
inline std::vector<float> example_input() {
  std::vector<float> x{0,  -0.0F,  1,       -1,    0.5F,   -0.5F, 2,  3,
                       -7, 1e-20F, -1e-20F, 1e10F, -1e10F, 1e-3F, 33, 100};
  std::mt19937 bits(1);
  while (x.size() < 317) {
    const auto mantissa = static_cast<float>(static_cast<std::int32_t>(bits())) * 0x1p-31F;
    x.push_back(std::ldexp(mantissa, static_cast<int>(bits() % 12) - 6));
  }
  return x;
}

/// What of y = engine(graph, x) is wrong; empty: nothing. `sure` counts elements whose error is bounded.
inline std::string wrong_elements(const Example& example, std::span<const float> x, std::span<const float> y,
                                  std::size_t& sure) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Bounded expected = example.direct(x[i]);
    sure += expected.sure() ? 1U : 0U;
    if (!expected.accepts(y[i])) {
      return fmt::format("{}: f({}) = {} ± {}, got {}\n{}", example.name, x[i], expected.value,
                         expected.error, y[i], example.graph.text());
    }
  }
  return {};
}

}  // namespace parallelization::jit::test
