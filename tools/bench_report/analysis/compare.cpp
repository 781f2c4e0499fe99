// Pairing rows, and what decides them.
#include "tools/bench_report/analysis/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "tools/bench_report/analysis/calibrate.hpp"
#include "tools/bench_report/analysis/compare_warnings.hpp"
#include "tools/bench_report/analysis/failures.hpp"
#include "tools/bench_report/analysis/gate.hpp"
#include "tools/bench_report/analysis/known_metrics.hpp"
#include "tools/bench_report/analysis/run_warnings.hpp"
#include "tools/bench_report/analysis/side_rows.hpp"
#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/statistics/welch.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/natural_order.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

constexpr double default_least_effect = 0.05;
constexpr double default_least_effect_within_one_process = 0.10;

Summary summary_of(const std::vector<double>& samples) {
  return {.samples = samples.size(), .median = median(samples), .minimum = std::ranges::min(samples)};
}

/// Of a row without repetitions in the one file of its side.
Summary summary_of(const Aggregates& aggregates) {
  return {.samples = aggregates.repetitions, .median = *aggregates.median, .minimum = {}};
}

/// Mean and spread of a row in the one file of its side; none where they are unknown.
std::optional<Moments> moments_of_row(const SideRow& row) {
  if (!row.repetitions.empty()) {
    return row.repetitions.front().size() > 1 ? std::optional(moments_of(row.repetitions.front()))
                                              : std::nullopt;
  }
  const Aggregates& known = row.aggregates.front();
  return known.mean && known.stddev
             ? std::optional(
                   Moments{.mean = *known.mean, .stddev = *known.stddev, .count = known.repetitions})
             : std::nullopt;
}

/// Behind what is said of the row already.
void add_reason(ComparedRow& row, const std::string& reason) {
  row.reason += (row.reason.empty() ? "" : "; ") + reason;
}

double least_effect_of(const CompareOptions& options, double general, const std::string& key,
                       std::size_t before, std::size_t after) {
  const FloorRow* const row = options.floor == nullptr ? nullptr : options.floor->find(key);
  return row == nullptr ? general : std::expm1(std::max(std::log1p(general), floor_of(*row, before, after)));
}

/// Are there rows that neither failed nor were skipped, and has none of them samples of the metric?
bool lacks_the_metric(const SideRows& old_rows, const SideRows& new_rows) {
  bool some_lack = false;
  for (const auto* const side : {&old_rows, &new_rows}) {
    for (const SideRow& row : side->rows) {
      if (is_measured(&row)) {
        return false;
      }
      some_lack = some_lack || (!row.error && !row.skipped);
    }
  }
  return some_lack;
}

void check(const CompareOptions& options) {
  if (!(options.alpha > 0 && options.alpha < 1)) {
    throw std::invalid_argument(fmt::format("--alpha {}: must lie between 0 and 1", options.alpha));
  }
  if (options.least_effect && !(*options.least_effect >= 0 && std::isfinite(*options.least_effect))) {
    throw std::invalid_argument(
        fmt::format("--min-effect {}: must be 0 or more; 0.05 means 5 %", *options.least_effect));
  }
  if (options.floor != nullptr && options.floor->metric != options.metric) {
    throw std::invalid_argument(
        fmt::format("--floor was calibrated for {}, not for {}: calibrate again with --metric",
                    options.floor->metric, options.metric));
  }
  if (options.floor != nullptr && options.floor->per_process != options.per_process) {
    throw std::invalid_argument(
        "--floor was calibrated for another number of each process (its best repetition, or the median): "
        "calibrate "
        "again with --per-process");
  }
}

void check_limit(const CompareOptions& options, Direction direction) {
  if (!options.max_ratio) {
    return;
  }
  if (!(*options.max_ratio >= 1 && std::isfinite(*options.max_ratio))) {
    throw std::invalid_argument(
        fmt::format("--max-ratio {}: must be 1 or more; 1.5 allows half as much again", *options.max_ratio));
  }
  if (direction == Direction::unknown) {
    throw std::invalid_argument("--max-ratio: whether more or less of " + printable(options.metric) +
                                " is better is unknown; say it with --more-is-better or --less-is-better");
  }
}

/// Throws where the old side is empty; what the new one lacks has vanished.
void require_rows(const std::vector<Run>& before, const SideRows& old_rows) {
  if (old_rows.rows.empty()) {
    throw UnusableInput(before.front().file + ": no benchmark to compare with; did the filter find none?");
  }
}

/// Fills a comparison, row by row.
class Pairing {
 public:
  Pairing(const SideRows& old_rows, const SideRows& new_rows, Comparison& result)
      : old_rows_(old_rows), new_rows_(new_rows), result_(result), options_(result.options) {
    for (const SideRow& row : new_rows.rows) {
      if (row.skipped && !row.has_arguments) {
        skipped_families_.emplace(row.family, *row.skipped);
      }
    }
  }

