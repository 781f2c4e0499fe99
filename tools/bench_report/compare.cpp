// From two sides to verdicts.
#include "tools/bench_report/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "tools/bench_report/comparable.hpp"
#include "tools/bench_report/quantiles.hpp"
#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/run_warnings.hpp"
#include "tools/bench_report/table.hpp"
#include "tools/bench_report/units.hpp"

namespace bench_report {
namespace {

constexpr double default_least_effect = 0.05;
constexpr double default_least_effect_within_one_process = 0.10;
constexpr std::size_t enough_for_drift = 10;
constexpr double alpha_of_drift = 0.01;

constexpr std::array<std::string_view, 9> verdict_names{"REGRESSED",    "NEW-ERROR",  "ONLY-OLD",
                                                        "INCONCLUSIVE", "IMPROVED",   "FIXED",
                                                        "ONLY-NEW",     "EQUIVALENT", "SKIPPED"};

/// What the side is: files, and what their context tells.
std::vector<std::string> describe(const std::vector<Run>& runs) {
  std::vector<std::string> lines{
      runs.size() == 1 ? runs[0].file
                       : fmt::format("{} files: {} … {}", runs.size(), runs.front().file, runs.back().file)};
  const auto more = context_lines(runs);
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

Summary summary_of(const std::vector<double>& samples) {
  return {.samples = samples.size(), .median = median(samples), .minimum = std::ranges::min(samples)};
}

/// A verdict that needs no statistics.
struct Finding {
  Verdict verdict;
  std::string reason;
};

std::string skip_reason(const std::string& reason) {
  return reason.empty() ? "skipped" : "skipped: " + reason;
}

bool is_measured(const SideRow* row) {
  return row != nullptr && (!row->repetitions.empty() || row->has_only_aggregates);
}

bool fails(const SideRow* row) {
  return row != nullptr && row->failed_runs > 0;
}

/// "a worker died", "a worker died (in 1 of 16 files)"
std::string error_of(const SideRow& row) {
  return row.runs == 1 ? *row.error
                       : fmt::format("{} (in {} of {} files)", *row.error, row.failed_runs, row.runs);
}

/// Behind what is said of the row already.
void add_reason(ComparedRow& row, const std::string& reason) {
  row.reason += (row.reason.empty() ? "" : "; ") + reason;
}

/// A row that fails now and has not failed before, or was measured before and never is now, is a new error.
/// What fails here and there on both sides, or did on the old one, is compared by what was measured.
std::optional<Finding> judge_failures(const SideRow* before, const SideRow* after,
                                      const std::string& metric) {
  if (fails(after) && (!fails(before) || (is_measured(before) && !is_measured(after)))) {
    return Finding{Verdict::new_error, error_of(*after)};
  }
  if (!fails(before) || (is_measured(before) && is_measured(after))) {
    return std::nullopt;
  }
  if (fails(after) && !is_measured(after)) {
    return Finding{Verdict::skipped, "fails on both sides: " + error_of(*after)};
  }
  const std::string reason = "failed before: " + error_of(*before);
  if (is_measured(after)) {
    return Finding{Verdict::fixed, fails(after) ? reason + "; still fails: " + error_of(*after) : reason};
  }
  if (after == nullptr) {
    return Finding{Verdict::only_old, reason};
  }
  return Finding{is_measured(before) ? Verdict::only_old : Verdict::skipped,
                 reason + (after->skipped ? "; skipped now" : "; no samples of " + metric + " now")};
}

Finding judge_unmeasured(const SideRow* before, const SideRow* after, const std::string& metric) {
  if (is_measured(before) && is_measured(after)) {
    return {Verdict::inconclusive,
            "only aggregates in the file: run it without "
            "--benchmark_report_aggregates_only"};
  }
  if (is_measured(before)) {
    return {Verdict::only_old, after == nullptr ? "vanished"
                               : after->skipped ? "now " + skip_reason(*after->skipped)
                                                : "no samples of " + metric + " any more"};
  }
  if (is_measured(after)) {
    return {Verdict::only_new, before == nullptr ? ""
                               : before->skipped ? "before " + skip_reason(*before->skipped)
                                                 : "no samples of " + metric + " before"};
  }
  const SideRow* const some = after != nullptr ? after : before;
  return {Verdict::skipped, some->skipped ? skip_reason(*some->skipped) : "no samples of " + metric};
}

double least_effect_of(const CompareOptions& options, double general, const std::string& key,
                       std::size_t before, std::size_t after) {
  const FloorRow* const row = options.floor == nullptr ? nullptr : options.floor->find(key);
  return row == nullptr ? general : std::expm1(std::max(std::log1p(general), floor_of(*row, before, after)));
}

/// Trends over the repetitions (or processes) of a row, on either side.
std::string describe_drift(const std::vector<std::pair<std::string, const std::vector<double>*>>& sequences) {
  std::vector<std::string> names;
  std::size_t tested = 0;
  for (const auto& [name, sequence] : sequences) {
    tested += sequence->size() >= enough_for_drift ? 1U : 0U;
  }
  for (const auto& [name, sequence] : sequences) {
    if (sequence->size() >= enough_for_drift &&
        p_of_drift(*sequence) < alpha_of_drift / static_cast<double>(tested)) {
      names.push_back(name);
    }
  }
  return names.empty() ? "" : "times drift from the first sample to the last (Mann-Kendall): " + some(names);
}

/// How the processes lie: one a side, or rows that some of them lack.
void warn_of_the_layout(const std::vector<Run>& before, const std::vector<Run>& after,
                        const CompareOptions& options, Comparison& result) {
  if (before.size() == 1 || after.size() == 1) {
    result.warnings.emplace_back(
        (before.size() == after.size() ? std::string("one process a side:")
                                       : std::string("one process on a side:")) +
        " what differs between processes (memory layout, placement) is not seen, and "
        "false alarms are more frequent than alpha; use tools/compare-commits, or several files a side");
  }
  if (before.size() != after.size()) {
    result.warnings.push_back(
        fmt::format("the old side has {} files, the new one {}", before.size(), after.size()));
  }
  if (options.floor != nullptr) {
    std::vector<std::string> without;
    for (const ComparedRow& row : result.rows) {
      if (row.judgement && options.floor->find(row.key) == nullptr) {
        without.push_back(row.name);
      }
    }
    if (!without.empty()) {
      result.warnings.push_back(fmt::format("{} of {} rows have no noise floor in the file of --floor: {}",
                                            without.size(), result.judged, some(without)));
    }
  }
}

/// Rows that only some processes of a side have, and rows whose processes have unlike numbers of repetitions.
void warn_of_uneven_sides(const std::vector<Run>& before, const std::vector<Run>& after,
                          const SideRows& old_rows, const SideRows& new_rows, Comparison& result) {
  std::vector<std::string> missing;
  std::vector<std::string> uneven;
  for (const SideRow& row : old_rows.rows) {
    const auto place = new_rows.index.find(row.key);
    if (place == new_rows.index.end() || row.repetitions.empty() ||
        new_rows.rows[place->second].repetitions.empty()) {
      continue;
    }
    const SideRow& other = new_rows.rows[place->second];
    if (row.repetitions.size() < before.size() || other.repetitions.size() < after.size()) {
      missing.push_back(row.name);
    }
    const auto has_as_many = [&](const std::vector<double>& repetitions) {
      return repetitions.size() == row.repetitions.front().size();
    };
    if (!std::ranges::all_of(row.repetitions, has_as_many) ||
        !std::ranges::all_of(other.repetitions, has_as_many)) {
      uneven.push_back(row.name);
    }
  }
  if (!missing.empty()) {
    result.warnings.push_back(
        fmt::format("{} rows have no samples in some files of a side: {}", missing.size(), some(missing)));
  }
  if (!uneven.empty() && result.options.per_process == PerProcess::minimum) {
    result.warnings.push_back(fmt::format(
        "{} rows have more repetitions in some processes than in others, and the best of more is better "
        "(--per-process median is fairer): {}",
        uneven.size(), some(uneven)));
  }
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

}  // namespace

std::string_view name_of(Verdict verdict) {
  return verdict_names.at(static_cast<std::size_t>(verdict));
}

std::vector<Judgement> judge(std::span<const Pair> pairs, double alpha, bool more_is_better) {
  std::vector<Judgement> judgements;
  std::vector<double> p_values;
  std::vector<bool> worse;
  std::vector<double> scaled;
  // One-sided p of `b` being larger than `a` by more than the factor: the minimum effect stands inside the
  // hypothesis.
  const auto p_beyond = [&](std::span<const double> a, std::span<const double> b, double factor) {
    scaled.assign(a.begin(), a.end());
    for (double& value : scaled) {
      value *= factor;
    }
    return p_greater(scaled, b);
  };
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
    worse.push_back((p_larger < p_smaller) != more_is_better);
    judgements.push_back(judgement);
  }
  const auto adjusted = holm(p_values);
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    Judgement& judgement = judgements[i];
    judgement.adjusted_p = adjusted[i];
    if (adjusted[i] < alpha) {
      judgement.verdict = worse[i] ? Verdict::regressed : Verdict::improved;
    } else if (judgement.resolvable && is_equivalent(pairs[i], judgement)) {
      judgement.verdict = Verdict::equivalent;
    }
  }
  return judgements;
}

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
  result.more_is_better = is_rate(options.metric);
  result.before_lines = describe(before);
  result.after_lines = describe(after);
  result.warnings = joint_warnings({&before, &after});
  require_comparable(before, after, options.force, result.warnings);
  if (options.floor != nullptr) {
    Run calibration;
    calibration.file = "the file of --floor";
    calibration.context = options.floor->context;
    require_same_machine(calibration, after, options.force, result.warnings);
  }

