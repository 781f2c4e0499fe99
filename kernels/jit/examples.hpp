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
#include <vector>

#include "kernels/cubic.hpp"
#include "kernels/jit/tracer.hpp"

namespace parallelization::jit::test {

/// The least difference that rounding makes: that of denormals, or larger where an engine takes them for
/// zero.
inline double underflow = 0x1p-149;

/// A double, and how far from it the same computation in float may be, contracted or not: running error
/// analysis (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3).
struct Bounded {
  double value = 0;
  double error = 0;  ///< infinite: float may overflow, divide by zero, or take a root of a negative number

  Bounded(float exact) : value(exact) {}                               // NOLINT: constants
  Bounded(double constant) : Bounded(static_cast<float>(constant)) {}  // NOLINT
  Bounded(int constant) : Bounded(static_cast<float>(constant)) {}     // NOLINT
  static Bounded rounded(double value, double error) {
    constexpr double half_ulp = 0x1p-24;
    const double largest = std::abs(value) + error;
    Bounded result(0.0F);
    result.value = value;
    result.error = largest < std::numeric_limits<float>::max()
                       ? error + 1.0001 * half_ulp * largest + underflow
                       : std::numeric_limits<double>::infinity();
    return result;
  }
  static Bounded exact(double value, double error) {
    Bounded result(0.0F);
    result.value = value;
    result.error = error;
    return result;
  }

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
      return exact(0, std::numeric_limits<double>::infinity());
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
      return exact(0, std::numeric_limits<double>::infinity());
    }
    const double root = std::sqrt(a.value);
    return rounded(root, a.error == 0 ? 0 : a.error / (root + std::sqrt(least)));
  }
};

/// What a graph computes, for any kind of value.
template <class T>
T replay(const Graph& graph, const T& x) {
  using std::abs;
  using std::fma;
  using std::max;
  using std::min;
  using std::sqrt;
  std::vector<T> values;
  for (const Node& node : graph.nodes) {
    const auto operand = [&](std::size_t place) -> const T& { return values[node.operands[place]]; };
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
      example("cubic", [](const auto& x) { return cubic(x); }),
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
      example("softsign", [](const auto& x) { return x / (1 + abs(x)); }),
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
  constexpr auto last = static_cast<std::size_t>(Op::sqrt);
  while (graph.nodes.size() <= operations) {
    Node node{.op = static_cast<Op>(first + below(last - first + 1))};
    node.constant = static_cast<float>(static_cast<int>(below(64)) - 32) / 8;
    for (std::size_t& operand : node.operands) {
      operand = below(graph.nodes.size());
    }
    if (node.op == Op::constant && below(2) == 0) {
      continue;
    }
    graph.nodes.push_back(node);
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
