// `cuda/fused`: the whole formula in one kernel, one element a thread. x is read once and y written once,
// where cuda/eager goes through memory once per operation.
#include "cuda/fused.hpp"

#include "cuda/device_strategy.hpp"
#include "kernels/function.hpp"

namespace parallelization::cuda {
namespace {

__global__ void fused(const float* __restrict__ x, float* __restrict__ y, std::size_t count) {
  const std::size_t i = std::size_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < count) {
    y[i] = f(x[i]);
  }
}

class Fused final : public DeviceStrategy {
 public:
  explicit Fused(const Setup& setup) : DeviceStrategy(setup) {}

 private:
  void enqueue() override { enqueue_fused(stream(), x(), y(), count()); }
};

const Registration registration{on_gpu({.name = "cuda/fused",
                                        .summary = "one kernel, one element a thread",
                                        .make = make_strategy<Fused>,
                                        .moves_data = true})};

}  // namespace

void enqueue_fused(Stream& stream, const float* x, float* y, std::size_t count) {
  launch(stream, count, 1, fused, x, y, count);
}

}  // namespace parallelization::cuda
