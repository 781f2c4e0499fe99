// A kernel that moves 16 bytes at a time, several of them in flight in each thread: fewer instructions and
// more outstanding loads per thread, which is what counts where memory is the limit.
#pragma once

#include <cstddef>
#include <utility>

#include "cuda/runtime.hpp"

namespace parallelization::cuda {

inline constexpr unsigned loads_in_flight = 4;  // of a thread before its first store
inline constexpr unsigned lanes = 4;            // floats in 16 bytes

template <class Operation>
__device__ float4 on_each(float4 v) {
  const Operation f;
  return make_float4(f(v.x), f(v.y), f(v.z), f(v.w));
}

/// y[first + k · stride] = Operation of x[first + k · stride] for each k. Written without a loop: one with a
/// long Operation would not be unrolled, and what is loaded would lie in memory instead of registers.
template <class Operation, unsigned... k>
__device__ void on_several(const float4* x, float4* y, std::size_t first, unsigned stride,
                           std::integer_sequence<unsigned, k...>) {
  const float4 v[] = {x[first + k * stride]...};
  ((y[first + k * stride] = on_each<Operation>(v[k])), ...);
}

/// y[i] = Operation()(x[i]). x and y begin on 16-byte boundaries, as all memory from cudaMalloc does.
template <class Operation>
__global__ void vectorized(const float* __restrict__ x, float* __restrict__ y, std::size_t count) {
  const auto* const x4 = reinterpret_cast<const float4*>(x);
  auto* const y4 = reinterpret_cast<float4*>(y);
  const std::size_t vectors = count / lanes;
  const std::size_t first = std::size_t{blockIdx.x} * blockDim.x * loads_in_flight + threadIdx.x;
  if (first + (loads_in_flight - 1) * blockDim.x < vectors) {
    on_several<Operation>(x4, y4, first, blockDim.x, std::make_integer_sequence<unsigned, loads_in_flight>());
  } else {  // in the last block
    for (std::size_t i = first; i < vectors; i += blockDim.x) {
      y4[i] = on_each<Operation>(x4[i]);
    }
  }
  // The last one to three elements, when count is no multiple of 4.
  if (const std::size_t i = vectors * lanes + threadIdx.x; blockIdx.x == 0 && i < count) {
    y[i] = Operation()(x[i]);
  }
}

/// Puts that kernel into the stream.
template <class Operation>
void enqueue_vectorized(Stream& stream, const float* x, float* y, std::size_t count) {
  launch(stream, count, loads_in_flight * lanes, vectorized<Operation>, x, y, count);
}

}  // namespace parallelization::cuda
