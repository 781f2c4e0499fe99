// Tracing: an ordinary C++ function template is called once, with a value that records what is done to it.
//
//   const Graph graph = trace([](const auto& x) { return cubic(x); });
#pragma once

#include <compare>
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

/// A float that is not known yet: its operators record themselves. Any arithmetic value becomes a constant,
/// as a float: `0.1 * x` means `0.1F * x`. Operations on constants alone are done at once.
///
/// Functions may use + − * /, negation, fma, min, max, abs and sqrt; in templates call these unqualified
/// after `using std::sqrt;`, so that float works too. Anything else (a comparison, another function, turning
/// the value into a number) does not compile, and the message says why.
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
  friend Traced fma(const Traced& a, const Traced& b, const Traced& c) { return apply(Op::fma, a, b, c); }
  friend Traced min(const Traced& a, const Traced& b) { return apply(Op::min, a, b); }
  friend Traced max(const Traced& a, const Traced& b) { return apply(Op::max, a, b); }
  friend Traced abs(const Traced& a) { return apply(Op::abs, a); }
  friend Traced fabs(const Traced& a) { return apply(Op::abs, a); }
  friend Traced sqrt(const Traced& a) { return apply(Op::sqrt, a); }

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

template <IsTraced T>
T comparison() {
  static_assert(
      !IsTraced<T>,
      "a traced value is not known while tracing: a traced function can't compare it; min, max and abs "
      "replace many branches");
  return 0;
}

template <class A, class B>
requires(IsTraced<A> || IsTraced<B>) bool operator==(const A&, const B&) {
  return comparison<Traced>(), true;
}
template <class A, class B>
requires(IsTraced<A> || IsTraced<B>) std::strong_ordering operator<=>(const A&, const B&) {
  return comparison<Traced>(), std::strong_ordering::equal;
}

template <IsTraced T>
T unknown_function() {
  static_assert(
      !IsTraced<T>,
      "this function can't be traced: a traced function is built of + - * /, fma, min, max, abs, sqrt and "
      "constants");
  return 0;
}

// clang-format off
template <class A, class B> requires(IsTraced<A> || IsTraced<B>) Traced operator%(const A&, const B&) { return unknown_function<Traced>(); }
template <class A, class B> requires(IsTraced<A> || IsTraced<B>) Traced pow(const A&, const B&) { return unknown_function<Traced>(); }
template <IsTraced T> T cbrt(const T&) { return unknown_function<T>(); }
template <IsTraced T> T ceil(const T&) { return unknown_function<T>(); }
template <IsTraced T> T cos(const T&) { return unknown_function<T>(); }
template <IsTraced T> T exp(const T&) { return unknown_function<T>(); }
template <IsTraced T> T floor(const T&) { return unknown_function<T>(); }
template <IsTraced T> T log(const T&) { return unknown_function<T>(); }
template <IsTraced T> T round(const T&) { return unknown_function<T>(); }
template <IsTraced T> T sin(const T&) { return unknown_function<T>(); }
template <IsTraced T> T tan(const T&) { return unknown_function<T>(); }
template <IsTraced T> T tanh(const T&) { return unknown_function<T>(); }
// clang-format on

}  // namespace parallelization::jit
