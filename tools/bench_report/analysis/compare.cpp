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
#include "tools/bench_report/analysis/known_metrics.hpp"
#include "tools/bench_report/analysis/run_warnings.hpp"
#include "tools/bench_report/analysis/side_rows.hpp"
#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/rank_test.hpp"

namespace bench_report {
namespace {

constexpr double default_least_effect = 0.05;
constexpr double default_least_effect_within_one_process = 0.10;

Summary summary_of(const std::vector<double>& samples) {
  return {.samples = samples.size(), .median = median(samples), .minimum = std::ranges::min(samples)};
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

/// Throws where a side is empty, or made so by the filter.
void require_rows(const std::vector<Run>& before, const std::vector<Run>& after, const SideRows& old_rows,
                  const SideRows& new_rows, const CompareOptions& options) {
  for (const auto& [side, runs] : {std::pair(&old_rows, &before), std::pair(&new_rows, &after)}) {
    if (std::ranges::all_of(*runs, [](const Run& run) { return run.rows.empty(); })) {
      throw UnusableInput(runs->front().file +
                          ": no benchmarks with times in it; did the filter of the run match none?");
    }
    if (side->rows.empty() && (side == &old_rows || old_rows.rows.empty())) {
      throw UnusableInput(runs->front().file + ": --filter " + options.filter + " finds no benchmark");
    }
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
  void judge_pairs() {
    const auto judgements = judge(pairs_, options_.alpha, result_.direction);
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
      sequences.emplace_back(row.name + " (old)", &pairs_[i].before);
      sequences.emplace_back(row.name + " (new)", &pairs_[i].after);
      if (row.verdict == Verdict::inconclusive && !judgements[i].resolvable) {
        add_reason(row, fmt::format("too few samples to tell: with {} rows it takes {} a side", pairs_.size(),
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
  std::vector<double> samples(const SideRow& row) const {
    return result_.by_process ? process_samples(row, options_.per_process, result_.direction)
                              : row.repetitions.front();
  }

  std::optional<Summary> summarize(const SideRow* row) const {
    if (row == nullptr || (row->repetitions.empty() && !row->aggregate_median)) {
      return std::nullopt;
    }
    return row->repetitions.empty() ? Summary{.samples = 0, .median = *row->aggregate_median, .minimum = 0}
                                    : summary_of(samples(*row));
  }

  void add(const SideRow* before, const SideRow* after) {
    ComparedRow& row = result_.rows.emplace_back();
    row.name = (before != nullptr ? before : after)->name;
    row.key = (before != nullptr ? before : after)->key;
    row.before = summarize(before);
    row.after = summarize(after);
    const auto decided = judge_failures(before, after, options_.metric);
    const bool both = row.before && row.after && row.before->samples > 0 && row.after->samples > 0;
    if (!decided && both) {
      add_pair(row, *before, *after);
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

  void add_pair(ComparedRow& row, const SideRow& before, const SideRow& after) {
    if (fails(&before)) {
      row.reason = fails(&after) ? "fails on both sides now and then: " + error_of(after)
                                 : "failed before now and then: " + error_of(before);
    }
    Pair pair{.before = samples(before), .after = samples(after), .least_effect = 0};
    // A floor is one of processes: repetitions of one process are no more than one.
    pair.least_effect = result_.by_process
                            ? least_effect_of(options_, result_.least_effect, before.key, pair.before.size(),
                                              pair.after.size())
                            : least_effect_of(options_, result_.least_effect, before.key, 1, 1);
    row.least_effect = pair.least_effect;
    if (std::ranges::min(pair.before) < 0 || std::ranges::min(pair.after) < 0) {
      add_reason(row, "has values below 0: a change can't be told as a ratio");
      return;
    }
    pairs_.push_back(std::move(pair));
    rows_of_pairs_.push_back(result_.rows.size() - 1);
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

Comparison compare(const std::vector<Run>& before, const std::vector<Run>& after,
                   const CompareOptions& options) {
  check(options);
  Comparison result;
  result.options = options;
  result.by_process = before.size() > 1 || after.size() > 1;
  result.least_effect = options.least_effect.value_or(
      before.size() > 1 && after.size() > 1 ? default_least_effect : default_least_effect_within_one_process);
  result.direction = direction_of(options.metric, options.directions);
  result.before = provenance_of(before);
  result.after = provenance_of(after);
  result.warnings = joint_warnings({&before, &after});
  check_contexts(before, after, result);

  require_metric({&before, &after}, options.metric);
  const SideRows old_rows = collect(before, options.metric, options.filter);
  const SideRows new_rows = collect(after, options.metric, options.filter);
  require_rows(before, after, old_rows, new_rows, options);
  Pairing pairing(old_rows, new_rows, result);
  pairing.pair_rows();
  if (result.by_process) {
    warn_of_uneven_sides(before, after, old_rows, new_rows, result);
  }
  pairing.judge_pairs();
  warn_of_the_layout(before, after, options, result);
  std::ranges::stable_sort(result.rows, {}, &ComparedRow::verdict);
  if (shares_nothing(result, old_rows, new_rows)) {
    throw UnusableInput(fmt::format("no benchmark has samples of {} in both {} and {}: nothing to compare",
                                    options.metric, before.front().file, after.front().file));
  }
  return result;
}

Exit exit_status(const Comparison& comparison) {
  const CompareOptions& options = comparison.options;
  if (comparison.count(Verdict::regressed) > 0 || comparison.count(Verdict::new_error) > 0 ||
      (comparison.count(Verdict::only_old) > 0 && !options.allow_missing)) {
    return Exit::regression;
  }
  return options.strict && comparison.count(Verdict::inconclusive) + comparison.count(Verdict::changed) > 0
             ? Exit::inconclusive
             : Exit::success;
}

}  // namespace bench_report
