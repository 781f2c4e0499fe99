// Adding up verdicts.
#include "tools/bench_report/analysis/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bench_report {
namespace {

/// Of those that tests, or their lack, decide.
bool is_measured_on_both_sides(const ComparedRow& row) {
  return row.before && row.after &&
         (row.verdict == Verdict::regressed || row.verdict == Verdict::over_limit ||
          row.verdict == Verdict::changed || row.verdict == Verdict::inconclusive ||
          row.verdict == Verdict::improved || row.verdict == Verdict::equivalent);
}

}  // namespace

bool fails_the_gate(Verdict verdict, const CompareOptions& options) {
  switch (verdict) {
    case Verdict::regressed:
    case Verdict::over_limit:
    case Verdict::new_error:
      return true;
    case Verdict::only_old:
      return !options.allow_missing;
    case Verdict::changed:
      return options.fail_on_change;
    default:
      return false;
  }
}

Gate gate_of(const Comparison& comparison) {
  Gate gate;
  for (const ComparedRow& row : comparison.rows) {
    if (fails_the_gate(row.verdict, comparison.options)) {
      gate.outcome = Outcome::failed;
    }
    if (is_measured_on_both_sides(row)) {
      ++gate.pairs;
      if (row.judgement && row.judgement->is_decided()) {
        ++gate.judged;
      } else if (row.judgement) {
        ++gate.few_samples;
      }
    }
  }
  if (gate.outcome == Outcome::failed) {
    gate.status = Exit::regression;
    return gate;
  }
  if (gate.pairs > 0 && gate.judged == 0) {
    gate.outcome = Outcome::nothing_judged;
  } else if (comparison.options.strict && comparison.count(Verdict::inconclusive) > 0) {
    gate.outcome = Outcome::inconclusive;
  }
  if (comparison.options.strict && gate.outcome != Outcome::passed) {
    gate.status = Exit::inconclusive;
  }
  return gate;
}

Exit exit_status(const Comparison& comparison) {
  return gate_of(comparison).status;
}

void apply_limit(ComparedRow& row, double max_ratio, Direction direction) {
  if (!is_measured_on_both_sides(row) || row.verdict == Verdict::regressed) {
    return;
  }
  double better = row.before->median;
  double worse = row.after->median;
  if (direction == Direction::more) {
    std::swap(better, worse);
  }
  if (better >= 0 && worse > max_ratio * better) {
    row.verdict = Verdict::over_limit;
    row.reason = fmt::format("{} worse by the medians, where --max-ratio allows {}; not proved by a test{}{}",
                             better > 0 ? fmt::format("{:.3g} times", worse / better) : "infinitely",
                             max_ratio, row.reason.empty() ? "" : ": ", row.reason);
  }
}

}  // namespace bench_report
