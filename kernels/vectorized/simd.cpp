// The SIMD kernel, compiled once for each instruction set. This unit is built without -march (see
// kernels/CMakeLists.txt), or Highway would build the best instruction set alone.
#include "kernels/vectorized/simd.hpp"

#include <array>
#include <limits>
#include <utility>

#include "kernels/caches.hpp"
#include "kernels/vectorized/formula.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/vectorized/simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, as Highway demands.
#include <hwy/cache_control.h>
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace parallelization::simd::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Functions for all floats: Highway's are for those that they are made for.

/// With NaN and equal ones the first, as std::min.
template <class V>
HWY_INLINE V least(V a, V b) {
#if HWY_ARCH_X86
  return hn::Min(b, a);
#else
  return hn::IfThenElse(hn::Lt(b, a), b, a);
#endif
}

template <class V>
HWY_INLINE V greatest(V a, V b) {
#if HWY_ARCH_X86
  return hn::Max(b, a);
#else
  return hn::IfThenElse(hn::Lt(a, b), b, a);
#endif
}

template <class D, class V>
HWY_INLINE V exponential(D d, V x) {
  const auto overflows = hn::Set(d, 100.0F);  // and is far from what overflows on the way there
  return hn::IfThenElse(hn::Eq(x, x), hn::Exp(d, hn::Min(x, overflows)), x);
}

template <class D, class V>
HWY_INLINE V logarithm(D d, V x) {
  const auto zero = hn::Zero(d);
  const auto infinity = hn::Set(d, std::numeric_limits<float>::infinity());
  const auto outside =
      hn::IfThenElse(hn::Eq(x, zero), hn::Neg(infinity), hn::Set(d, std::numeric_limits<float>::quiet_NaN()));
  return hn::IfThenElse(hn::Gt(x, zero), hn::IfThenElse(hn::Eq(x, infinity), x, hn::Log(d, x)), outside);
}

/// The vectors and conditions that f works on: `width` vectors a place, so that an operation is done to all
/// of them before the next one is, and none waits for itself; behind them the conditions.
constexpr const auto& the_formula = formula_of<TheFunction>;

template <std::size_t place, class First, class... Rest>
HWY_INLINE auto& pick(First& first, Rest&... rest) {
  if constexpr (place == 0) {
    return first;
  } else {
    return pick<place - 1>(rest...);
  }
}

/// The value that an earlier step made, of the vector `lane` of `width`.
template <std::size_t step, std::size_t width, std::size_t lane, class D, class... Values>
HWY_INLINE auto value_of(D d, Values&... values) {
  constexpr Op op = the_formula.steps[step].op;
  if constexpr (op == Op::constant) {
    return hn::Set(d, the_formula.steps[step].constant);
  } else {
    constexpr std::size_t place = the_formula.places[step] + (is_comparison(op) ? the_formula.vectors : 0);
    return pick<place * width + lane>(values...);
  }
}

template <Op op, class D, class A, class... More>
HWY_INLINE auto operate(D d, A a, More... more) {
  if constexpr (op == Op::add) {
    return hn::Add(a, more...);
  } else if constexpr (op == Op::subtract) {
    return hn::Sub(a, more...);
  } else if constexpr (op == Op::multiply) {
    return hn::Mul(a, more...);
  } else if constexpr (op == Op::divide) {
    return hn::Div(a, more...);
  } else if constexpr (op == Op::negate) {
    return hn::Neg(a);
  } else if constexpr (op == Op::fma) {
    return hn::MulAdd(a, more...);
  } else if constexpr (op == Op::min) {
    return least(a, more...);
  } else if constexpr (op == Op::max) {
    return greatest(a, more...);
  } else if constexpr (op == Op::abs) {
    return hn::Abs(a);
  } else if constexpr (op == Op::sqrt) {
    return hn::Sqrt(a);
  } else if constexpr (op == Op::exp) {
    return exponential(d, a);
  } else if constexpr (op == Op::log) {
    return logarithm(d, a);
  } else if constexpr (op == Op::tanh) {
    return hn::Tanh(d, a);
  } else if constexpr (op == Op::sin) {
    return hn::Sin(d, a);
  } else if constexpr (op == Op::cos) {
    return hn::Cos(d, a);
  } else if constexpr (op == Op::less) {
    return hn::Lt(a, more...);
  } else if constexpr (op == Op::less_equal) {
    return hn::Le(a, more...);
  } else if constexpr (op == Op::equal) {
    return hn::Eq(a, more...);
  } else if constexpr (op == Op::not_equal) {
    return hn::Ne(a, more...);
  } else {
    static_assert(op == Op::select);
    return hn::IfThenElse(a, more...);
  }
}

