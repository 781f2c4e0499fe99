// Google Benchmark's own flags, and those of their mistakes that it would let pass.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/options.hpp"

namespace parallelization {

/// Reads `--benchmark_…` flags and BENCHMARK_… variables into `options`, with our defaults where neither is
/// given. Throws UsageError.
void read_library_flags(Options& options, const std::vector<std::string>& arguments);

}  // namespace parallelization
