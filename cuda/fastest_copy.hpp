// A copy from device to device by the faster of two ways: what bounds every strategy on the device.
#pragma once

#include <cstddef>

#include "cuda/runtime.hpp"

namespace parallelization::cuda {

enum class CopyBy {
  runtime,  ///< cudaMemcpyAsync
  kernel,   ///< a kernel of 16-byte loads and stores
};

void enqueue_copy(CopyBy way, Stream& stream, const float* from, float* to, std::size_t count);

struct FastestCopy {
  CopyBy way = CopyBy::runtime;
  double seconds = 0;  ///< of device time (device_time.hpp)
};

/// For `count` floats; measured once per count and process.
FastestCopy fastest_copy(std::size_t count);

}  // namespace parallelization::cuda
