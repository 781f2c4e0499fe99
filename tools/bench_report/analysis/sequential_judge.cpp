// Two families of hypotheses, look after look.
#include "tools/bench_report/analysis/sequential_judge.hpp"

#include <algorithm>

#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/ratio.hpp"

namespace bench_report {
namespace {

/// What a row's samples say by themselves.
struct Evidence {
  std::optional<double> ratio{};       ///< after / before; none where some value is 0
  std::optional<Interval> interval{};  ///< of that, 95 %
  bool is_larger = false;              ///< `after` is, if there is a change
  double p_changed = 1;                ///< two-sided, of a change beyond the minimum effect
  double p_equivalent = 1;             ///< of none: the larger one of two one-sided tests
};

bool is_positive(const std::vector<double>& sample) {
  return std::ranges::all_of(sample, [](double value) { return value > 0; });
}

bool is_zero(const std::vector<double>& sample) {
  return std::ranges::all_of(sample, [](double value) { return value == 0; });
}

std::vector<double> scaled(std::vector<double> sample, double factor) {
  for (double& value : sample) {
    value *= factor;
  }
  return sample;
}

Evidence evidence_of(const Pair& pair) {
  // The minimum effect stands inside the hypotheses.
  const std::vector<double> before = scaled(pair.before, 1 + pair.least_effect);
  const std::vector<double> after = scaled(pair.after, 1 + pair.least_effect);
  const double p_larger = p_greater(before, pair.after);
  const double p_smaller = p_greater(after, pair.before);
  Evidence evidence{.is_larger = p_larger < p_smaller,
                    .p_changed = std::min(1.0, 2 * std::min(p_larger, p_smaller))};
  if (is_positive(pair.before) && is_positive(pair.after)) {
    evidence.interval = ratio(pair.before, pair.after);
    evidence.ratio =
        evidence.interval ? evidence.interval->estimate : ratio_estimate(pair.before, pair.after);
  }
  // Nothing but zeros is the same, as sure as so many samples can tell.
  evidence.p_equivalent = is_zero(pair.before) && is_zero(pair.after)
                              ? smallest_p(pair.before.size(), pair.after.size()) / 2
                              : std::max(p_greater(pair.after, before), p_greater(pair.before, after));
  return evidence;
}

Verdict name_of_change(bool is_larger, Direction direction) {
  return direction == Direction::unknown               ? Verdict::changed
         : is_larger != (direction == Direction::more) ? Verdict::regressed
                                                       : Verdict::improved;
}

}  // namespace

SequentialJudge::SequentialJudge(std::size_t rows, double alpha, Direction direction)
    : alpha_(alpha), direction_(direction), changes_(rows, alpha), equivalences_(rows, alpha) {}

std::vector<Judgement> SequentialJudge::look(std::span<const Pair> pairs, double share) {
  std::vector<const Pair*> open;
  std::vector<Evidence> evidences;
  std::vector<double> p;
  for (const Pair& pair : pairs) {
    Judgement& judgement = known_[pair.key];
    if (judgement.verdict != Verdict::inconclusive) {
      continue;
    }
    if (pair.before.empty() || pair.after.empty()) {  // means of aggregates: of one process, too few to tell
      judgement.resolvable = false;
      continue;
    }
    judgement.resolvable = true;
    const Evidence evidence = evidence_of(pair);
    judgement.ratio = evidence.ratio;
    judgement.interval = evidence.interval;
    judgement.p = evidence.p_changed;
    p.push_back(evidence.p_changed);
    evidences.push_back(evidence);
    open.push_back(&pair);
  }
  const std::vector<double> of_changes = changes_.look(p, share);
  std::vector<Judgement*> unchanged;
  p.clear();
  for (std::size_t i = 0; i < open.size(); ++i) {
    Judgement& judgement = known_[open[i]->key];
    judgement.adjusted_p = std::min(judgement.adjusted_p, of_changes[i]);
    if (of_changes[i] < alpha_) {
      judgement.verdict = name_of_change(evidences[i].is_larger, direction_);
    } else {
      unchanged.push_back(&judgement);
      p.push_back(evidences[i].p_equivalent);
    }
  }
  const std::vector<double> of_equivalences = equivalences_.look(p, share);
  for (std::size_t i = 0; i < unchanged.size(); ++i) {
    if (of_equivalences[i] < alpha_) {
      unchanged[i]->verdict = Verdict::equivalent;
    }
  }
  std::vector<Judgement> judgements;
  judgements.reserve(pairs.size());
  for (const Pair& pair : pairs) {
    judgements.push_back(known_[pair.key]);
  }
  return judgements;
}

std::optional<std::size_t> SequentialJudge::forecast(const Judgement& judgement, std::size_t samples,
                                                     double least_effect, double share) const {
  if (!judgement.interval) {
    return std::nullopt;
  }
  return samples_to_decide(*judgement.interval, samples, least_effect, equivalences_.level(share));
}

}  // namespace bench_report
