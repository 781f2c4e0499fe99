// An array that computes as NumPy's do: an operation at a time, each a pass over memory. What it costs is the
// traffic. NumPy's habits with memory are kept: which array a result goes into, and where arrays come from.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "kernels/scalar.hpp"
#include "kernels/vectorized/eigen_functions.hpp"

namespace parallelization::eager {

/// From this size on NumPy writes a result over an operand that nobody else holds ("temporary elision",
/// numpy/_core/src/multiarray/temp_elide.c). Below, finding that out costs it more than it saves.
inline constexpr std::size_t least_bytes_to_reuse = std::size_t{256} << 10U;
/// From this size on NumPy advises the system to back an array with huge pages
/// (numpy/_core/src/multiarray/alloc.c).
inline constexpr std::size_t least_bytes_in_huge_pages = std::size_t{4} << 20U;

/// What was done, counted while it is done.
struct Tally {
  unsigned passes = 0;         ///< over whole arrays
  unsigned arrays = 0;         ///< allocated
  std::size_t bytes = 0;       ///< held by arrays now
  std::size_t most_bytes = 0;  ///< at once
  std::size_t least_bytes_to_reuse = eager::least_bytes_to_reuse;
};

/// Gives memory back.
struct Free {
  void operator()(void* data) const {
    tally->bytes -= bytes;
    std::free(data);
  }

  Tally* tally = nullptr;
  std::size_t bytes = 0;
};
template <class T>
using Memory = std::unique_ptr<T, Free>;

/// Memory of malloc, as NumPy's.
template <class T>
Memory<T> allocate(std::size_t count, Tally& tally) {
  const std::size_t bytes = count * sizeof(T);
  void* const data = std::malloc(bytes);
  if (data == nullptr) {
    throw std::bad_alloc();
  }
  if (bytes >= least_bytes_in_huge_pages) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t to_next_page = page - reinterpret_cast<std::uintptr_t>(data) % page;
    // A system without huge pages refuses, and nothing is lost.
    static_cast<void>(madvise(static_cast<char*>(data) + to_next_page, bytes - to_next_page, MADV_HUGEPAGE));
  }
  ++tally.arrays;
  tally.bytes += bytes;
  tally.most_bytes = std::max(tally.most_bytes, tally.bytes);
  return Memory<T>(static_cast<T*>(data), Free{&tally, bytes});
}

/// Whose memory NumPy's operators write their result into, where nobody else holds it. Its functions, such as
/// exp(), always make an array.
enum class Reuse { nothing, left_operand, either_operand };

/// An array of truth values: what a comparison gives.
struct EagerCondition {
  std::size_t count = 0;
  Tally* tally = nullptr;
  std::shared_ptr<bool> values = {};  ///< none: `value` holds for all
  bool value = false;
};

