// Arrays whose operators compute at once on the device: every operation, with arrays and constants, against
// numbers on the host; how many passes and arrays that takes.
#include "cuda/eager_array.cuh"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "cuda/stand_in/stand_in.hpp"

namespace parallelization::cuda {
namespace {

const std::vector<float> numbers{-3, -1.5F, -1, -0.25F, 0, 0.125F, 0.5F, 1, 1.75F, 2, 40};

struct Outcome {
  std::vector<float> y;
  EagerPlan plan;
  Work work;  ///< of the evaluation alone
};

template <class F>
Outcome compute_on_device(const F& f) {
  const std::size_t count = numbers.size();
  Outcome outcome{.y = std::vector<float>(count, 7), .plan = eager_plan(f), .work = {}};
  const DeviceArray x = device_array(count);
  const DeviceArray y = device_array(count);
  Stream stream;
  stream.copy(numbers.data(), x.get(), count, cudaMemcpyHostToDevice);
  const Work before = stream.work();
  Evaluation evaluation{.stream = &stream, .count = count, .y = y.get(), .last = outcome.plan.last};
  evaluate(evaluation, x.get(), f);
  outcome.work = stream.work() - before;
  EXPECT_EQ(evaluation.passes, outcome.plan.passes) << "the counted evaluation is not the one that is done";
  EXPECT_EQ(evaluation.most_arrays, outcome.plan.most_arrays);
  EXPECT_EQ(evaluation.arrays, 0U);
  stream.copy(y.get(), outcome.y.data(), count, cudaMemcpyDeviceToHost);
  stream.synchronize();
  return outcome;
}

/// f of arrays is f of numbers, in so many passes.
template <class F>
void expect_passes(unsigned passes, const F& f, const char* name) {
  const Outcome outcome = compute_on_device(f);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const float expected = Scalar<float>(f(Scalar<float>(numbers[i]))).value;
    if (std::isnan(expected)) {
      EXPECT_TRUE(std::isnan(outcome.y[i])) << name << " of " << numbers[i] << " is " << outcome.y[i];
    } else if (std::isinf(expected)) {
      EXPECT_EQ(outcome.y[i], expected) << name << " of " << numbers[i];
    } else {
      EXPECT_NEAR(outcome.y[i], expected, 1e-5 * (1 + std::abs(expected))) << name << " of " << numbers[i];
    }
  }
  EXPECT_EQ(outcome.plan.passes, passes) << name;
  EXPECT_EQ(outcome.work.launches, passes) << name;
  EXPECT_EQ(outcome.work.elements, passes * numbers.size()) << name;
  EXPECT_EQ(cuda_stand_in::left(), "") << name;
}

#define EXPECT_PASSES(passes, expression) \
  expect_passes(                          \
      passes, [](const auto& x) { return expression; }, #expression)

TEST(EagerArray, ComputesEveryOperationInAPassOfItsOwn) {
  EXPECT_PASSES(1U, x + x);
  EXPECT_PASSES(2U, x - x * x);
  EXPECT_PASSES(2U, x * x - x);
  EXPECT_PASSES(2U, (x - x) / x);
  EXPECT_PASSES(1U, -x);
  EXPECT_PASSES(2U, fma(x, x, -x));
  EXPECT_PASSES(2U, min(x, x * x));
  EXPECT_PASSES(2U, max(x * x, x));
  EXPECT_PASSES(1U, abs(x));
  EXPECT_PASSES(1U, sqrt(x));
  EXPECT_PASSES(1U, exp(x));
  EXPECT_PASSES(1U, log(x));
  EXPECT_PASSES(1U, tanh(x));
  EXPECT_PASSES(1U, sin(x));
  EXPECT_PASSES(1U, cos(x));
  EXPECT_PASSES(4U, select(x < x * x, x, 2 * x));
}

TEST(EagerArray, TakesConstantsOnEitherSide) {
  EXPECT_PASSES(2U, (x + 1) + 2);
  EXPECT_PASSES(2U, 3 - (x - 4));
  EXPECT_PASSES(2U, 2 * (x * 0.1));
  EXPECT_PASSES(2U, 1 / (x / 3));
  EXPECT_PASSES(3U, min(x, 1) + min(1, x));
  EXPECT_PASSES(3U, max(x, 1) - max(1, x));
  EXPECT_PASSES(5U, fma(x, 2, 3) + fma(2, x, 3) + fma(2, 3, x));
  EXPECT_PASSES(5U, fma(x, x, 3) + fma(x, 2, x) + fma(2, x, x));
  EXPECT_PASSES(2U, select(x < 1, 2, 3));
  EXPECT_PASSES(2U, select(x < 1, x, 3));
  EXPECT_PASSES(2U, select(x < 1, 2, x));
}

TEST(EagerArray, ComparesEitherWay) {
  EXPECT_PASSES(2U, select(x < 1, x, 3));
  EXPECT_PASSES(2U, select(x <= 1, x, 3));
  EXPECT_PASSES(2U, select(x > 1, x, 3));
  EXPECT_PASSES(2U, select(x >= 1, x, 3));
  EXPECT_PASSES(2U, select(x == 1, x, 3));
  EXPECT_PASSES(2U, select(x != 1, x, 3));
  EXPECT_PASSES(2U, select(1 < x, x, 3));
  EXPECT_PASSES(2U, select(1 <= x, x, 3));
  EXPECT_PASSES(2U, select(1 > x, x, 3));
  EXPECT_PASSES(2U, select(1 >= x, x, 3));
  EXPECT_PASSES(2U, select(1 == x, x, 3));
  EXPECT_PASSES(2U, select(1 != x, x, 3));
}

TEST(EagerArray, OperationsOnConstantsTakeNoPass) {
  expect_passes(
      1,
      [](const auto& x) {
        using T = std::remove_cvref_t<decltype(x)>;
        T sum = 1;
        sum += 2;
        const T root = sqrt(T(16)) + exp(T(0)) * fma(T(2), 3, -sum);
        return x * select(root > 3, root, 1 / T(0));
      },
      "constants");
}

TEST(EagerArray, FollowsVariablesAndLoops) {
  expect_passes(
      13,
      [](auto x) {
        auto y = x;
        for (int i = 1; i < 5; ++i) {
          y = y * x + i;
        }
        y += x;
        y -= 1;
        y *= x;
        y /= 2;
        y *= y;
        return +y;
      },
      "loop");
}

TEST(EagerArray, NeedsNoMorePassesAndArraysThanPython) {
  const auto cubic = [](const auto& x) { return x + x * x + x * x * x; };
  expect_passes(5, cubic, "cubic");
  const Outcome outcome = compute_on_device(cubic);
  EXPECT_EQ(outcome.plan.last, 5U);
  EXPECT_EQ(outcome.plan.most_arrays, 3U);
  EXPECT_EQ(compute_on_device([](const auto& x) { return -sqrt(abs(exp(x))); }).plan.most_arrays, 2U)
      << "an operand that nobody needs any more is not freed";
  EXPECT_EQ(compute_on_device([](const auto& x) { return x * x; }).plan.most_arrays, 0U)
      << "the last pass does not write to y";
}

TEST(EagerArray, AResultThatTheLastOperationDoesNotGiveIsCopied) {
  EXPECT_PASSES(1U, x);
  EXPECT_PASSES(1U, (static_cast<void>(x), 2.5));
  expect_passes(
      3,
      [](const auto& x) {
        const auto result = x * 3;
        const auto unused = x + 1;
        static_cast<void>(unused);
        return result;
      },
      "an operation after the result");
  expect_passes(
      3,
      [](const auto& x) {
        const auto result = x * 3;
        const auto unused = x < 1;
        static_cast<void>(unused);
        return result;
      },
      "a comparison after the result");
}

}  // namespace
}  // namespace parallelization::cuda
