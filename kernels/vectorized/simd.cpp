// The SIMD kernel, compiled once for each instruction set. This unit is built without -march (see
// kernels/CMakeLists.txt), or Highway would build the best instruction set alone.
#include "kernels/vectorized/simd.hpp"

#include "kernels/caches.hpp"
#include "kernels/cubic.hpp"
#include "kernels/vectorized/formula.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/vectorized/simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, as Highway demands.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace parallelization::simd::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The formula of a vector. Not operators: the vectors of some instruction sets have none.
template <class Formula, class Vector>
HWY_INLINE Vector evaluate(Vector x) {
  if constexpr (std::is_same_v<Formula, Argument>) {
    return x;
  } else {
    const auto left = evaluate<typename Formula::Left>(x);
    const auto right = evaluate<typename Formula::Right>(x);
    if constexpr (Formula::operation == Operation::add) {
      return hn::Add(left, right);
    } else {
      return hn::Mul(left, right);
    }
  }
}

/// Applies f to whole vectors, four at a time so that loads, arithmetic and stores overlap, and to what is
/// left at both ends. `store(vector, tag, pointer)` gets aligned pointers.
template <class F, class Store>
void transform(const float* HWY_RESTRICT x, float* HWY_RESTRICT y, std::size_t count, F f, Store store) {
  const hn::ScalableTag<float> tag;
  const hn::CappedTag<float, 1> one;
  const std::size_t lanes = hn::Lanes(tag);
  std::size_t i = 0;
  for (; i < count && reinterpret_cast<std::uintptr_t>(y + i) % (lanes * sizeof(float)) != 0; ++i) {
    hn::StoreU(f(hn::LoadU(one, x + i)), one, y + i);
  }
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    const auto a = hn::LoadU(tag, x + i);
    const auto b = hn::LoadU(tag, x + i + lanes);
    const auto c = hn::LoadU(tag, x + i + 2 * lanes);
    const auto d = hn::LoadU(tag, x + i + 3 * lanes);
    store(f(a), tag, y + i);
    store(f(b), tag, y + i + lanes);
    store(f(c), tag, y + i + 2 * lanes);
    store(f(d), tag, y + i + 3 * lanes);
  }
  for (; i + lanes <= count; i += lanes) {
    store(f(hn::LoadU(tag, x + i)), tag, y + i);
  }
  for (; i < count; ++i) {
    hn::StoreU(f(hn::LoadU(one, x + i)), one, y + i);
  }
}

constexpr auto store_cached = [](auto value, auto tag, float* to) HWY_ATTR { hn::Store(value, tag, to); };
constexpr auto store_streaming = [](auto value, auto tag, float* to) HWY_ATTR { hn::Stream(value, tag, to); };
constexpr auto apply_cubic = [](auto value) HWY_ATTR {
  return evaluate<decltype(parallelization::cubic(Argument()))>(value);
};
constexpr auto unchanged = [](auto value) HWY_ATTR { return value; };

const char* target_name() {
  return hwy::TargetName(HWY_TARGET);
}

const char* cubic_cached(const float* x, float* y, std::size_t count) {
  transform(x, y, count, apply_cubic, store_cached);
  return target_name();
}

const char* cubic_streaming(const float* x, float* y, std::size_t count) {
  transform(x, y, count, apply_cubic, store_streaming);
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

HWY_EXPORT(cubic_cached);
HWY_EXPORT(cubic_streaming);
HWY_EXPORT(copy_streaming);
HWY_EXPORT(target_name);

namespace {

std::int64_t available() {
  return hwy::SupportedTargets() & HWY_TARGETS;
}

}  // namespace

const char* cubic(std::span<const float> x, std::span<float> y, Stores stores) {
  return stores == Stores::streaming ? HWY_DYNAMIC_DISPATCH(cubic_streaming)(x.data(), y.data(), y.size())
                                     : HWY_DYNAMIC_DISPATCH(cubic_cached)(x.data(), y.data(), y.size());
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