/// An array whose operations compute at once; or a number, which has no memory. Copies share their memory, as
/// variables of Python do: an operand that is held once only is a temporary.
class EagerArray {
 public:
  template <class Number>
  requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>) EagerArray(Number constant)
      : constant_(static_cast<float>(constant)) {}  // NOLINT: `2 * x` is wanted

  /// The tally is handed on to all results.
  EagerArray(std::size_t count, Tally& tally)
      : count_(count), tally_(&tally), own_(allocate<float>(count, tally)) {}

  // NOLINTBEGIN(cert-oop58-cpp): the other one shares its memory from now on
  EagerArray(const EagerArray& other)
      : count_(other.count_), tally_(other.tally_), shared_(other.share()), constant_(other.constant_) {}
  // NOLINTEND(cert-oop58-cpp)
  EagerArray(EagerArray&&) = default;
  EagerArray& operator=(const EagerArray& other) { return *this = EagerArray(other); }
  EagerArray& operator=(EagerArray&&) = default;
  ~EagerArray() = default;

  bool is_number() const { return tally_ == nullptr; }
  bool is_held_once() const { return own_ != nullptr || shared_.use_count() == 1; }
  float* data() { return own_ ? own_.get() : shared_.get(); }
  const float* data() const { return own_ ? own_.get() : shared_.get(); }
  std::size_t size() const { return count_; }

  /// Itself, or a copy of it where the memory is another variable's too, or none.
  EagerArray in_memory_of_its_own(std::size_t count, Tally& tally) && {
    if (!is_number() && is_held_once()) {
      return std::move(*this);
    }
    EagerArray copy(count, tally);
    copy.map() = is_number() ? Eigen::ArrayXf::Constant(static_cast<Eigen::Index>(count), constant_)
                             : Eigen::ArrayXf(std::as_const(*this).map());
    return copy;
  }

  friend EagerArray operator+(EagerArray a, EagerArray b) {
    return binary(Reuse::either_operand, a, b, [](const auto& l, const auto& r) { return l + r; });
  }
  friend EagerArray operator-(EagerArray a, EagerArray b) {
    return binary(Reuse::left_operand, a, b, [](const auto& l, const auto& r) { return l - r; });
  }
  friend EagerArray operator*(EagerArray a, EagerArray b) {
    return binary(Reuse::either_operand, a, b, [](const auto& l, const auto& r) { return l * r; });
  }
  friend EagerArray operator/(EagerArray a, EagerArray b) {
    return binary(Reuse::left_operand, a, b, [](const auto& l, const auto& r) { return l / r; });
  }
  friend EagerArray operator-(EagerArray a) {
    return unary(Reuse::left_operand, a, [](const auto& v) { return -v; });
  }
  friend EagerArray operator+(EagerArray a) { return a; }
  EagerArray& operator+=(EagerArray b) { return *this = std::move(*this) + std::move(b); }
  EagerArray& operator-=(EagerArray b) { return *this = std::move(*this) - std::move(b); }
  EagerArray& operator*=(EagerArray b) { return *this = std::move(*this) * std::move(b); }
  EagerArray& operator/=(EagerArray b) { return *this = std::move(*this) / std::move(b); }

  /// NumPy has none.
  friend EagerArray fma(EagerArray a, EagerArray b, EagerArray c) {
    return std::move(a) * std::move(b) + std::move(c);
  }
  friend EagerArray min(const EagerArray& a, const EagerArray& b) {
    return by_element(a, b, [](Scalar<float> l, Scalar<float> r) { return min(l, r).value; });
  }
  friend EagerArray max(const EagerArray& a, const EagerArray& b) {
    return by_element(a, b, [](Scalar<float> l, Scalar<float> r) { return max(l, r).value; });
  }
  friend EagerArray abs(EagerArray a) {
    return unary(Reuse::left_operand, a, [](const auto& v) { return abs(v); });
  }
  friend EagerArray sqrt(EagerArray a) {
    return unary(Reuse::nothing, a, [](const auto& v) {
      if constexpr (is_scalar<std::remove_cvref_t<decltype(v)>>) {
        return sqrt(v);
      } else {
        return v.unaryExpr(EigenRoot());
      }
    });
  }
  friend EagerArray exp(EagerArray a) {
    return unary(Reuse::nothing, a, [](const auto& v) { return exp(v); });
  }
  friend EagerArray log(EagerArray a) {
    return unary(Reuse::nothing, a, [](const auto& v) {
      if constexpr (is_scalar<std::remove_cvref_t<decltype(v)>>) {
        return log(v);
      } else {
        return v.unaryExpr(EigenLogarithm());
      }
    });
  }
  friend EagerArray tanh(EagerArray a) {
    return unary(Reuse::nothing, a, [](const auto& v) { return tanh(v); });
  }
  friend EagerArray sin(EagerArray a) {
    return unary(Reuse::nothing, a, [](const auto& v) { return sin(v); });
  }
  friend EagerArray cos(EagerArray a) {
    return unary(Reuse::nothing, a, [](const auto& v) { return cos(v); });
  }

  friend EagerCondition operator<(const EagerArray& a, const EagerArray& b) {
    return compare(a, b, [](float l, float r) { return l < r; });
  }
  friend EagerCondition operator<=(const EagerArray& a, const EagerArray& b) {
    return compare(a, b, [](float l, float r) { return l <= r; });
  }
  friend EagerCondition operator>(const EagerArray& a, const EagerArray& b) { return b < a; }
  friend EagerCondition operator>=(const EagerArray& a, const EagerArray& b) { return b <= a; }
  friend EagerCondition operator==(const EagerArray& a, const EagerArray& b) {
    return compare(a, b, [](float l, float r) { return l == r; });
  }
  friend EagerCondition operator!=(const EagerArray& a, const EagerArray& b) {
    return compare(a, b, [](float l, float r) { return l != r; });
  }
  friend EagerArray select(const EagerCondition& condition, const EagerArray& a, const EagerArray& b) {
    if (!condition.values) {
      return condition.value ? a : b;
    }
    EagerArray result(condition.count, *condition.tally);
    const bool* const holds = condition.values.get();
    float* const out = result.data();
    with_elements(a, b, [&](const auto& left, const auto& right) {
      for (std::size_t i = 0; i < condition.count; ++i) {
        out[i] = holds[i] ? left(i) : right(i);
      }
    });
    ++condition.tally->passes;
    return result;
  }

 private:
  using Map = Eigen::Map<Eigen::ArrayXf>;
  using ConstMap = Eigen::Map<const Eigen::ArrayXf>;

  std::shared_ptr<float> share() const {
    if (own_) {
      shared_ = std::move(own_);
    }
    return shared_;
  }

  ConstMap map() const { return {data(), static_cast<Eigen::Index>(count_)}; }
  Map map() { return {data(), static_cast<Eigen::Index>(count_)}; }

  bool can_be_reused() const {
    return !is_number() && is_held_once() && size() * sizeof(float) >= tally_->least_bytes_to_reuse;
  }

  static EagerArray room_for_result(Reuse reuse, EagerArray& a, EagerArray& b) {
    if (a.can_be_reused()) {
      return std::move(a);
    }
    if (reuse == Reuse::either_operand && b.can_be_reused()) {
      return std::move(b);
    }
    return a.is_number() ? EagerArray(b.size(), *b.tally_) : EagerArray(a.size(), *a.tally_);
  }

  template <class Operation>
  static EagerArray unary(Reuse reuse, EagerArray& a, Operation operation) {
    if (a.is_number()) {
      return operation(Scalar<float>(a.constant_)).value;
    }
    const ConstMap operand = std::as_const(a).map();
    EagerArray result =
        reuse != Reuse::nothing && a.can_be_reused() ? std::move(a) : EagerArray(a.size(), *a.tally_);
    result.map() = operation(operand);
    ++result.tally_->passes;
    return result;
  }

  template <class Operation>
  static EagerArray binary(Reuse reuse, EagerArray& a, EagerArray& b, Operation operation) {
    if (a.is_number() && b.is_number()) {
      return operation(Scalar<float>(a.constant_), Scalar<float>(b.constant_)).value;
    }
    const bool left_is_number = a.is_number();
    const bool right_is_number = b.is_number();
    const ConstMap left = std::as_const(a).map();
    const ConstMap right = std::as_const(b).map();
    EagerArray result = room_for_result(reuse, a, b);
    if (left_is_number) {
      result.map() = operation(a.constant_, right);
    } else if (right_is_number) {
      result.map() = operation(left, b.constant_);
    } else {
      result.map() = operation(left, right);
    }
    ++result.tally_->passes;
    return result;
  }

  /// Calls it with two functions that give the operands' elements, so that its loop need not ask which is a
  /// number.
  template <class Call>
  static void with_elements(const EagerArray& a, const EagerArray& b, Call call) {
    const auto either = [](const EagerArray& operand, const auto& next) {
      if (operand.is_number()) {
        next([number = operand.constant_](std::size_t) { return number; });
      } else {
        next([data = operand.data()](std::size_t i) { return data[i]; });
      }
    };
    either(a, [&](const auto& left) { either(b, [&](const auto& right) { call(left, right); }); });
  }

  template <class Operation>
  static EagerArray by_element(const EagerArray& a, const EagerArray& b, Operation operation) {
    if (a.is_number() && b.is_number()) {
      return operation(a.constant_, b.constant_);
    }
    const EagerArray& array = a.is_number() ? b : a;
    EagerArray result(array.size(), *array.tally_);
    float* const out = result.data();
    with_elements(a, b, [&](const auto& left, const auto& right) {
      for (std::size_t i = 0; i < array.size(); ++i) {
        out[i] = operation(left(i), right(i));
      }
    });
    ++array.tally_->passes;
    return result;
  }

  template <class Operation>
  static EagerCondition compare(const EagerArray& a, const EagerArray& b, Operation operation) {
    if (a.is_number() && b.is_number()) {
      return {.value = operation(a.constant_, b.constant_)};
    }
    const EagerArray& array = a.is_number() ? b : a;
    EagerCondition result{
        .count = array.size(), .tally = array.tally_, .values = allocate<bool>(array.size(), *array.tally_)};
    bool* const out = result.values.get();
    with_elements(a, b, [&](const auto& left, const auto& right) {
      for (std::size_t i = 0; i < array.size(); ++i) {
        out[i] = operation(left(i), right(i));
      }
    });
    ++array.tally_->passes;
    return result;
  }

  std::size_t count_ = 0;
  Tally* tally_ = nullptr;  ///< none: a number
  mutable Memory<float> own_;
  mutable std::shared_ptr<float> shared_;  ///< instead of own_, once there was a copy
  float constant_ = 0;
};

}  // namespace parallelization::eager
