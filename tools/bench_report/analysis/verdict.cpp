// Two one-sided tests a row, adjusted over all rows.
#include "tools/bench_report/analysis/verdict.hpp"

#include <algorithm>
#include <cstddef>

#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/ratio.hpp"

namespace bench_report {
namespace {

/// Is it shown that the sides differ by no more than the minimum effect? Without a ratio (there are zeros):
/// that all values are the same.
bool is_equivalent(const Pair& pair, const Judgement& judgement) {
  if (judgement.ratio) {
    const double factor = 1 + pair.least_effect;
    return judgement.interval && judgement.interval->low >= 1 / factor && judgement.interval->high <= factor;
  }
  const auto is_zero = [](double value) { return value == 0; };
  return std::ranges::all_of(pair.before, is_zero) && std::ranges::all_of(pair.after, is_zero);
}

/// One-sided p of `b` being larger than `a` by more than the factor: the minimum effect stands inside the
/// hypothesis.
double p_beyond(std::span<const double> a, std::span<const double> b, double factor) {
  std::vector<double> scaled(a.begin(), a.end());
  for (double& value : scaled) {
    value *= factor;
  }
  return p_greater(scaled, b);
}

/// What is tested of one row: p of the new side being larger, and smaller, by more than the minimum effect.
struct Tested {
  Judgement judgement{};
  double p_larger = 1;
  double p_smaller = 1;
};

/// By ranks: Mann & Whitney, Hodges & Lehmann.
Tested test_samples(const Pair& pair, std::size_t rows, double alpha) {
  const double factor = 1 + pair.least_effect;
  Tested tested{.p_larger = p_beyond(pair.before, pair.after, factor),
                .p_smaller = p_beyond(pair.after, pair.before, factor)};
  Judgement& judgement = tested.judgement;
  if (std::ranges::min(pair.before) > 0 && std::ranges::min(pair.after) > 0) {
    judgement.interval = ratio(pair.before, pair.after);
    judgement.ratio =
        judgement.interval ? judgement.interval->estimate : ratio_estimate(pair.before, pair.after);
  }
  judgement.resolvable =
      static_cast<double>(rows) * smallest_p(pair.before.size(), pair.after.size()) < alpha;
  return tested;
}

/// By means: Welch, Fieller.
Tested test_moments(const Pair& pair) {
  const double factor = 1 + pair.least_effect;
  Tested tested{.p_larger = welch_p_above(*pair.moments_before, *pair.moments_after, factor),
                .p_smaller = welch_p_above(*pair.moments_after, *pair.moments_before, factor)};
  tested.judgement.interval = ratio_of_means(*pair.moments_before, *pair.moments_after);
  tested.judgement.ratio = pair.moments_after->mean / pair.moments_before->mean;
  return tested;
}

}  // namespace

std::vector<Judgement> judge(std::span<const Pair> pairs, double alpha, Direction direction) {
  std::vector<Judgement> judgements;
  std::vector<double> p_values;
  std::vector<bool> worse;
  for (const Pair& pair : pairs) {
    auto [judgement, p_larger, p_smaller] =
        pair.moments_before ? test_moments(pair) : test_samples(pair, pairs.size(), alpha);
    judgement.p = std::min(1.0, 2 * std::min(p_larger, p_smaller));
    p_values.push_back(judgement.p);
    worse.push_back((p_larger < p_smaller) != (direction == Direction::more));
    judgements.push_back(judgement);
  }
  const auto adjusted = holm(p_values);
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    Judgement& judgement = judgements[i];
    judgement.adjusted_p = adjusted[i];
    if (adjusted[i] < alpha) {
      judgement.verdict = direction == Direction::unknown ? Verdict::changed
                          : worse[i]                      ? Verdict::regressed
                                                          : Verdict::improved;
    } else if (judgement.resolvable && is_equivalent(pairs[i], judgement)) {
      judgement.verdict = Verdict::equivalent;
    }
  }
  return judgements;
}

}  // namespace bench_report