template <std::size_t step, std::size_t width, std::size_t lane, class D, std::size_t... operand,
          class... Values>
HWY_INLINE void carry_out(D d, std::index_sequence<operand...>, Values&... values) {
  constexpr const Step& what = the_formula.steps[step];
  constexpr std::size_t place = the_formula.places[step] + (is_comparison(what.op) ? the_formula.vectors : 0);
  pick<place * width + lane>(values...) =
      operate<what.op>(d, value_of<what.operands[operand], width, lane>(d, values...)...);
}

template <std::size_t step, class D, std::size_t... lane, class... Values>
HWY_INLINE void carry_out_all(D d, std::index_sequence<lane...>, Values&... values) {
  (carry_out<step, sizeof...(lane), lane>(d, std::make_index_sequence<arity(the_formula.steps[step].op)>(),
                                          values...),
   ...);
}

template <class D, std::size_t... number, class Lanes, class... Values>
HWY_INLINE void carry_out_steps(D d, std::index_sequence<number...>, Lanes lanes, Values&... values) {
  // Not a fold: Clang limits how deep one may be.
  const std::array<int, sizeof...(number) + 1> done{
      (carry_out_all<the_formula.order[number]>(d, lanes, values...), 0)...};
  static_cast<void>(done);
}

/// What f makes of the first `width` of the values takes their places.
template <class D, std::size_t... lane, class... Values>
HWY_INLINE void put_result(D d, std::index_sequence<lane...>, Values&... values) {
  ((pick<lane>(values...) = value_of<the_formula.result, sizeof...(lane), lane>(d, values...)), ...);
}

/// Makes room for all values behind the arguments, which come first, and carries out f.
template <std::size_t width, class D, class First, class... Rest>
HWY_INLINE void evaluate(D d, First& first, Rest&... rest) {
  constexpr std::size_t there = 1 + sizeof...(Rest);
  if constexpr (there < width * the_formula.vectors) {
    First next = first;
    evaluate<width>(d, first, rest..., next);
  } else if constexpr (there < width * (the_formula.vectors + the_formula.conditions)) {
    auto next = hn::Eq(first, first);
    evaluate<width>(d, first, rest..., next);
  } else {
    constexpr std::make_index_sequence<width> lanes;
    carry_out_steps(d, std::make_index_sequence<the_formula.operations>(), lanes, first, rest...);
    put_result(d, lanes, first, rest...);
  }
}

/// Applies f to whole vectors, four at a time so that loads, arithmetic and stores overlap, and to what is
/// left at both ends. `f(tag, vectors…)` works in place; `store(vector, tag, pointer)` gets aligned pointers.
template <class F, class Store>
void transform(const float* HWY_RESTRICT x, float* HWY_RESTRICT y, std::size_t count, F f, Store store) {
  const hn::ScalableTag<float> tag;
  const hn::CappedTag<float, 1> one;
  const std::size_t lanes = hn::Lanes(tag);
  std::size_t i = 0;
  const auto do_one = [=](std::size_t at) HWY_ATTR {
    auto value = hn::LoadU(one, x + at);
    f(one, value);
    hn::StoreU(value, one, y + at);
  };
  for (; i < count && reinterpret_cast<std::uintptr_t>(y + i) % (lanes * sizeof(float)) != 0; ++i) {
    do_one(i);
  }
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    auto a = hn::LoadU(tag, x + i);
    auto b = hn::LoadU(tag, x + i + lanes);
    auto c = hn::LoadU(tag, x + i + 2 * lanes);
    auto d = hn::LoadU(tag, x + i + 3 * lanes);
    f(tag, a, b, c, d);
    store(a, tag, y + i);
    store(b, tag, y + i + lanes);
    store(c, tag, y + i + 2 * lanes);
    store(d, tag, y + i + 3 * lanes);
  }
  for (; i + lanes <= count; i += lanes) {
    auto a = hn::LoadU(tag, x + i);
    f(tag, a);
    store(a, tag, y + i);
  }
  for (; i < count; ++i) {
    do_one(i);
  }
}

