// One number as a function of kernels/functions sees it: a float or double whose operators and functions are
// found by its type, and which meets no other type of number, so that 0.1 * x is a product of two floats.
#pragma once

#include <cmath>
#include <type_traits>

namespace parallelization {

/// What a comparison of Scalars gives. It can only be handed to select(): a vector or a traced value can't be
/// branched on either.
template <class T>
struct Condition {
  bool holds;

  template <class Bool>
  requires std::is_same_v<Bool, bool>
  explicit constexpr operator Bool() const {
    static_assert(
        !std::is_same_v<Bool, bool>,
        "f can't branch on a comparison: for vectors both branches are taken; select(condition, a, b) "
        "chooses between two values");
    return holds;
  }
};

/// A T that knows the operations that functions may use. Any arithmetic value becomes one, rounded to T.
template <class T>
struct Scalar {
  T value;

  constexpr Scalar(T number) : value(number) {}  // NOLINT: `x + 1` is wanted
  template <class Number>
  requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, T> &&
           !std::is_same_v<Number, bool>) constexpr Scalar(Number number)  // NOLINT: `2 * x` is wanted
      : value(static_cast<T>(number)) {}

  friend constexpr Scalar operator+(Scalar a, Scalar b) { return a.value + b.value; }
  friend constexpr Scalar operator-(Scalar a, Scalar b) { return a.value - b.value; }
  friend constexpr Scalar operator*(Scalar a, Scalar b) { return a.value * b.value; }
  friend constexpr Scalar operator/(Scalar a, Scalar b) { return a.value / b.value; }
  friend constexpr Scalar operator-(Scalar a) { return -a.value; }
  friend constexpr Scalar operator+(Scalar a) { return a; }
  constexpr Scalar& operator+=(Scalar b) { return *this = *this + b; }
  constexpr Scalar& operator-=(Scalar b) { return *this = *this - b; }
  constexpr Scalar& operator*=(Scalar b) { return *this = *this * b; }
  constexpr Scalar& operator/=(Scalar b) { return *this = *this / b; }

  friend constexpr Condition<T> operator<(Scalar a, Scalar b) { return {a.value < b.value}; }
  friend constexpr Condition<T> operator<=(Scalar a, Scalar b) { return {a.value <= b.value}; }
  friend constexpr Condition<T> operator>(Scalar a, Scalar b) { return {a.value > b.value}; }
  friend constexpr Condition<T> operator>=(Scalar a, Scalar b) { return {a.value >= b.value}; }
  friend constexpr Condition<T> operator==(Scalar a, Scalar b) { return {a.value == b.value}; }
  friend constexpr Condition<T> operator!=(Scalar a, Scalar b) { return {a.value != b.value}; }

  friend constexpr Scalar fma(Scalar a, Scalar b, Scalar c) { return std::fma(a.value, b.value, c.value); }
  // With NaN and equal ones as std::min and std::max: the first.
  friend constexpr Scalar min(Scalar a, Scalar b) { return b.value < a.value ? b : a; }
  friend constexpr Scalar max(Scalar a, Scalar b) { return a.value < b.value ? b : a; }
  friend constexpr Scalar abs(Scalar a) { return std::abs(a.value); }
  friend constexpr Scalar sqrt(Scalar a) { return std::sqrt(a.value); }
  friend constexpr Scalar exp(Scalar a) { return std::exp(a.value); }
  friend constexpr Scalar log(Scalar a) { return std::log(a.value); }
  friend constexpr Scalar tanh(Scalar a) { return std::tanh(a.value); }
  friend constexpr Scalar sin(Scalar a) { return std::sin(a.value); }
  friend constexpr Scalar cos(Scalar a) { return std::cos(a.value); }

  template <class Number>
  requires std::is_arithmetic_v<Number>
  explicit constexpr operator Number() const {
    static_assert(!std::is_arithmetic_v<Number>,
                  "f can't branch on a value, or turn it into a number: it may be a vector of them");
    return {};
  }
};

/// condition ? a : b, of two values that are both there.
template <class T>
constexpr Scalar<T> select(Condition<T> condition, std::type_identity_t<Scalar<T>> a,
                           std::type_identity_t<Scalar<T>> b) {
  return condition.holds ? a : b;
}

// What no function may use, with words instead of a page of candidates. They are templates, so that the words
// come only when one of them is used.

template <class T>
inline constexpr bool is_scalar = false;
template <class T>
inline constexpr bool is_scalar<Scalar<T>> = true;
template <class T>
concept IsScalar = is_scalar<T>;

template <class T>
constexpr T unknown_function() {
  static_assert(
      sizeof(T) == 0,
      "f calls a function that not all strategies have: it is built of + - * /, fma, min, max, abs, "
      "sqrt, exp, log, tanh, sin, cos, select with a comparison, and constants");
  return 0;
}

template <class T>
constexpr Condition<T> joined_condition() {
  static_assert(
      sizeof(T) == 0,
      "f can't join comparisons with && or ||, or negate one: select(a, select(b, x, y), y) chooses x "
      "where both a and b hold");
  return {};
}

// clang-format off
template <class T> constexpr Condition<T> operator&&(Condition<T>, Condition<T>) { return joined_condition<T>(); }
template <class T> constexpr Condition<T> operator||(Condition<T>, Condition<T>) { return joined_condition<T>(); }
template <class T> constexpr Condition<T> operator!(Condition<T>) { return joined_condition<T>(); }
template <class A, class B> requires(is_scalar<A> || is_scalar<B>) constexpr A operator%(const A&, const B&) { return unknown_function<A>(); }
template <class A, class B> requires(is_scalar<A> || is_scalar<B>) constexpr A atan2(const A&, const B&) { return unknown_function<A>(); }
template <class A, class B> requires(is_scalar<A> || is_scalar<B>) constexpr A fmod(const A&, const B&) { return unknown_function<A>(); }
template <class A, class B> requires(is_scalar<A> || is_scalar<B>) constexpr A hypot(const A&, const B&) { return unknown_function<A>(); }
template <class A, class B> requires(is_scalar<A> || is_scalar<B>) constexpr A pow(const A&, const B&) { return unknown_function<A>(); }
template <IsScalar T> constexpr T acos(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T asin(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T atan(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T cbrt(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T ceil(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T cosh(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T erf(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T exp2(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T expm1(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T fabs(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T floor(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T log10(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T log1p(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T log2(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T round(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T sinh(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T tan(const T&) { return unknown_function<T>(); }
template <IsScalar T> constexpr T trunc(const T&) { return unknown_function<T>(); }
// clang-format on

}  // namespace parallelization
