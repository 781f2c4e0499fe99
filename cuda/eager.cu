// `cuda/eager`: one kernel and one new array per operation, as CuPy evaluates x + x * x + x * x * x.
// `cuda/eager_graph`: the same kernels and temporary arrays, recorded once and launched as one graph.
#include <cstdint>

#include "cuda/device_strategy.hpp"
#include "cuda/eager_array.cuh"
#include "kernels/function.hpp"

namespace parallelization::cuda {
namespace {

/// Makes the device's pool keep what is freed while this object lives: by default it gives all of it back to
/// the system whenever the host waits, and the next run would pay for mapping it again.
class KeepFreedMemory {
 public:
  KeepFreedMemory() {
    throw_on_error(cudaGetDevice(&device_), "cudaGetDevice");
    throw_on_error(cudaDeviceGetDefaultMemPool(&pool_, device_), "cudaDeviceGetDefaultMemPool");
    throw_on_error(set_threshold(UINT64_MAX), "cudaMemPoolSetAttribute");
  }
  KeepFreedMemory(const KeepFreedMemory&) = delete;
  KeepFreedMemory& operator=(const KeepFreedMemory&) = delete;
  ~KeepFreedMemory() {
    static_cast<void>(set_threshold(0));
    static_cast<void>(cudaMemPoolTrimTo(pool_, 0));
    static_cast<void>(cudaDeviceGraphMemTrim(device_));
  }

 private:
  cudaError_t set_threshold(std::uint64_t bytes) {
    return cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &bytes);
  }

  int device_ = 0;
  cudaMemPool_t pool_ = nullptr;
};

constexpr auto function_of_arrays = [](const EagerArray& x) -> EagerArray { return f(x); };

class Eager : public DeviceStrategy {
 public:
  explicit Eager(const Setup& setup) : DeviceStrategy(setup, 1, x_and_y + plan().most_arrays) {}

 protected:
  void enqueue() override {
    Evaluation evaluation{.stream = &stream(), .count = count(), .y = y(), .last = plan().last};
    evaluate(evaluation, x(), function_of_arrays);
  }

 private:
  static constexpr unsigned x_and_y = 2;

  static const EagerPlan& plan() {
    static const EagerPlan once = eager_plan(function_of_arrays);
    return once;
  }

  KeepFreedMemory keep_;
};

class EagerGraph final : public Eager {
 public:
  explicit EagerGraph(const Setup& setup) : Eager(setup), graph_(stream(), [this] { Eager::enqueue(); }) {}

 private:
  void enqueue() override { graph_.launch(stream()); }

  Graph graph_;
};

const Registration eager{on_gpu({.name = "cuda/eager",
                                 .summary = "a kernel and a new array per operation, as CuPy does it",
                                 .make = make_strategy<Eager>,
                                 .moves_data = true})};

const Registration eager_graph{on_gpu({.name = "cuda/eager_graph",
                                       .summary = "the kernels of cuda/eager, launched as one graph",
                                       .make = make_strategy<EagerGraph>})};

}  // namespace
}  // namespace parallelization::cuda
