// Shares of alpha, and what they buy.
#include "tools/bench_report/statistics/sequential.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/u_distribution.hpp"

namespace bench_report {
namespace {

/// Forecasts beyond so many times what was measured are none.
constexpr double farthest_forecast = 100;

std::size_t even(std::size_t number) {
  return number + number % 2;
}

}  // namespace

std::size_t first_look(std::size_t rows, double alpha, std::size_t at_least) {
  std::size_t samples = even(at_least);
  while (static_cast<double>(rows) * smallest_p(samples, samples) / 2 >= alpha * share_of_look(1, false)) {
    samples += 2;
  }
  return samples;
}

std::size_t next_look(std::size_t samples) {
  return even(samples + samples / 2);
}

double share_of_look(std::size_t look, bool is_last) {
  constexpr double share = 1.0 / most_looks;
  return is_last || look >= most_looks ? 1 - share * static_cast<double>(look - 1) : share;
}

std::vector<double> SequentialHolm::look(std::span<const double> p, double share) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<double> adjusted(p.size());
  hypotheses_ = std::max(hypotheses_, rejected_ + p.size());
  double largest = 0;
  std::size_t others = rejected_;
  for (const std::size_t i : order) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(hypotheses_ - others) * p[i] / share));
    adjusted[i] = largest;
    rejected_ += largest < alpha_ ? 1U : 0U;
    ++others;
  }
  return adjusted;
}

double SequentialHolm::level(double share) const {
  return alpha_ * share / static_cast<double>(std::max<std::size_t>(1, hypotheses_ - rejected_));
}

std::optional<std::size_t> samples_to_decide(const Interval& interval, std::size_t samples,
                                             double least_effect, double level) {
  const double estimate = std::log(interval.estimate);
  const double width = std::max(std::log(interval.high) - estimate, estimate - std::log(interval.low));
  const double distance = std::abs(std::abs(estimate) - std::log1p(least_effect));
  const double times =
      std::pow(width * normal_upper_quantile(level) / (normal_upper_quantile(0.025) * distance), 2);
  if (!(times < farthest_forecast)) {
    return std::nullopt;
  }
  return even(static_cast<std::size_t>(std::round(times * static_cast<double>(samples))));
}

}  // namespace bench_report
