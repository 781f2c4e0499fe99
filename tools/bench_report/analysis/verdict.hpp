// Verdicts on rows, as one family of tests.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/welch.hpp"

namespace bench_report {

/// In the order in which reports list them: what fails a comparison first.
enum class Verdict {
  regressed,     ///< worse by more than the minimum effect, Holm's adjusted p below alpha
  over_limit,    ///< worse than the plain limit allows, by the medians: not proved
  new_error,     ///< fails now, and did not before
  only_old,      ///< vanished, or is skipped now
  changed,       ///< differs by more than the minimum effect, as sure, but whether for better is unknown
  inconclusive,  ///< neither different nor shown to be equivalent, or too few samples for Holm to reach alpha
  improved,
  fixed,       ///< failed before, is measured now
  only_new,    ///< not there before, or was skipped
  equivalent,  ///< the ratio's interval lies within the minimum effect
  skipped,     ///< measured on neither side
};

/// A row's samples on both sides; none is empty, no value is below 0. Where a side has only aggregates, there
/// are moments of both instead of samples: can_be_tested().
struct Pair {
  std::vector<double> before;
  std::vector<double> after;
  double least_effect = 0.05;  ///< delta: ratios within [1/(1 + delta), 1 + delta] are no change
  std::optional<Moments> moments_before{};
  std::optional<Moments> moments_after{};
  std::string key{};  ///< row_key()
};

/// What the statistics say about one row.
struct Judgement {
  Verdict verdict = Verdict::inconclusive;  ///< regressed, changed, improved, equivalent or inconclusive
  std::optional<double> ratio;              ///< after / before; none where some value is 0
  std::optional<Interval> interval;         ///< of that, 95 %, not adjusted
  double p = 1;                             ///< two-sided, of a change beyond the minimum effect
  double adjusted_p = 1;                    ///< by Holm, over all rows
  bool resolvable = true;                   ///< Holm can reach alpha with that many samples

  /// Whether it could be tested.
  bool is_decided() const { return resolvable || verdict != Verdict::inconclusive; }
};

/// Judges all rows of one metric as one family.
std::vector<Judgement> judge(std::span<const Pair> pairs, double alpha, Direction direction);

}  // namespace bench_report
