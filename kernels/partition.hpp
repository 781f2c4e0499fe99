// How an array is divided among workers: into contiguous shares that end on cache-line boundaries, so that
// no two workers ever write the same line (false sharing).
#pragma once

#include <algorithm>
#include <cstddef>

namespace parallelization {

/// The unit of division: one cache line of 64 bytes.
inline constexpr std::size_t floats_per_chunk = 16;

constexpr std::size_t chunk_count(std::size_t count) {
  return (count + floats_per_chunk - 1) / floats_per_chunk;
}

/// How many of `workers` get a share that is not empty.
constexpr unsigned busy_workers(std::size_t count, unsigned workers) {
  return static_cast<unsigned>(std::min<std::size_t>(workers, chunk_count(count)));
}

struct Share {
  std::size_t first = 0;  ///< flat index
  std::size_t size = 0;   ///< elements
};

/// Share `part` of `parts`; sizes differ by one chunk at most (and by what the last chunk lacks).
constexpr Share share(std::size_t count, unsigned parts, unsigned part) {
  const std::size_t chunks = chunk_count(count);
  const std::size_t first = std::min(count, chunks * part / parts * floats_per_chunk);
  const std::size_t last = std::min(count, chunks * (part + 1) / parts * floats_per_chunk);
  return {first, last - first};
}

}  // namespace parallelization
