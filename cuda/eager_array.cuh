// An array on the device whose operators compute at once: each is a kernel that writes a new array, as
// CuPy's are.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include "cuda/runtime.hpp"
#include "kernels/scalar.hpp"

namespace parallelization::cuda {

/// What the operations of one evaluation of a function share.
struct Evaluation {
  Stream* stream = nullptr;  ///< none: the operations are counted, and not done
  std::size_t count = 0;     ///< elements of every array
  float* y = nullptr;
  unsigned last = 0;  ///< the pass that writes to y, where others write to a new array; counted from 1

  unsigned passes = 0;
  unsigned arrays = 0;  ///< temporary ones that are there now
  unsigned most_arrays = 0;
};

/// An array that is allocated and freed in the order of the stream's work, without waiting.
class Temporary {
 public:
  Temporary(Evaluation& evaluation, std::size_t bytes) : evaluation_(evaluation) {
    if (evaluation_.stream != nullptr) {
      throw_on_error(cudaMallocAsync(&data_, bytes, evaluation_.stream->get()), "cudaMallocAsync");
    }
    ++evaluation_.arrays;
    evaluation_.most_arrays = std::max(evaluation_.most_arrays, evaluation_.arrays);
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    --evaluation_.arrays;
    if (evaluation_.stream != nullptr) {
      static_cast<void>(cudaFreeAsync(data_, evaluation_.stream->get()));
    }
  }

  void* get() const { return data_; }

 private:
  Evaluation& evaluation_;
  void* data_ = nullptr;
};

/// An operand or a result: an array of T, which is freed with the last value that names it, or one T for all
/// elements.
template <class T>
struct EagerValue {
  Evaluation* evaluation = nullptr;  ///< none: a constant
  const T* data = nullptr;
  std::shared_ptr<Temporary> memory = {};  ///< none: x, or y
  unsigned pass = 0;                       ///< that made it; none: x
  T constant = {};

  bool is_constant() const { return evaluation == nullptr; }
};

/// A constant as a kernel reads it.
struct Constant {
  float value;
  __device__ float operator[](std::size_t) const { return value; }
};

template <class Operation, class Result, class... Operands>
__global__ void elementwise(Result* result, std::size_t count, Operands... operands) {
  const std::size_t i = std::size_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < count) {
    result[i] = Operation()(operands[i]...);
  }
}

/// Calls `function` with each operand as a kernel reads it. Conditions are arrays here: select() knows the
/// others.
template <class Function>
void with_operands(const Function& function) {
  function();
}
template <class Function, class T, class... Rest>
void with_operands(const Function& function, const EagerValue<T>& first, const EagerValue<Rest>&... rest) {
  const auto continue_with = [&](auto operand) {
    with_operands([&](auto... others) { function(operand, others...); }, rest...);
  };
  if constexpr (std::same_as<T, float>) {
    if (first.is_constant()) {
      return continue_with(Constant{first.constant});
    }
  }
  continue_with(first.data);
}

/// Puts into the stream: to[i] = Operation of the operands' i-th elements.
template <class Operation, class Result, class... Operands>
void launch_elementwise(const Evaluation& evaluation, Result* to, Operands... operands) {
  void (*const kernel)(Result*, std::size_t, Operands...) = elementwise<Operation, Result, Operands...>;
  launch(*evaluation.stream, evaluation.count, 1, kernel, to, evaluation.count, operands...);
}

/// One pass: Operation of each element of the operands, of which at least one is an array. Operands that
/// nobody else holds are freed when it is in the stream, as Python drops its temporaries.
template <class Operation, class... T>
auto pass(EagerValue<T>... operands) {
  using Result = decltype(Operation()(T()...));
  Evaluation* evaluation = nullptr;
  ((evaluation = operands.evaluation != nullptr ? operands.evaluation : evaluation), ...);
  ++evaluation->passes;

  EagerValue<Result> result{.evaluation = evaluation, .pass = evaluation->passes};
  Result* to = nullptr;
  if constexpr (std::same_as<Result, float>) {
    to = result.pass == evaluation->last ? evaluation->y : nullptr;
  }
  if (!std::same_as<Result, float> || result.pass != evaluation->last) {
    result.memory = std::make_shared<Temporary>(*evaluation, evaluation->count * sizeof(Result));
    to = static_cast<Result*>(result.memory->get());
  }
  result.data = to;
  if (evaluation->stream != nullptr) {
    with_operands(
        [&]<class... Operands>(Operands... each) {
          if constexpr (!(std::same_as<Operands, Constant> && ...)) {
            launch_elementwise<Operation>(*evaluation, to, each...);
          }
        },
        operands...);
  }
  ((operands.memory = nullptr), ...);  // parameters may live until the whole expression is done
  return result;
}

