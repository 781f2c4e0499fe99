// Choosing ticks.
#include "tools/bench_report/ticks.hpp"

#include <cmath>
#include <cstdint>

namespace bench_report {
namespace {

std::vector<double> nice_steps(double low, double high) {
  constexpr double wanted = 5;
  const double rough = (high - low) / wanted;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
  std::vector<double> ticks;
  const auto last = static_cast<std::int64_t>(std::floor(high / step));
  for (auto i = static_cast<std::int64_t>(std::ceil(low / step)); i <= last; ++i) {
    ticks.push_back(static_cast<double>(i) * step);
  }
  return ticks;
}

}  // namespace

std::vector<double> value_ticks(double low, double high) {
  constexpr double few_decades = 2.3;
  constexpr std::size_t fewest = 3;
  std::vector<double> steps{1};
  if (std::log10(high / low) < few_decades) {
    steps = {1, 2, 5};
  }
  std::vector<double> ticks;
  for (int exponent = static_cast<int>(std::floor(std::log10(low))); exponent <= std::ceil(std::log10(high));
       ++exponent) {
    for (const double step : steps) {
      const double tick = step * std::pow(10, exponent);
      if (tick >= low * 0.999 && tick <= high * 1.001) {
        ticks.push_back(tick);
      }
    }
  }
  return ticks.size() < fewest ? nice_steps(low, high) : ticks;
}

}  // namespace bench_report
