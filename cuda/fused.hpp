// The kernel of `cuda/fused`, for the strategies that launch it in other ways.
#pragma once

#include <cstddef>

#include "cuda/runtime.hpp"

namespace parallelization::cuda {

/// y = f(x) for `count` elements on the device.
void enqueue_fused(Stream& stream, const float* x, float* y, std::size_t count);

}  // namespace parallelization::cuda