/// The value of an operation: at once where all operands are constants, else by a pass.
template <class Operation, class... T>
auto apply(EagerValue<T>... operands) -> EagerValue<decltype(Operation()(T()...))> {
  if ((operands.is_constant() && ...)) {
    return {.constant = Operation()(operands.constant...)};
  }
  return pass<Operation>(std::move(operands)...);
}

// The operations on an element, as Scalar has them.
// clang-format off
struct Add { __host__ __device__ float operator()(float a, float b) const { return a + b; } };
struct Subtract { __host__ __device__ float operator()(float a, float b) const { return a - b; } };
struct Multiply { __host__ __device__ float operator()(float a, float b) const { return a * b; } };
struct Divide { __host__ __device__ float operator()(float a, float b) const { return a / b; } };
struct Negate { __host__ __device__ float operator()(float a) const { return -a; } };
struct Fma { __host__ __device__ float operator()(Scalar<float> a, Scalar<float> b, Scalar<float> c) const { return fma(a, b, c).value; } };
struct Min { __host__ __device__ float operator()(Scalar<float> a, Scalar<float> b) const { return min(a, b).value; } };
struct Max { __host__ __device__ float operator()(Scalar<float> a, Scalar<float> b) const { return max(a, b).value; } };
struct Abs { __host__ __device__ float operator()(Scalar<float> a) const { return abs(a).value; } };
struct Sqrt { __host__ __device__ float operator()(Scalar<float> a) const { return sqrt(a).value; } };
struct Exp { __host__ __device__ float operator()(Scalar<float> a) const { return exp(a).value; } };
struct Log { __host__ __device__ float operator()(Scalar<float> a) const { return log(a).value; } };
struct Tanh { __host__ __device__ float operator()(Scalar<float> a) const { return tanh(a).value; } };
struct Sin { __host__ __device__ float operator()(Scalar<float> a) const { return sin(a).value; } };
struct Cos { __host__ __device__ float operator()(Scalar<float> a) const { return cos(a).value; } };
struct Less { __host__ __device__ bool operator()(float a, float b) const { return a < b; } };
struct LessEqual { __host__ __device__ bool operator()(float a, float b) const { return a <= b; } };
struct Equal { __host__ __device__ bool operator()(float a, float b) const { return a == b; } };
struct NotEqual { __host__ __device__ bool operator()(float a, float b) const { return a != b; } };
struct Select { __host__ __device__ float operator()(bool condition, float a, float b) const { return condition ? a : b; } };
struct Same { __host__ __device__ float operator()(float a) const { return a; } };
// clang-format on

/// The value that f is called with, and all that f makes of it. Its operations are templates, so that kernels
/// are compiled for those that f uses.
class EagerArray {
 public:
  template <class Number>
  requires(std::is_arithmetic_v<Number> && !std::same_as<Number, bool>) EagerArray(Number constant)
      : value_{.constant = static_cast<float>(constant)} {}  // NOLINT: `2 * x` is wanted
  explicit EagerArray(EagerValue<float> value) : value_(std::move(value)) {}

  const EagerValue<float>& value() const& { return value_; }
  EagerValue<float> value() && { return std::move(value_); }

  template <class B>
  EagerArray& operator+=(const B& b) {
    return *this = *this + b;
  }
  template <class B>
  EagerArray& operator-=(const B& b) {
    return *this = *this - b;
  }
  template <class B>
  EagerArray& operator*=(const B& b) {
    return *this = *this * b;
  }
  template <class B>
  EagerArray& operator/=(const B& b) {
    return *this = *this / b;
  }

 private:
  EagerValue<float> value_;
};

/// What a comparison gives: an array of bool, for select().
class EagerCondition {
 public:
  explicit EagerCondition(EagerValue<bool> value) : value_(std::move(value)) {}
  const EagerValue<bool>& value() const& { return value_; }
  EagerValue<bool> value() && { return std::move(value_); }

 private:
  EagerValue<bool> value_;
};

template <class T>
concept IsEagerArray = std::same_as<std::remove_cvref_t<T>, EagerArray>;
/// Arrays and numbers, at least one array among them.
template <class... T>
concept EagerOperands = (IsEagerArray<T> || ...) && (std::convertible_to<T, EagerArray> && ...);

template <class Operation, class... T>
EagerArray compute(T&&... operands) {
  return EagerArray(apply<Operation>(EagerArray(std::forward<T>(operands)).value()...));
}
template <class Comparison, class A, class B>
EagerCondition compare(A&& a, B&& b) {
  return EagerCondition(
      apply<Comparison>(EagerArray(std::forward<A>(a)).value(), EagerArray(std::forward<B>(b)).value()));
}

