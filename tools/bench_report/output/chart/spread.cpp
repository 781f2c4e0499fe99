// Isotonic regression, by pooling neighbours that are in the wrong order (Barlow, Bartholomew, Bremner &
// Brunk 1972).
#include "tools/bench_report/output/chart/spread.hpp"

#include <algorithm>
#include <cstddef>

namespace bench_report {

std::vector<double> spread(const std::vector<double>& wanted, double distance, double low, double high) {
  struct Pool {
    double mean;
    std::size_t size;
  };
  // Without the distances the places need only ascend.
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    Pool pool{wanted[i] - distance * static_cast<double>(i), 1};
    while (!pools.empty() && pools.back().mean >= pool.mean) {
      const Pool& other = pools.back();
      const auto size = static_cast<double>(pool.size + other.size);
      pool.mean =
          (pool.mean * static_cast<double>(pool.size) + other.mean * static_cast<double>(other.size)) / size;
      pool.size += other.size;
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  std::vector<double> places;
  const double last =
      high - distance * static_cast<double>(wanted.size() - std::min<std::size_t>(1, wanted.size()));
  for (const Pool& pool : pools) {
    const double place = std::max(low, std::min(pool.mean, last));
    for (std::size_t i = 0; i < pool.size; ++i) {
      places.push_back(place + distance * static_cast<double>(places.size()));
    }
  }
  return places;
}

}  // namespace bench_report
