// Hodges & Lehmann's estimate and its interval.
#include "tools/bench_report/statistics/ratio.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "tools/bench_report/statistics/u_distribution.hpp"

namespace bench_report {
namespace {

/// Pairs up to which all differences are made and sorted.
constexpr std::size_t few_pairs = 10'000;

/// The largest k with P(U ≤ k − 1) ≤ tail: how many of the smallest (and largest) differences lie outside the
/// interval.
std::size_t outside(std::size_t n, std::size_t m, double tail) {
  if (is_exact(n, m)) {
    const auto& distribution = u_distribution(n, m);
    return static_cast<std::size_t>(std::ranges::upper_bound(distribution, tail) - distribution.begin());
  }
  const double mean = static_cast<double>(n * m) / 2;
  const double sigma = std::sqrt(static_cast<double>(n * m * (n + m + 1)) / 12);
  return static_cast<std::size_t>(
      std::max(0.0, std::floor(mean - normal_upper_quantile(tail) * sigma - 0.5) + 1));
}

std::vector<double> sorted_logarithms(std::span<const double> sample) {
  std::vector<double> logarithms(sample.size());
  std::ranges::transform(sample, logarithms.begin(), [](double value) { return std::log(value); });
  std::ranges::sort(logarithms);
  return logarithms;
}

/// Order statistics of all differences b_j − a_i.
class Differences {
 public:
  Differences(std::span<const double> x, std::span<const double> y)
      : a_(sorted_logarithms(x)), b_(sorted_logarithms(y)) {
    if (size() <= few_pairs) {
      all_.reserve(size());
      for (const double a : a_) {
        for (const double b : b_) {
          all_.push_back(b - a);
        }
      }
    }
  }

  std::size_t size() const { return a_.size() * b_.size(); }

  /// The difference with `rank` smaller ones. Of many pairs, found by bisection: the differences up to a
  /// bound are counted in one pass over both samples.
  double operator[](std::size_t rank) {
    if (!all_.empty()) {
      const auto place = all_.begin() + static_cast<std::ptrdiff_t>(rank);
      std::nth_element(all_.begin(), place, all_.end());
      return *place;
    }
    double low = b_.front() - a_.back();
    double high = b_.back() - a_.front();
    double middle = std::midpoint(low, high);
    while (low < middle && middle < high) {
      (up_to(middle) > rank ? high : low) = middle;
      middle = std::midpoint(low, high);
    }
    return up_to(low) > rank ? low : high;
  }

  double median() {
    const double lower = (*this)[(size() - 1) / 2];
    return size() % 2 == 1 ? lower : std::midpoint(lower, (*this)[size() / 2]);
  }

 private:
  std::size_t up_to(double bound) const {
    std::size_t count = 0;
    std::size_t j = 0;
    for (const double a : a_) {
      while (j < b_.size() && b_[j] - a <= bound) {
        ++j;
      }
      count += j;
    }
    return count;
  }

  std::vector<double> a_;
  std::vector<double> b_;
  std::vector<double> all_;
};

}  // namespace

std::optional<Interval> ratio(std::span<const double> x, std::span<const double> y, double confidence) {
  if (x.empty() || y.empty()) {
    return std::nullopt;
  }
  const std::size_t k = outside(x.size(), y.size(), (1 - confidence) / 2);
  if (k == 0) {
    return std::nullopt;
  }
  Differences differences(x, y);
  return Interval{.estimate = std::exp(differences.median()),
                  .low = std::exp(differences[k - 1]),
                  .high = std::exp(differences[differences.size() - k])};
}

double ratio_estimate(std::span<const double> x, std::span<const double> y) {
  return std::exp(Differences(x, y).median());
}

}  // namespace bench_report
