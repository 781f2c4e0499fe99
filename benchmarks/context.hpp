// What the JSON says of the machine and the build, and the warnings that follow from it.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/families.hpp"
#include "benchmarks/options.hpp"

namespace parallelization {

/// Adds our keys to the context that Google Benchmark writes: commit, compiler, versions, processor, workers,
/// seed, and what the selected strategies add.
void add_context(const std::vector<Family>& families, const Options& options);

/// What may spoil the figures, or frighten for no reason; each one line with advice.
std::vector<std::string> warnings();

}  // namespace parallelization