  const SideRows old_rows = collect(before, options.metric, options.filter);
  const SideRows new_rows = collect(after, options.metric, options.filter);
  for (const auto& [side, runs] : {std::pair(&old_rows, &before), std::pair(&new_rows, &after)}) {
    if (std::ranges::all_of(*runs, [](const Run& run) { return run.rows.empty(); })) {
      throw UnusableInput(runs->front().file +
                          ": no benchmarks with times in it; did the filter of the run match none?");
    }
    if (side->rows.empty() && (side == &old_rows || old_rows.rows.empty())) {
      throw UnusableInput(runs->front().file + ": --filter " + options.filter + " finds no benchmark");
    }
  }
  std::unordered_map<std::string, std::string> skipped_families;  // skipped as a whole, in the new runs
  for (const SideRow& row : new_rows.rows) {
    if (row.skipped && !row.has_arguments) {
      skipped_families.emplace(row.family, *row.skipped);
    }
  }

  std::vector<Pair> pairs;
  std::vector<std::size_t> rows_of_pairs;
  const auto samples = [&](const SideRow& row) {
    return result.by_process ? process_samples(row, options.per_process, result.more_is_better)
                             : row.repetitions.front();
  };
  const auto summarize = [&](const SideRow* row) -> std::optional<Summary> {
    if (row == nullptr || (row->repetitions.empty() && !row->aggregate_median)) {
      return std::nullopt;
    }
    return row->repetitions.empty() ? Summary{.samples = 0, .median = *row->aggregate_median, .minimum = 0}
                                    : summary_of(samples(*row));
  };
  const auto add = [&](const SideRow* one, const SideRow* other) {
    ComparedRow& row = result.rows.emplace_back();
    row.name = (one != nullptr ? one : other)->name;
    row.key = (one != nullptr ? one : other)->key;
    row.before = summarize(one);
    row.after = summarize(other);
    const auto decided = judge_failures(one, other, options.metric);
    const bool both = row.before && row.after && row.before->samples > 0 && row.after->samples > 0;
    if (decided || !both) {
      const Finding found = decided ? *decided : judge_unmeasured(one, other, options.metric);
      row.verdict = found.verdict;
      row.reason = found.reason;
      if (const auto skip = one == nullptr ? skipped_families.end() : skipped_families.find(one->family);
          other == nullptr && skip != skipped_families.end()) {
        row.reason = "now " + skip_reason(skip->second);
      }
      return;
    }
    if (fails(one)) {
      row.reason = fails(other) ? "fails on both sides now and then: " + error_of(*other)
                                : "failed before now and then: " + error_of(*one);
    }
    Pair pair{.before = samples(*one), .after = samples(*other), .least_effect = 0};
    // A floor is one of processes: repetitions of one process are no more than one.
    pair.least_effect = result.by_process ? least_effect_of(options, result.least_effect, one->key,
                                                            pair.before.size(), pair.after.size())
                                          : least_effect_of(options, result.least_effect, one->key, 1, 1);
    row.least_effect = pair.least_effect;
    if (std::ranges::min(pair.before) < 0 || std::ranges::min(pair.after) < 0) {
      add_reason(row, "has values below 0: a change can't be told as a ratio");
      return;
    }
    pairs.push_back(std::move(pair));
    rows_of_pairs.push_back(result.rows.size() - 1);
  };
  const auto find = [](const SideRows& side, const std::string& key) {
    const auto place = side.index.find(key);
    return place == side.index.end() ? nullptr : &side.rows[place->second];
  };
  for (const SideRow& row : old_rows.rows) {
    add(&row, find(new_rows, row.key));
  }
  for (const SideRow& row : new_rows.rows) {
    if (!old_rows.index.contains(row.key)) {
      add(nullptr, &row);
    }
  }

