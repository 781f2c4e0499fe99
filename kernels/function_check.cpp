// What the header of a function must have: compiled by kernels/function.cmake before anything else, for the
// sake of its messages.
#include "kernels/function.hpp"
#include "kernels/vectorized/formula.hpp"

#include <string_view>

namespace parallelization {
namespace {

template <class T>
constexpr bool has_function() {
  constexpr bool there = !std::is_same_v<decltype(function::f(T(0))), function_defaults::NoFunction>;
  static_assert(there, "there is no f: it is declared as template <class T> constexpr auto f(const T& x)");
  return there;
}

template <class T>
constexpr bool gives_back_the_same() {
  constexpr bool same = std::is_convertible_v<decltype(function::f(T(0))), T>;
  static_assert(same, "f takes one value and returns one value of the same kind");
  return same;
}

constexpr bool is_a_line(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\') {
      return false;
    }
  }
  return !text.empty();
}

template <class F, std::size_t = simd::steps_of<F>()>
constexpr bool can_be_recorded(int) {
  return true;
}
template <class F>
constexpr bool can_be_recorded(...) {
  return false;
}

static_assert(has_function<Scalar<float>>());
static_assert(gives_back_the_same<Scalar<float>>());
static_assert(gives_back_the_same<Scalar<double>>());
static_assert(is_a_line(function::name), "name is one line of text without quotes and backslashes");
static_assert(is_a_line(function::formula), "formula is one line of text without quotes and backslashes");
static_assert(std::is_same_v<std::remove_const_t<decltype(function::input)>, Distribution>,
              "input is normal(mean, deviation) or uniform(low, high)");
static_assert(
    function::input.kind == Distribution::Kind::normal ? function::input.second > 0
                                                       : function::input.first < function::input.second,
    "input is normal(mean, deviation) with a deviation above 0, or uniform(low, high) with low < high");
static_assert(
    can_be_recorded<simd::TheFunction>(0),
    "f can't be evaluated by the compiler: it is constexpr, ends, and calls no function of constants "
    "alone, such as sqrt(2.0)");

}  // namespace
}  // namespace parallelization
