// How large this machine's caches are.
#pragma once

#include <cstddef>
#include <filesystem>

namespace parallelization {

/// Bytes of the largest cache that Linux describes in this folder, level by level; 0 where it describes none.
std::size_t largest_cache_in(const std::filesystem::path& folder);

/// Bytes of the last-level cache; 0 where the system does not tell. Asks sysconf first, which knows of none
/// on many ARM systems, then Linux's description of the first processor.
std::size_t last_level_cache();

}  // namespace parallelization
