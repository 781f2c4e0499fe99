// Variance components.
#include "tools/bench_report/statistics/two_level.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace bench_report {
namespace {

double mean_of(std::span<const double> sample) {
  return std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
}

double variance_of(std::span<const double> sample) {
  const double mean = mean_of(sample);
  double squares = 0;
  for (const double value : sample) {
    squares += (value - mean) * (value - mean);
  }
  return squares / static_cast<double>(sample.size() - 1);
}

}  // namespace

std::optional<double> TwoLevel::worthwhile_repetitions(double process_cost) const {
  return between > 0 ? std::optional(std::max(1.0, std::sqrt(process_cost * within / between)))
                     : std::nullopt;
}

std::optional<TwoLevel> two_level(std::span<const std::vector<double>> processes) {
  if (processes.size() < 2 ||
      std::ranges::any_of(processes, [](const auto& repetitions) { return repetitions.size() < 2; })) {
    return std::nullopt;
  }
  TwoLevel result;
  std::vector<double> means;
  double inverse_sizes = 0;
  for (const auto& repetitions : processes) {
    result.within += variance_of(repetitions) / static_cast<double>(processes.size());
    inverse_sizes += 1 / static_cast<double>(repetitions.size());
    means.push_back(mean_of(repetitions));
  }
  result.of_means = variance_of(means);
  result.repetitions = static_cast<double>(processes.size()) / inverse_sizes;
  result.between = std::max(0.0, result.of_means - result.within / result.repetitions);
  return result;
}

}  // namespace bench_report
