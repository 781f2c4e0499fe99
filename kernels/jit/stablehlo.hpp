// A graph as StableHLO, the language that XLA compiles (https://openxla.org/stablehlo/spec).
#pragma once

#include <cstddef>
#include <string>

#include "kernels/jit/graph.hpp"

namespace parallelization::jit {

/// A module whose function `main` takes and returns an n×n tensor of float. StableHLO has no fma: a · b + c
/// is computed in double, where the product is exact, and rounded to float. It has minimum and maximum, but
/// with another rule for NaN: min and max are a comparison and a selection.
std::string stablehlo(const Graph& graph, std::size_t n);

}  // namespace parallelization::jit
