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
};

/// condition ? a : b, of two values that are both there.
template <class T>
constexpr Scalar<T> select(Condition<T> condition, std::type_identity_t<Scalar<T>> a,
                           std::type_identity_t<Scalar<T>> b) {
  return condition.holds ? a : b;
}

}  // namespace parallelization
