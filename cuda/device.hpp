// The GPU that the strategies use: the first one that CUDA offers (CUDA_VISIBLE_DEVICES chooses).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parallelization::cuda {

/// Why no GPU can be used here, or nothing.
std::optional<std::string> unavailable();

/// Where `bytes` lie that a kernel reads and writes again and again: "GPU L2" where they fit there; else its
/// memory, "HBM" or "GDDR".
std::string memory_level(std::size_t bytes);

/// Lines for the context of the JSON, as they are at the first call: the GPU, its clocks, driver and runtime.
std::vector<std::pair<std::string, std::string>> context();

}  // namespace parallelization::cuda