  /// Every row of either side, decided where that needs no statistics.
  void pair_rows() {
    for (const SideRow& row : old_rows_.rows) {
      const auto place = new_rows_.index.find(row.key);
      add(&row, place == new_rows_.index.end() ? nullptr : &new_rows_.rows[place->second]);
    }
    for (const SideRow& row : new_rows_.rows) {
      if (!old_rows_.index.contains(row.key)) {
        add(nullptr, &row);
      }
    }
  }

  /// The rest, as one family of tests.
  void judge_pairs(const Judging& judging) {
    const auto judgements =
        judging ? judging(pairs_, result_.direction) : judge(pairs_, options_.alpha, result_.direction);
    result_.judged = pairs_.size();
    std::vector<Sequence> sequences;
    double logarithms = 0;
    for (std::size_t i = 0; i < judgements.size(); ++i) {
      ComparedRow& row = result_.rows[rows_of_pairs_[i]];
      row.judgement = judgements[i];
      row.verdict = judgements[i].verdict;
      if (judgements[i].ratio) {
        logarithms += std::log(*judgements[i].ratio);
        ++result_.rows_in_mean;
      } else {
        add_reason(row, "has values of 0: no ratio");
      }
      if (!pairs_[i].moments_before) {
        sequences.emplace_back(row.name + " (old)", &pairs_[i].before);
        sequences.emplace_back(row.name + " (new)", &pairs_[i].after);
      }
      if (row.verdict == Verdict::inconclusive && !judgements[i].resolvable) {
        add_reason(row, fmt::format("too few samples to tell: with {} it takes {} a side",
                                    counted(pairs_.size(), "row"),
                                    samples_to_resolve(pairs_.size(), options_.alpha)));
      }
    }
    if (result_.rows_in_mean > 0) {
      result_.geometric_mean = std::exp(logarithms / static_cast<double>(result_.rows_in_mean));
    }
    if (std::string drift = describe_drift(sequences); !drift.empty()) {
      result_.warnings.push_back(std::move(drift));
    }
  }

 private:
  /// Empty where the one file of its side has only aggregates. Those have no best repetition: then it is
  /// medians on both sides.
  std::vector<double> samples(const SideRow& row, bool of_medians) const {
    return result_.by_process ? process_samples(row, of_medians ? PerProcess::median : options_.per_process,
                                                result_.direction)
           : row.repetitions.empty() ? std::vector<double>()
                                     : row.repetitions.front();
  }

  std::optional<Summary> summarize(const SideRow* row, bool of_medians) const {
    if (row == nullptr || (row->repetitions.empty() && row->aggregates.empty())) {
      return std::nullopt;
    }
    const auto values = samples(*row, of_medians);
    return values.empty() ? summary_of(row->aggregates.front()) : summary_of(values);
  }

  void add(const SideRow* before, const SideRow* after) {
    ComparedRow& row = result_.rows.emplace_back();
    row.name = (before != nullptr ? before : after)->name;
    row.key = (before != nullptr ? before : after)->key;
    row.old_label = before != nullptr ? before->label : "";
    row.new_label = after != nullptr ? after->label : "";
    const bool of_medians = (before != nullptr && !before->aggregates.empty()) ||
                            (after != nullptr && !after->aggregates.empty());
    row.before = summarize(before, of_medians);
    row.after = summarize(after, of_medians);
    const auto decided = judge_failures(before, after, options_.metric);
    if (!decided && row.before && row.after && add_pair(row, *before, *after, of_medians)) {
      return;
    }
    const Finding found = decided ? *decided : judge_unmeasured(before, after, options_.metric);
    row.verdict = found.verdict;
    row.reason = found.reason;
    if (const auto skip =
            before == nullptr ? skipped_families_.end() : skipped_families_.find(before->family);
        after == nullptr && skip != skipped_families_.end()) {
      row.reason = "now " + skip_reason(skip->second);
    }
  }