// clang-format off
template <class A, class B> requires EagerOperands<A, B> EagerArray operator+(A&& a, B&& b) { return compute<Add>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires EagerOperands<A, B> EagerArray operator-(A&& a, B&& b) { return compute<Subtract>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires EagerOperands<A, B> EagerArray operator*(A&& a, B&& b) { return compute<Multiply>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires EagerOperands<A, B> EagerArray operator/(A&& a, B&& b) { return compute<Divide>(std::forward<A>(a), std::forward<B>(b)); }
template <IsEagerArray A> EagerArray operator-(A&& a) { return compute<Negate>(std::forward<A>(a)); }
template <IsEagerArray A> EagerArray operator+(A&& a) { return std::forward<A>(a); }
template <class A, class B> requires EagerOperands<A, B> EagerCondition operator<(A&& a, B&& b) { return compare<Less>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires EagerOperands<A, B> EagerCondition operator<=(A&& a, B&& b) { return compare<LessEqual>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires EagerOperands<A, B> EagerCondition operator>(A&& a, B&& b) { return compare<Less>(std::forward<B>(b), std::forward<A>(a)); }
template <class A, class B> requires EagerOperands<A, B> EagerCondition operator>=(A&& a, B&& b) { return compare<LessEqual>(std::forward<B>(b), std::forward<A>(a)); }
template <class A, class B> requires EagerOperands<A, B> EagerCondition operator==(A&& a, B&& b) { return compare<Equal>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires EagerOperands<A, B> EagerCondition operator!=(A&& a, B&& b) { return compare<NotEqual>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B, class C> requires EagerOperands<A, B, C> EagerArray fma(A&& a, B&& b, C&& c) { return compute<Fma>(std::forward<A>(a), std::forward<B>(b), std::forward<C>(c)); }
template <class A, class B> requires EagerOperands<A, B> EagerArray min(A&& a, B&& b) { return compute<Min>(std::forward<A>(a), std::forward<B>(b)); }
template <class A, class B> requires EagerOperands<A, B> EagerArray max(A&& a, B&& b) { return compute<Max>(std::forward<A>(a), std::forward<B>(b)); }
template <IsEagerArray A> EagerArray abs(A&& a) { return compute<Abs>(std::forward<A>(a)); }
template <IsEagerArray A> EagerArray sqrt(A&& a) { return compute<Sqrt>(std::forward<A>(a)); }
template <IsEagerArray A> EagerArray exp(A&& a) { return compute<Exp>(std::forward<A>(a)); }
template <IsEagerArray A> EagerArray log(A&& a) { return compute<Log>(std::forward<A>(a)); }
template <IsEagerArray A> EagerArray tanh(A&& a) { return compute<Tanh>(std::forward<A>(a)); }
template <IsEagerArray A> EagerArray sin(A&& a) { return compute<Sin>(std::forward<A>(a)); }
template <IsEagerArray A> EagerArray cos(A&& a) { return compute<Cos>(std::forward<A>(a)); }
// clang-format on

template <std::same_as<EagerCondition> Condition, class A, class B>
requires(std::convertible_to<A, EagerArray>&& std::convertible_to<B, EagerArray>) EagerArray
    select(Condition condition, A&& a, B&& b) {
  if (condition.value().is_constant()) {
    return condition.value().constant ? EagerArray(std::forward<A>(a)) : EagerArray(std::forward<B>(b));
  }
  return EagerArray(pass<Select>(std::move(condition).value(), EagerArray(std::forward<A>(a)).value(),
                                 EagerArray(std::forward<B>(b)).value()));
}

/// y = f(x), in passes. The last one writes to y, if evaluation.last says which that is and f returns what
/// it gives; else one more copies to y what f returns.
template <class F>
void evaluate(Evaluation& evaluation, const float* x, const F& f) {
  const EagerArray result = f(EagerArray(EagerValue<float>{.evaluation = &evaluation, .data = x}));
  const unsigned made_by = result.value().pass;
  if (made_by != 0 && made_by == evaluation.last) {
    return;
  }
  ++evaluation.passes;
  if (evaluation.stream != nullptr) {
    with_operands([&](auto operand) { launch_elementwise<Same>(evaluation, evaluation.y, operand); },
                  result.value());
  }
}

/// What an evaluation of f takes, found by counting.
struct EagerPlan {
  unsigned last = 0;         ///< for Evaluation
  unsigned passes = 0;       ///< with that
  unsigned most_arrays = 0;  ///< temporary ones that are there at a time
};

template <class F>
EagerPlan eager_plan(const F& f) {
  Evaluation any;
  evaluate(any, nullptr, f);
  Evaluation counted{.last = any.passes - 1};  // the one that it made at the end is to be saved
  evaluate(counted, nullptr, f);
  return {.last = counted.last, .passes = counted.passes, .most_arrays = counted.most_arrays};
}

}  // namespace parallelization::cuda
