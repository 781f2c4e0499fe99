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

}  // namespace

std::vector<Judgement> judge(std::span<const Pair> pairs, double alpha, Direction direction) {
  std::vector<Judgement> judgements;
  std::vector<double> p_values;
  std::vector<bool> worse;
  for (const Pair& pair : pairs) {
    const double factor = 1 + pair.least_effect;
    const double p_larger = p_beyond(pair.before, pair.after, factor);
    const double p_smaller = p_beyond(pair.after, pair.before, factor);
    Judgement judgement;
    if (std::ranges::min(pair.before) > 0 && std::ranges::min(pair.after) > 0) {
      judgement.interval = ratio(pair.before, pair.after);
      judgement.ratio =
          judgement.interval ? judgement.interval->estimate : ratio_estimate(pair.before, pair.after);
    }
    judgement.p = std::min(1.0, 2 * std::min(p_larger, p_smaller));
    judgement.resolvable =
        static_cast<double>(pairs.size()) * smallest_p(pair.before.size(), pair.after.size()) < alpha;
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
