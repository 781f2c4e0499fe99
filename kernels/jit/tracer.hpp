// Tracing: an ordinary C++ function template is called once, with a value that records what is done to it.
//
//   const Graph graph = trace([](const auto& x) { return x / (1 + abs(x)); });
#pragma once

#include <concepts>
#include <cstddef>
#include <map>
#include <type_traits>
#include <vector>

#include "kernels/jit/graph.hpp"

namespace parallelization::jit {

/// What was recorded so far. An operation that is recorded twice is one node: common sub-expressions are
/// shared, a + b and b + a too.
class Tape {
 public:
  std::size_t record(const Node& node);

  /// The nodes that the result needs, in an order that depends on the result alone, not on the order in which
  /// the compiler chose to evaluate operands.
  Graph graph_of(std::size_t result) const;

 private:
  struct Less {
    bool operator()(const Node& a, const Node& b) const;
  };
  std::vector<Node> nodes_;
  std::map<Node, std::size_t, Less> places_;
};

class TracedCondition;

/// A float that is not known yet: its operators record themselves. Any arithmetic value becomes a constant,
/// as a float: `0.1 * x` means `0.1F * x`. Operations on constants alone are done at once.
///
/// Its operations are those of Scalar (kernels/scalar.hpp), found by its type. Anything else (a branch,
/// another function, turning the value into a number) does not compile, and the message says why.
class Traced {
 public:
  template <class Number>
  requires(std::is_arithmetic_v<Number> && !std::same_as<Number, bool>) Traced(Number constant)
      : constant_(static_cast<float>(constant)) {}  // NOLINT: `2 * x` is wanted

  friend Traced operator+(const Traced& a, const Traced& b) { return apply(Op::add, a, b); }
  friend Traced operator-(const Traced& a, const Traced& b) { return apply(Op::subtract, a, b); }
  friend Traced operator*(const Traced& a, const Traced& b) { return apply(Op::multiply, a, b); }
  friend Traced operator/(const Traced& a, const Traced& b) { return apply(Op::divide, a, b); }
  friend Traced operator-(const Traced& a) { return apply(Op::negate, a); }
  friend Traced operator+(const Traced& a) { return a; }
  Traced& operator+=(const Traced& b) { return *this = *this + b; }
  Traced& operator-=(const Traced& b) { return *this = *this - b; }
  Traced& operator*=(const Traced& b) { return *this = *this * b; }
  Traced& operator/=(const Traced& b) { return *this = *this / b; }
  friend TracedCondition operator<(const Traced& a, const Traced& b);
  friend TracedCondition operator<=(const Traced& a, const Traced& b);
  friend TracedCondition operator>(const Traced& a, const Traced& b);
  friend TracedCondition operator>=(const Traced& a, const Traced& b);
  friend TracedCondition operator==(const Traced& a, const Traced& b);
  friend TracedCondition operator!=(const Traced& a, const Traced& b);
  friend Traced select(const TracedCondition& condition, const Traced& a, const Traced& b);
  friend Traced fma(const Traced& a, const Traced& b, const Traced& c) { return apply(Op::fma, a, b, c); }
  friend Traced min(const Traced& a, const Traced& b) { return apply(Op::min, a, b); }
  friend Traced max(const Traced& a, const Traced& b) { return apply(Op::max, a, b); }
  friend Traced abs(const Traced& a) { return apply(Op::abs, a); }
  friend Traced sqrt(const Traced& a) { return apply(Op::sqrt, a); }
  friend Traced exp(const Traced& a) { return apply(Op::exp, a); }
  friend Traced log(const Traced& a) { return apply(Op::log, a); }
  friend Traced tanh(const Traced& a) { return apply(Op::tanh, a); }
  friend Traced sin(const Traced& a) { return apply(Op::sin, a); }
  friend Traced cos(const Traced& a) { return apply(Op::cos, a); }

  template <class Number>
  requires std::is_arithmetic_v<Number>
  explicit operator Number() const {
    static_assert(
        !std::is_arithmetic_v<Number>,
        "a traced value is not known while tracing: a traced function can't branch on it, or turn it "
        "into a number");
    return {};
  }

 private:
  template <class F>
  friend Graph trace(const F& function);

  Traced(Tape& tape, std::size_t place) : tape_(&tape), place_(place) {}
  static Traced apply(Op op, const Traced& a, const Traced& b = 0, const Traced& c = 0);
  std::size_t place_on(Tape& tape) const;

  Tape* tape_ = nullptr;  ///< none: a constant
  std::size_t place_ = 0;
  float constant_ = 0;
};

/// What a comparison gives: it can only be handed to select().
class TracedCondition {
 public:
  template <class Bool>
  requires std::same_as<Bool, bool>
  explicit operator Bool() const {
    static_assert(
        !std::same_as<Bool, bool>,
        "a comparison is not known while tracing: a traced function can't branch on it; select(condition, a, "
        "b) takes one of two values");
    return false;
  }

