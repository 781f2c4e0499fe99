// f as a list of operations, recorded while the program is compiled. Vectors whose length is known only while
// the program runs (ARM's SVE) can't be members of a class, so that no class can give them operators; and
// loops of f need not be loops of the machine. So f is called once, with a value that records what is done to
// it, and the kernel carries out the list.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "kernels/function.hpp"
#include "kernels/operation.hpp"

namespace parallelization::simd {

/// One operation.
struct Step {
  Op op = Op::input;
  std::array<std::size_t, 3> operands = {};  ///< numbers of earlier steps
  float constant = 0;
};

class RecordedCondition;

/// A float that records what is done to it; or, without steps, a constant.
class Recorded {
 public:
  template <class Number>
  requires(std::is_arithmetic_v<Number> && !std::same_as<Number, bool>) constexpr Recorded(Number constant)
      : constant_(static_cast<float>(constant)) {}  // NOLINT: `2 * x` is wanted
  constexpr Recorded(std::vector<Step>* steps, std::size_t place) : steps_(steps), place_(place) {}

  friend constexpr Recorded operator+(Recorded a, Recorded b) { return apply(Op::add, a, b); }
  friend constexpr Recorded operator-(Recorded a, Recorded b) { return apply(Op::subtract, a, b); }
  friend constexpr Recorded operator*(Recorded a, Recorded b) { return apply(Op::multiply, a, b); }
  friend constexpr Recorded operator/(Recorded a, Recorded b) { return apply(Op::divide, a, b); }
  friend constexpr Recorded operator-(Recorded a) { return apply(Op::negate, a); }
  friend constexpr Recorded operator+(Recorded a) { return a; }
  constexpr Recorded& operator+=(Recorded b) { return *this = *this + b; }
  constexpr Recorded& operator-=(Recorded b) { return *this = *this - b; }
  constexpr Recorded& operator*=(Recorded b) { return *this = *this * b; }
  constexpr Recorded& operator/=(Recorded b) { return *this = *this / b; }

  friend constexpr RecordedCondition operator<(Recorded a, Recorded b);
  friend constexpr RecordedCondition operator<=(Recorded a, Recorded b);
  friend constexpr RecordedCondition operator>(Recorded a, Recorded b);
  friend constexpr RecordedCondition operator>=(Recorded a, Recorded b);
  friend constexpr RecordedCondition operator==(Recorded a, Recorded b);
  friend constexpr RecordedCondition operator!=(Recorded a, Recorded b);

  friend constexpr Recorded fma(Recorded a, Recorded b, Recorded c) { return apply(Op::fma, a, b, c); }
  friend constexpr Recorded min(Recorded a, Recorded b) { return apply(Op::min, a, b); }
  friend constexpr Recorded max(Recorded a, Recorded b) { return apply(Op::max, a, b); }
  friend constexpr Recorded abs(Recorded a) { return apply(Op::abs, a); }
  friend constexpr Recorded sqrt(Recorded a) { return apply(Op::sqrt, a); }
  friend constexpr Recorded exp(Recorded a) { return apply(Op::exp, a); }
  friend constexpr Recorded log(Recorded a) { return apply(Op::log, a); }
  friend constexpr Recorded tanh(Recorded a) { return apply(Op::tanh, a); }
  friend constexpr Recorded sin(Recorded a) { return apply(Op::sin, a); }
  friend constexpr Recorded cos(Recorded a) { return apply(Op::cos, a); }

  constexpr bool is_constant() const { return steps_ == nullptr; }

  /// The step that makes this value.
  constexpr std::size_t place_in(std::vector<Step>& steps) const {
    if (!is_constant()) {
      return place_;
    }
    steps.push_back({.op = Op::constant, .constant = constant_});
    return steps.size() - 1;
  }

 private:
  friend class RecordedCondition;

  static constexpr Recorded apply(Op op, Recorded a, Recorded b = 0, Recorded c = 0) {
    const std::array operands{a, b, c};
    std::vector<Step>* steps = nullptr;
    for (const Recorded& operand : operands) {
      steps = steps == nullptr ? operand.steps_ : steps;
    }
    if (steps == nullptr) {
      return at_once(op, a.constant_, b.constant_, c.constant_).value;
    }
    Step step{.op = op};
    for (std::size_t i = 0; i < arity(op); ++i) {
      step.operands[i] = operands[i].place_in(*steps);
    }
    steps->push_back(step);
    return {steps, steps->size() - 1};
  }

  /// Of constants alone.
  static constexpr Scalar<float> at_once(Op op, Scalar<float> a, Scalar<float> b, Scalar<float> c) {
    const auto number = [](Condition<float> condition) { return Scalar<float>(condition.holds ? 1 : 0); };
    switch (op) {
      case Op::add:
        return a + b;
      case Op::subtract:
        return a - b;
      case Op::multiply:
        return a * b;
      case Op::divide:
        return a / b;
      case Op::negate:
        return -a;
      case Op::fma:
        return fma(a, b, c);
      case Op::min:
        return min(a, b);
      case Op::max:
        return max(a, b);
      case Op::abs:
        return abs(a);
      case Op::sqrt:
        return sqrt(a);
      case Op::exp:
        return exp(a);
      case Op::log:
        return log(a);
      case Op::tanh:
        return tanh(a);
      case Op::sin:
        return sin(a);
      case Op::cos:
        return cos(a);
      case Op::less:
        return number(a < b);
      case Op::less_equal:
        return number(a <= b);
      case Op::equal:
        return number(a == b);
      case Op::not_equal:
        return number(a != b);
      case Op::select:
        return a.value != 0 ? b : c;
      default:
        return a;
    }
  }

