// A formula as a type: what a template such as cubic() makes of an Argument, for evaluating it on SIMD
// vectors. Vectors whose length is known only while the program runs (ARM's SVE) can't be members of a class,
// so that no class can give them operators. Functions take and return them: the formula is carried by the
// type, the vector by a parameter.
#pragma once

#include <concepts>
#include <type_traits>

namespace parallelization::simd {

enum class Operation { add, multiply };

/// The one variable of a formula.
struct Argument {};

template <Operation op, class L, class R>
struct Node {
  static constexpr Operation operation = op;
  using Left = L;
  using Right = R;
};

template <class T>
inline constexpr bool is_formula = std::same_as<T, Argument>;
template <Operation op, class L, class R>
inline constexpr bool is_formula<Node<op, L, R>> = true;

template <class L, class R>
requires is_formula<L> && is_formula<R>
constexpr Node<Operation::add, L, R> operator+(L, R) {
  return {};
}

template <class L, class R>
requires is_formula<L> && is_formula<R>
constexpr Node<Operation::multiply, L, R> operator*(L, R) {
  return {};
}

}  // namespace parallelization::simd