  friend TracedCondition operator<(const Traced& a, const Traced& b) {
    return TracedCondition(Traced::apply(Op::less, a, b));
  }
  friend TracedCondition operator<=(const Traced& a, const Traced& b) {
    return TracedCondition(Traced::apply(Op::less_equal, a, b));
  }
  friend TracedCondition operator==(const Traced& a, const Traced& b) {
    return TracedCondition(Traced::apply(Op::equal, a, b));
  }
  friend TracedCondition operator!=(const Traced& a, const Traced& b) {
    return TracedCondition(Traced::apply(Op::not_equal, a, b));
  }
  friend TracedCondition operator>(const Traced& a, const Traced& b) { return b < a; }
  friend TracedCondition operator>=(const Traced& a, const Traced& b) { return b <= a; }
  friend Traced select(const TracedCondition& condition, const Traced& a, const Traced& b);

 private:
  explicit TracedCondition(const Traced& value) : value_(value) {}

  Traced value_;  ///< where it is a constant: 0 or 1
};

/// The graph of y = function(x). Throws std::logic_error where the function mixes in a value of another
/// trace.
template <class F>
Graph trace(const F& function) {
  static_assert(std::convertible_to<std::invoke_result_t<F, const Traced&>, Traced>,
                "a traced function takes one value and returns one value of the same kind, or a number");
  Tape tape;
  const Traced result = function(Traced(tape, tape.record({.op = Op::input})));
  return tape.graph_of(result.place_on(tape));
}

// What can't be traced, with words instead of a page of candidates. They are templates, so that the words
// come only when one of them is used.

template <class T>
concept IsTraced = std::same_as<T, Traced>;

template <class A, class B>
requires(IsTraced<A> || IsTraced<B>) Traced select(bool, const A&, const B&) {
  static_assert(
      !(IsTraced<A> || IsTraced<B>),
      "select takes one comparison as its condition; && and || of two are a selection in a selection");
  return 0;
}

template <IsTraced T>
T unknown_function() {
  static_assert(
      !IsTraced<T>,
      "this function can't be traced: a traced function is built of + - * /, fma, min, max, abs, sqrt, exp, "
      "log, tanh, sin, cos, select with a comparison, and constants");
  return 0;
}

// clang-format off
template <class A, class B> requires(IsTraced<A> || IsTraced<B>) Traced operator%(const A&, const B&) { return unknown_function<Traced>(); }
template <class A, class B> requires(IsTraced<A> || IsTraced<B>) Traced atan2(const A&, const B&) { return unknown_function<Traced>(); }
template <class A, class B> requires(IsTraced<A> || IsTraced<B>) Traced fmod(const A&, const B&) { return unknown_function<Traced>(); }
template <class A, class B> requires(IsTraced<A> || IsTraced<B>) Traced hypot(const A&, const B&) { return unknown_function<Traced>(); }
template <class A, class B> requires(IsTraced<A> || IsTraced<B>) Traced pow(const A&, const B&) { return unknown_function<Traced>(); }
template <IsTraced T> T acos(const T&) { return unknown_function<T>(); }
template <IsTraced T> T asin(const T&) { return unknown_function<T>(); }
template <IsTraced T> T atan(const T&) { return unknown_function<T>(); }
template <IsTraced T> T cbrt(const T&) { return unknown_function<T>(); }
template <IsTraced T> T ceil(const T&) { return unknown_function<T>(); }
template <IsTraced T> T cosh(const T&) { return unknown_function<T>(); }
template <IsTraced T> T erf(const T&) { return unknown_function<T>(); }
template <IsTraced T> T exp2(const T&) { return unknown_function<T>(); }
template <IsTraced T> T expm1(const T&) { return unknown_function<T>(); }
template <IsTraced T> T fabs(const T&) { return unknown_function<T>(); }
template <IsTraced T> T floor(const T&) { return unknown_function<T>(); }
template <IsTraced T> T log10(const T&) { return unknown_function<T>(); }
template <IsTraced T> T log1p(const T&) { return unknown_function<T>(); }
template <IsTraced T> T log2(const T&) { return unknown_function<T>(); }
template <IsTraced T> T round(const T&) { return unknown_function<T>(); }
template <IsTraced T> T sinh(const T&) { return unknown_function<T>(); }
template <IsTraced T> T tan(const T&) { return unknown_function<T>(); }
template <IsTraced T> T trunc(const T&) { return unknown_function<T>(); }
// clang-format on

}  // namespace parallelization::jit