  /// False where there are too few samples for a test: aggregates without mean and spread.
  bool add_pair(ComparedRow& row, const SideRow& before, const SideRow& after, bool of_medians) {
    Pair pair{.before = samples(before, of_medians),
              .after = samples(after, of_medians),
              .least_effect = 0,
              .key = row.key};
    if (pair.before.empty() || pair.after.empty()) {
      pair.moments_before = moments_of_row(before);
      pair.moments_after = moments_of_row(after);
      if (!pair.moments_before || !pair.moments_after ||
          !can_be_tested(*pair.moments_before, *pair.moments_after)) {
        return false;
      }
      add_reason(row, "only aggregates: means compared by Welch's test");
    } else if (of_medians && options_.per_process == PerProcess::minimum) {
      add_reason(row, "only aggregates in some files: a sample is the median of a process");
    }
    if (fails(&before)) {
      add_reason(row, fails(&after) ? "fails on both sides now and then: " + error_of(after)
                                    : "failed before now and then: " + error_of(before));
    }
    // A floor is one of processes: repetitions of one process are no more than one.
    pair.least_effect = result_.by_process
                            ? least_effect_of(options_, result_.least_effect, before.key, pair.before.size(),
                                              pair.after.size())
                            : least_effect_of(options_, result_.least_effect, before.key, 1, 1);
    row.least_effect = pair.least_effect;
    const auto is_negative = [](double value) { return value < 0; };
    if (std::ranges::any_of(pair.before, is_negative) || std::ranges::any_of(pair.after, is_negative)) {
      add_reason(row, "has values below 0: a change can't be told as a ratio");
      return true;
    }
    pairs_.push_back(std::move(pair));
    rows_of_pairs_.push_back(result_.rows.size() - 1);
    return true;
  }

  const SideRows& old_rows_;
  const SideRows& new_rows_;
  Comparison& result_;
  const CompareOptions& options_;
  std::unordered_map<std::string, std::string> skipped_families_;  // skipped as a whole, in the new runs
  std::vector<Pair> pairs_;
  std::vector<std::size_t> rows_of_pairs_;
};

/// Machine, build and commits, before anything is compared.
void check_contexts(const std::vector<Run>& before, const std::vector<Run>& after, Comparison& result) {
  const CompareOptions& options = result.options;
  require_comparable(before, after, options.force, result.warnings);
  if (options.floor != nullptr) {
    Run calibration;
    calibration.file = "the file of --floor";
    calibration.context = options.floor->context;
    require_same_machine(calibration, after, options.force, result.warnings);
  }
}

/// What can't regress passes, but nobody shall believe that something was compared where the sides share no
/// row.
bool shares_nothing(const Comparison& result, const SideRows& old_rows, const SideRows& new_rows) {
  return result.judged == 0 && result.count(Verdict::inconclusive) == 0 &&
         result.count(Verdict::fixed) == 0 && exit_status(result) == Exit::success &&
         (result.count(Verdict::only_old) > 0 || lacks_the_metric(old_rows, new_rows));
}

}  // namespace

std::size_t Comparison::count(Verdict verdict) const {
  return static_cast<std::size_t>(std::ranges::count(rows, verdict, &ComparedRow::verdict));
}

std::optional<double> ComparedRow::ratio() const {
  if (judgement) {
    return judgement->ratio;
  }
  return before && after && before->median > 0 && after->median > 0
             ? std::optional(after->median / before->median)
             : std::nullopt;
}

Comparison compare(const std::vector<Run>& before, const std::vector<Run>& after,
                   const CompareOptions& options, const Judging& judging) {
  check(options);
  Comparison result;
  result.options = options;
  result.by_process = before.size() > 1 || after.size() > 1;
  result.least_effect = options.least_effect.value_or(
      before.size() > 1 && after.size() > 1 ? default_least_effect : default_least_effect_within_one_process);
  result.direction = direction_of(options.metric, options.directions);
  check_limit(options, result.direction);
  result.before = provenance_of(before);
  result.after = provenance_of(after);
  result.warnings = joint_warnings({&before, &after});
  check_contexts(before, after, result);

  require_metric({&before, &after}, options.metric);
  const SideRows old_rows = collect(before, options.metric);
  const SideRows new_rows = collect(after, options.metric);
  require_rows(before, old_rows);
  Pairing pairing(old_rows, new_rows, result);
  pairing.pair_rows();
  if (result.by_process && !judging) {
    warn_of_uneven_sides(before, after, old_rows, new_rows, result);
  }
  pairing.judge_pairs(judging);
  warn_of_the_layout(before, after, options, result);
  warn_of_other_names(old_rows, new_rows, result);
  warn_of_waiting(before, after, old_rows, new_rows, result);
  warn_of_labels_and_complexities(before, after, result);
  if (options.max_ratio) {
    for (ComparedRow& row : result.rows) {
      apply_limit(row, *options.max_ratio, result.direction);
    }
  }
  std::ranges::stable_sort(result.rows, [](const ComparedRow& a, const ComparedRow& b) {
    return a.verdict != b.verdict ? a.verdict < b.verdict : stands_before(a.name, b.name);
  });
  if (shares_nothing(result, old_rows, new_rows)) {
    throw UnusableInput(fmt::format("no benchmark has samples of {} in both {} and {}: nothing to compare",
                                    options.metric, before.front().file, after.front().file));
  }
  return result;
}

}  // namespace bench_report
