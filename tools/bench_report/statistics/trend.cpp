// Kendall's S by counting inversions.
#include "tools/bench_report/statistics/trend.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tools/bench_report/statistics/u_distribution.hpp"

namespace bench_report {
namespace {

/// Pairs that stand in the wrong order; sorts on the way.
double sort_and_count_inversions(std::span<double> values, std::vector<double>& scratch) {
  if (values.size() < 2) {
    return 0;
  }
  const auto left = values.first(values.size() / 2);
  const auto right = values.subspan(values.size() / 2);
  double inversions = sort_and_count_inversions(left, scratch) + sort_and_count_inversions(right, scratch);
  scratch.clear();
  auto i = left.begin();
  for (const double value : right) {
    while (i != left.end() && *i <= value) {
      scratch.push_back(*i++);
    }
    inversions += static_cast<double>(left.end() - i);
    scratch.push_back(value);
  }
  scratch.insert(scratch.end(), i, left.end());
  std::ranges::copy(scratch, values.begin());
  return inversions;
}

}  // namespace

double p_of_drift(std::span<const double> sequence) {
  const auto n = static_cast<double>(sequence.size());
  std::vector<double> values(sequence.begin(), sequence.end());
  std::vector<double> scratch;
  const double inversions = sort_and_count_inversions(values, scratch);
  double tied_pairs = 0;
  double variance = n * (n - 1) * (2 * n + 5) / 18;
  for (auto begin = values.begin(); begin != values.end();) {
    const auto end = std::upper_bound(begin, values.end(), *begin);
    const auto t = static_cast<double>(end - begin);
    tied_pairs += t * (t - 1) / 2;
    variance -= t * (t - 1) * (2 * t + 5) / 18;
    begin = end;
  }
  const double s = n * (n - 1) / 2 - tied_pairs - 2 * inversions;
  if (variance <= 0 || s == 0) {
    return 1;
  }
  return std::min(1.0, 2 * normal_upper_tail((std::abs(s) - 1) / std::sqrt(variance)));
}

}  // namespace bench_report
