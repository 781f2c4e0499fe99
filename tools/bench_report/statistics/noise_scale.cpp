// Differences within sequences.
#include "tools/bench_report/statistics/noise_scale.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {
namespace {

constexpr std::size_t neighbourhood = 40;  // differences
constexpr std::size_t stride = 8;          // values with one scale
/// Medians of 40 absolute differences differ that much by chance.
constexpr double by_chance = 1.4;
constexpr double strongest = 0.8;

double scale_of(std::span<const double> differences) {
  constexpr double quartile = 0.6744897501960817;  // of the standard normal
  return median(differences) / (quartile * std::numbers::sqrt2);
}

/// Mean square of bounded differences over `lag` places that lie within a segment, in scales; and their
/// number.
struct DifferenceSum {
  double sum = 0;
  double count = 0;
};

void add_differences(DifferenceSum& spread, std::span<const double> values, std::span<const double> scales,
                     const Segment& segment, std::size_t lag) {
  constexpr double bound = outlier_distance * outlier_distance * 2;
  for (std::size_t i = segment.begin; i + lag < segment.end; ++i) {
    const double difference = (values[i + lag] - values[i]) / scales[i];
    spread.sum += std::min(difference * difference, bound);
    ++spread.count;
  }
}

}  // namespace

std::vector<double> noise_scales(std::span<const double> values, double least) {
  std::vector<double> scales(values.size(), least);
  if (values.size() < 3) {
    return scales;
  }
  std::vector<double> differences(values.size() - 1);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    differences[i] = std::abs(values[i + 1] - values[i]);
  }
  const double whole = std::max(scale_of(differences), least);
  for (std::size_t from = 0; from < values.size(); from += stride) {
    const std::size_t centre = std::min(from + stride / 2, differences.size());
    const std::size_t begin = std::min(centre - std::min(centre, neighbourhood / 2),
                                       differences.size() - std::min(differences.size(), neighbourhood));
    const std::size_t size = std::min(neighbourhood, differences.size() - begin);
    const double local = std::max(scale_of(std::span(differences).subspan(begin, size)), least);
    const double scale = local > whole * by_chance || local < whole / by_chance ? local : whole;
    std::fill_n(scales.begin() + static_cast<std::ptrdiff_t>(from), std::min(stride, values.size() - from),
                scale);
  }
  return scales;
}

double noise_correlation(std::span<const double> values, std::span<const double> scales,
                         std::span<const Segment> segments) {
  DifferenceSum near;
  DifferenceSum far;
  for (const Segment& segment : segments) {
    add_differences(near, values, scales, segment, 1);
    add_differences(far, values, scales, segment, 3);
    add_differences(far, values, scales, segment, 4);
  }
  constexpr double enough = 20;
  if (near.count < enough || far.count < enough || far.sum <= 0) {
    return 0;
  }
  const double correlation = 1 - near.sum / near.count / (far.sum / far.count);
  const double error = 1.2 / std::sqrt(near.count);
  return correlation > error ? std::min(correlation, strongest) : 0;
}

}  // namespace bench_report
