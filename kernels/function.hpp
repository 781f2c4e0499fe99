// The function that this build measures, y = f(x): the header that CMake's FUNCTION names
// (docs/your-function.md). Every strategy, the reference and the just-in-time tracer call it through here.
#pragma once

#include <type_traits>

#include "kernels/distribution.hpp"
#include "kernels/function_choice.hpp"
#include "kernels/scalar.hpp"

namespace parallelization {

/// What a header need not say; and what its f is where it has none.
namespace function_defaults {
inline constexpr const char* name = FUNCTION_NAME;  // the file's name without its ending
inline constexpr const char* formula = FUNCTION_NAME "(x)";
inline constexpr Distribution input = normal();

/// Is f one expression of x and constants: operators and functions, but no comparison, min, max, or variable
/// that changes? Then vectorized/eigen evaluates it as an array expression, else packet by packet.
inline constexpr bool is_array_expression = false;

struct NoFunction {};
template <class T>
constexpr NoFunction f(const T&) {
  return {};
}
}  // namespace function_defaults

/// The header's names. It includes nothing: what f calls is found by the type of what f is given.
namespace function {
using namespace function_defaults;
#include FUNCTION_HEADER
}  // namespace function

/// y = f(x) for a number (a float's result is a float, a double's a double), or for any type that has the
/// operations of Scalar: an array expression, a vector, a value that records what is done to it.
template <class T>
constexpr auto f(const T& x) {
  if constexpr (std::is_floating_point_v<T>) {
    return Scalar<T>(function::f(Scalar<T>(x))).value;
  } else {
    return function::f(x);
  }
}

}  // namespace parallelization
