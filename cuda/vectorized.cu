// `cuda/vectorized`: the whole formula in one kernel, with wide loads and stores.
#include "cuda/vectorized.cuh"

#include "cuda/device_strategy.hpp"
#include "kernels/function.hpp"

namespace parallelization::cuda {
namespace {

struct Function {
  __device__ float operator()(float x) const { return f(x); }
};

class Vectorized final : public DeviceStrategy {
 public:
  explicit Vectorized(const Setup& setup) : DeviceStrategy(setup) {}

 private:
  void enqueue() override { enqueue_vectorized<Function>(stream(), x(), y(), count()); }
};

const Registration registration{
    on_gpu({.name = "cuda/vectorized",
            .summary = "one kernel, 16-byte loads and stores, 4 in flight per thread",
            .make = make_strategy<Vectorized>})};

}  // namespace
}  // namespace parallelization::cuda
