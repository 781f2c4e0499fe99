// `cuda/vectorized`: one kernel that moves 16 bytes at a time, several of them in flight in each thread.
// Fewer instructions and more outstanding loads per thread: what counts where memory is the limit.
#include "cuda/device_strategy.hpp"
#include "kernels/cubic.hpp"

namespace parallelization::cuda {
namespace {

constexpr unsigned in_flight = 4;  // loads of a thread before its first store
constexpr unsigned lanes = 4;      // floats in 16 bytes

__device__ float4 cubic_of(float4 v) {
  return make_float4(cubic(v.x), cubic(v.y), cubic(v.z), cubic(v.w));
}

/// x and y begin on 16-byte boundaries, as all memory from cudaMalloc does.
__global__ void vectorized(const float* __restrict__ x, float* __restrict__ y, std::size_t count) {
  const auto* const x4 = reinterpret_cast<const float4*>(x);
  auto* const y4 = reinterpret_cast<float4*>(y);
  const std::size_t vectors = count / lanes;
  const std::size_t first = std::size_t{blockIdx.x} * blockDim.x * in_flight + threadIdx.x;
  if (first + (in_flight - 1) * blockDim.x < vectors) {
    float4 v[in_flight];
    for (unsigned k = 0; k < in_flight; ++k) {
      v[k] = x4[first + k * blockDim.x];
    }
    for (unsigned k = 0; k < in_flight; ++k) {
      y4[first + k * blockDim.x] = cubic_of(v[k]);
    }
  } else {  // in the last block
    for (std::size_t i = first; i < vectors; i += blockDim.x) {
      y4[i] = cubic_of(x4[i]);
    }
  }
  // The last one to three elements, when count is no multiple of 4.
  if (const std::size_t i = vectors * lanes + threadIdx.x; blockIdx.x == 0 && i < count) {
    y[i] = cubic(x[i]);
  }
}

class Vectorized final : public DeviceStrategy {
 public:
  explicit Vectorized(const Setup& setup) : DeviceStrategy(setup) {}

 private:
  void enqueue() override { launch(stream(), count(), in_flight * lanes, vectorized, x(), y(), count()); }
};

const Registration registration{
    on_gpu({.name = "cuda/vectorized",
            .summary = "one kernel, 16-byte loads and stores, 4 in flight per thread",
            .make = make_strategy<Vectorized>})};

}  // namespace
}  // namespace parallelization::cuda