constexpr auto store_cached = [](auto value, auto tag, float* to) HWY_ATTR { hn::Store(value, tag, to); };
constexpr auto store_streaming = [](auto value, auto tag, float* to) HWY_ATTR { hn::Stream(value, tag, to); };
/// Inlined, so that the vectors are variables of the loop: behind references each operation would go through
/// memory.
struct ApplyF {
  template <class D, class... Vectors>
  HWY_INLINE void operator()(D d, Vectors&... vectors) const {
    evaluate<sizeof...(vectors)>(d, vectors...);
  }
};
constexpr ApplyF apply_f;
constexpr auto unchanged = [](auto, auto&...) HWY_ATTR {};

const char* target_name() {
  return hwy::TargetName(HWY_TARGET);
}

const char* apply_cached(const float* x, float* y, std::size_t count) {
  transform(x, y, count, apply_f, store_cached);
  return target_name();
}

const char* apply_streaming(const float* x, float* y, std::size_t count) {
  transform(x, y, count, apply_f, store_streaming);
  hwy::FlushStream();
  return target_name();
}

void copy_streaming(const float* x, float* y, std::size_t count) {
  transform(x, y, count, unchanged, store_streaming);
  hwy::FlushStream();
}

}  // namespace parallelization::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace parallelization::simd {

HWY_EXPORT(apply_cached);
HWY_EXPORT(apply_streaming);
HWY_EXPORT(copy_streaming);
HWY_EXPORT(target_name);

namespace {

std::int64_t available() {
  return hwy::SupportedTargets() & HWY_TARGETS;
}

}  // namespace

const char* apply(std::span<const float> x, std::span<float> y, Stores stores) {
  return stores == Stores::streaming ? HWY_DYNAMIC_DISPATCH(apply_streaming)(x.data(), y.data(), y.size())
                                     : HWY_DYNAMIC_DISPATCH(apply_cached)(x.data(), y.data(), y.size());
}

void stream_copy(std::span<const float> x, std::span<float> y) {
  HWY_DYNAMIC_DISPATCH(copy_streaming)(x.data(), y.data(), y.size());
}

Stores stores_for(std::size_t count) {
  static const std::size_t cache = last_level_cache();
  return cache != 0 && 2 * sizeof(float) * count > 2 * cache ? Stores::streaming : Stores::cached;
}

std::vector<std::string> instruction_sets() {
  std::vector<std::string> names;
  for (std::int64_t left = available(); left != 0; left &= left - 1) {
    names.emplace_back(hwy::TargetName(left & -left));  // better targets have lower bits
  }
  return names;
}

std::string instruction_set() {
  return HWY_DYNAMIC_DISPATCH(target_name)();
}

std::string library_version() {
  return std::to_string(HWY_MAJOR) + "." + std::to_string(HWY_MINOR) + "." + std::to_string(HWY_PATCH);
}

std::optional<std::string> use_instruction_set(std::string_view name) {
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  if (name.empty()) {
    return std::nullopt;
  }
  std::string known;
  for (std::int64_t left = available(); left != 0; left &= left - 1) {
    const std::int64_t target = left & -left;
    if (name == hwy::TargetName(target)) {
      hwy::SetSupportedTargetsForTest(target);
      hwy::GetChosenTarget().Update(hwy::SupportedTargets());
      return std::nullopt;
    }
    known += (known.empty() ? "" : ", ") + std::string(hwy::TargetName(target));
  }
  return "no instruction set '" + std::string(name) + "' here; there are " + known;
}

}  // namespace parallelization::simd
#endif
