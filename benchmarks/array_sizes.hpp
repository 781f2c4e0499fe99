// The values of N that are measured.
#pragma once

#include <array>
#include <cstddef>

namespace parallelization {

/// The notebook's ten geometric steps from 100 to 1000: numpy.geomspace(1e2, 1e3, 10).astype(int).
inline constexpr auto default_sizes =
    std::to_array<std::size_t>({100, 129, 166, 215, 278, 359, 464, 599, 774, 1000});

/// Bytes that a run moves at least, for an n×n array: x is read once, y written once.
constexpr double bytes_per_run(std::size_t n) {
  return 8.0 * static_cast<double>(n) * static_cast<double>(n);
}

}  // namespace parallelization
