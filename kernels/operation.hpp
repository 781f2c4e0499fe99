// What a function may do to an element: the operations that f is recorded as, by the tracer while the program
// runs and by the vectorized kernel while it is compiled.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parallelization {

enum class Op : std::uint8_t {
  input,     ///< the element x
  constant,  ///< a float
  add,
  subtract,
  multiply,
  divide,
  negate,
  fma,  ///< a · b + c, rounded once
  min,  ///< b < a ? b : a, as std::min: the first where they are equal or one of them is NaN
  max,  ///< a < b ? b : a, as std::max
  abs,
  sqrt,
  exp,
  log,
  tanh,
  sin,
  cos,
  less,        ///< a < b, a condition; a > b is b < a
  less_equal,  ///< a ≤ b; false where one of them is NaN, as the other comparisons but not_equal
  equal,
  not_equal,
  select,  ///< condition ? a : b
};

/// How many operands an operation has, the condition of a selection included: 0 to 3.
constexpr std::size_t arity(Op op) {
  switch (op) {
    case Op::input:
    case Op::constant:
      return 0;
    case Op::negate:
    case Op::abs:
    case Op::sqrt:
    case Op::exp:
    case Op::log:
    case Op::tanh:
    case Op::sin:
    case Op::cos:
      return 1;
    case Op::fma:
    case Op::select:
      return 3;
    default:
      return 2;
  }
}

/// Does it compare? Then it gives a condition, which only select takes, as its first operand; all other
/// operands and results are floats.
constexpr bool is_comparison(Op op) {
  return op == Op::less || op == Op::less_equal || op == Op::equal || op == Op::not_equal;
}

}  // namespace parallelization