  std::vector<Step>* steps_ = nullptr;
  std::size_t place_ = 0;
  float constant_ = 0;
};

/// What a comparison gives: it can only be handed to select().
class RecordedCondition {
 public:
  friend constexpr Recorded select(RecordedCondition condition, Recorded a, Recorded b) {
    return condition.selected(a, b);
  }

  friend constexpr RecordedCondition operator<(Recorded a, Recorded b) { return {Op::less, a, b}; }
  friend constexpr RecordedCondition operator<=(Recorded a, Recorded b) { return {Op::less_equal, a, b}; }
  friend constexpr RecordedCondition operator>(Recorded a, Recorded b) { return b < a; }
  friend constexpr RecordedCondition operator>=(Recorded a, Recorded b) { return b <= a; }
  friend constexpr RecordedCondition operator==(Recorded a, Recorded b) { return {Op::equal, a, b}; }
  friend constexpr RecordedCondition operator!=(Recorded a, Recorded b) { return {Op::not_equal, a, b}; }

 private:
  constexpr Recorded selected(Recorded a, Recorded b) const {
    return value_.is_constant() ? value_.constant_ != 0 ? a : b : Recorded::apply(Op::select, value_, a, b);
  }

  constexpr RecordedCondition(Op op, Recorded a, Recorded b) : value_(Recorded::apply(op, a, b)) {}

  Recorded value_;  ///< where it is a constant: 0 or 1
};

/// A function of one value, recorded.
struct Recording {
  std::vector<Step> steps;
  std::size_t result = 0;  ///< the step that makes it
};

template <class F>
constexpr Recording record(const F& function) {
  Recording recording;
  recording.steps.push_back({.op = Op::input});
  const Recorded result = function(Recorded(&recording.steps, 0));
  recording.result = result.place_in(recording.steps);
  return recording;
}

/// The steps of a function that have to be carried out, in their order, and where their values are kept: in
/// places that are used again when nobody needs the value any more. Vectors and conditions have places of
/// their own. Constants and the argument are no steps to be carried out; the argument is in place 0.
template <std::size_t size>
struct Formula {
  std::array<Step, size> steps = {};
  std::size_t result = 0;
  std::array<std::size_t, size> order = {};
  std::size_t operations = 0;  ///< how many of `order` are used
  std::array<std::size_t, size> places = {};
  std::size_t vectors = 1;
  std::size_t conditions = 0;

  constexpr bool uses(Op op) const {
    return std::any_of(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(operations),
                       [&](std::size_t step) { return steps[step].op == op; });
  }
};

template <std::size_t size>
constexpr Formula<size> plan(const Recording& recording) {
  Formula<size> formula;
  std::copy(recording.steps.begin(), recording.steps.end(), formula.steps.begin());
  formula.result = recording.result;
  // From the end to the beginning: who is needed, and by whom last.
  std::array<std::size_t, size> last_use{};
  last_use[formula.result] = size;
  for (std::size_t step = size; step-- > 0;) {
    for (std::size_t i = 0; last_use[step] != 0 && i < arity(formula.steps[step].op); ++i) {
      std::size_t& last = last_use[formula.steps[step].operands[i]];
      last = std::max(last, step);
    }
  }
  std::vector<std::size_t> free_vectors;
  std::vector<std::size_t> free_conditions;
  const auto has_place = [&](std::size_t step) { return formula.steps[step].op != Op::constant; };
  const auto is_condition = [&](std::size_t step) { return is_comparison(formula.steps[step].op); };
  for (std::size_t step = 1; step < size; ++step) {
    if (last_use[step] == 0 || !has_place(step)) {
      continue;
    }
    const Step& made = formula.steps[step];
    for (std::size_t i = 0; i < arity(made.op); ++i) {
      const std::size_t operand = made.operands[i];
      if (last_use[operand] == step && has_place(operand)) {
        (is_condition(operand) ? free_conditions : free_vectors).push_back(formula.places[operand]);
        last_use[operand] = 0;  // once, if it is two operands
      }
    }
    auto& free = is_condition(step) ? free_conditions : free_vectors;
    if (free.empty()) {
      formula.places[step] = is_condition(step) ? formula.conditions++ : formula.vectors++;
    } else {
      formula.places[step] = free.back();
      free.pop_back();
    }
    formula.order[formula.operations++] = step;
  }
  return formula;
}

/// The function as a type: record() needs it twice.
struct TheFunction {
  template <class T>
  constexpr auto operator()(const T& x) const {
    return f(x);
  }
};

template <class F>
constexpr std::size_t steps_of() {
  return record(F()).steps.size();
}

template <class F>
inline constexpr auto formula_of = plan<steps_of<F>()>(record(F()));

}  // namespace parallelization::simd
