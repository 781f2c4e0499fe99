// A graph as CUDA C++.
#pragma once

#include <string>

#include "kernels/jit/graph.hpp"

namespace parallelization::jit {

/// A kernel `f(const float* x, float* y, unsigned long long count)`, one element a thread, with C linkage.
std::string cuda_source(const Graph& graph);

}  // namespace parallelization::jit