  if (result.by_process) {
    warn_of_uneven_sides(before, after, old_rows, new_rows, result);
  }
  const auto judgements = judge(pairs, options.alpha, result.more_is_better);
  result.judged = pairs.size();
  std::vector<std::pair<std::string, const std::vector<double>*>> sequences;
  double logarithms = 0;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    ComparedRow& row = result.rows[rows_of_pairs[i]];
    row.judgement = judgements[i];
    row.verdict = judgements[i].verdict;
    if (judgements[i].ratio) {
      logarithms += std::log(*judgements[i].ratio);
      ++result.rows_in_mean;
    } else {
      add_reason(row, "has values of 0: no ratio");
    }
    sequences.emplace_back(row.name + " (old)", &pairs[i].before);
    sequences.emplace_back(row.name + " (new)", &pairs[i].after);
    if (row.verdict == Verdict::inconclusive && !judgements[i].resolvable) {
      add_reason(row, fmt::format("too few samples to tell: with {} rows it takes {} a side", pairs.size(),
                                  samples_to_resolve(pairs.size(), options.alpha)));
    }
  }
  if (result.rows_in_mean > 0) {
    result.geometric_mean = std::exp(logarithms / static_cast<double>(result.rows_in_mean));
  }
  if (std::string drift = describe_drift(sequences); !drift.empty()) {
    result.warnings.push_back(std::move(drift));
  }
  warn_of_the_layout(before, after, options, result);
  std::ranges::stable_sort(result.rows, {}, &ComparedRow::verdict);
  // What can't regress passes, but nobody shall believe that something was compared where the sides share no
  // row.
  const bool shares_nothing = result.count(Verdict::only_old) > 0 || lacks_the_metric(old_rows, new_rows);
  if (result.judged == 0 && result.count(Verdict::inconclusive) == 0 && result.count(Verdict::fixed) == 0 &&
      exit_status(result) == Exit::success && shares_nothing) {
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
  return options.strict && comparison.count(Verdict::inconclusive) > 0 ? Exit::inconclusive : Exit::success;
}

}  // namespace bench_report
