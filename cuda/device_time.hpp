// Time as the device's own clock sees it.
#pragma once

#include <functional>

#include "cuda/runtime.hpp"

namespace parallelization::cuda {

/// Seconds of device time for what one call of `enqueue` puts into the stream: the mean over a batch between
/// two events, made so long that their resolution (about 0.5 µs) is below a thousandth of it. Nothing is
/// waited for inside the batch, so that the work follows without gaps, unless it is shorter than the host
/// takes to launch it.
double device_seconds(Stream& stream, const std::function<void()>& enqueue);

}  // namespace parallelization::cuda
