// Choosing ticks.
#include "tools/bench_report/output/chart/ticks.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace bench_report {
namespace {

/// `steps` times powers of ten, of which only every `stride`th is taken.
std::vector<double> decimal_ticks(double low, double high, std::initializer_list<double> steps, int stride) {
  std::vector<double> ticks;
  const auto last = static_cast<int>(std::ceil(std::log10(high)));
  for (auto exponent = static_cast<int>(std::floor(std::log10(low))); exponent <= last; ++exponent) {
    for (const double step : steps) {
      const double tick = step * std::pow(10, exponent);
      if (exponent % stride == 0 && tick >= low * 0.999 && tick <= high * 1.001) {
        ticks.push_back(tick);
      }
    }
  }
  return ticks;
}

}  // namespace

std::vector<double> linear_ticks(double low, double high) {
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

std::vector<double> value_ticks(double low, double high, double wide) {
  constexpr double most_ticks = 20;
  constexpr std::size_t fewest = 3;
  const double decades = std::log10(high) - std::log10(low);
  if (decades >= wide) {
    auto powers = decimal_ticks(low, high, {1}, static_cast<int>(std::ceil(decades / most_ticks)));
    if (powers.size() >= fewest) {
      return powers;
    }
  }
  for (const auto steps :
       {std::initializer_list<double>{1, 2, 5}, std::initializer_list<double>{1, 2, 3, 5, 7}}) {
    if (auto ticks = decimal_ticks(low, high, steps, 1); ticks.size() >= fewest) {
      return ticks;
    }
  }
  return linear_ticks(low, high);
}

}  // namespace bench_report
