// Reading /sys/devices/system/cpu/cpu0/cache, whose format is in the kernel's
// Documentation/ABI/testing/sysfs-devices-system-cpu.
#include "kernels/caches.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <system_error>

namespace parallelization {
namespace {

/// "32768K" in bytes; 0 for anything else.
std::size_t bytes(std::ifstream file) {
  std::size_t size = 0;
  std::string unit;
  file >> size >> unit;
  return unit == "K" ? size << 10U : 0;
}

}  // namespace

std::size_t largest_cache_in(const std::filesystem::path& folder) {
  std::size_t largest = 0;
  std::error_code no_such_folder;
  for (const auto& cache : std::filesystem::directory_iterator(folder, no_such_folder)) {
    largest = std::max(largest, bytes(std::ifstream(cache.path() / "size")));
  }
  return largest;
}

std::size_t last_level_cache() {
  const auto told = static_cast<std::size_t>(std::max(
      {sysconf(_SC_LEVEL2_CACHE_SIZE), sysconf(_SC_LEVEL3_CACHE_SIZE), sysconf(_SC_LEVEL4_CACHE_SIZE), 0L}));
  return told != 0 ? told : largest_cache_in("/sys/devices/system/cpu/cpu0/cache");
}

}  // namespace parallelization
