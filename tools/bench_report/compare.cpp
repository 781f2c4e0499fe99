// From two sides to verdicts.
#include "tools/bench_report/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <stdexcept>
#include <utility>

#include "tools/bench_report/comparable.hpp"
#include "tools/bench_report/quantiles.hpp"
#include "tools/bench_report/reader.hpp"
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

void warn_of_the_machine(const std::vector<Run>& before, const std::vector<Run>& after,
                         std::vector<std::string>& warnings) {
  std::set<std::string> seen;
  std::size_t loaded = 0;
  std::size_t scaled = 0;
  double worst = 0;
  for (const auto* side : {&before, &after}) {
    for (const Run& run : *side) {
      for (const std::string& warning : run.warnings) {
        if (seen.insert(warning).second) {
          warnings.push_back(run.file + ": " + warning);
        }
      }
      if (run.processors > 0 && !run.load_average.empty() && run.load_average[0] > run.processors) {
        ++loaded;
        worst = std::max(worst, run.load_average[0]);
      }
      const auto scaling = run.context.find("cpu_scaling_enabled");
      scaled += scaling != run.context.end() && scaling->second == "true" ? 1U : 0U;
    }
  }
  const std::size_t files = before.size() + after.size();
  if (loaded > 0) {
    warnings.push_back(fmt::format(
        "in {} of {} files the load average at the start was above the number of processors (up to {:.1f}): "
        "other programs were running",
        loaded, files, worst));
  }
  if (scaled > 0) {
    warnings.push_back(fmt::format(
        "in {} of {} files frequency scaling was on: times depend on what ran before", scaled, files));
  }
}

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

/// Where one side of a row has no samples.
struct Unmeasured {
  Verdict verdict;
  std::string reason;
};

std::string skip_reason(const std::string& reason) {
  return reason.empty() ? "skipped" : "skipped: " + reason;
}

Unmeasured judge_unmeasured(const SideRow* before, const SideRow* after, const std::string& metric) {
  const auto measured = [](const SideRow* row) {
    return row != nullptr && !row->error && (!row->repetitions.empty() || row->aggregate_median);
  };
  if (after != nullptr && after->error) {
    if (before != nullptr && before->error) {
      return {Verdict::skipped, "fails on both sides: " + *after->error};
    }
    return {Verdict::new_error, *after->error};
  }
  if (before != nullptr && before->error) {
    if (measured(after)) {
      return {Verdict::fixed, "failed before: " + *before->error};
    }
    return {after == nullptr ? Verdict::only_old : Verdict::skipped,
            "failed before: " + *before->error + (after == nullptr ? "" : "; skipped now")};
  }
  if (measured(before) && measured(after)) {
    return {Verdict::inconclusive,
            "only aggregates in the file: run it without "
            "--benchmark_report_aggregates_only"};
  }
  if (measured(before)) {
    return {Verdict::only_old, after == nullptr ? "vanished"
                               : after->skipped ? "now " + skip_reason(*after->skipped)
                                                : "no samples of " + metric + " any more"};
  }
  if (measured(after)) {
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
  constexpr std::size_t shown = 5;
  if (names.empty()) {
    return {};
  }
  const std::size_t more = names.size() - std::min(names.size(), shown);
  names.resize(names.size() - more);
  return fmt::format("times drift from the first sample to the last (Mann-Kendall): {}{}", joined(names),
                     more == 0 ? "" : fmt::format(" and {} more", more));
}

/// How the processes lie: one a side, or rows that some of them lack.
void warn_of_the_layout(const std::vector<Run>& before, const std::vector<Run>& after,
                        const CompareOptions& options, Comparison& result) {
  if (!result.by_process) {
    result.warnings.emplace_back(
        "one process a side: what differs between processes (memory layout, placement) is not seen, and "
        "false alarms are more frequent than alpha; use tools/compare-commits, or several files a side");
  }
  if (before.size() != after.size()) {
    result.warnings.push_back(
        fmt::format("the old side has {} files, the new one {}", before.size(), after.size()));
  }
  if (options.floor != nullptr) {
    const auto without = std::ranges::count_if(result.rows, [&](const ComparedRow& row) {
      return row.judgement && options.floor->find(row_key(parse_name(row.name))) == nullptr;
    });
    if (without > 0) {
      result.warnings.push_back(
          fmt::format("{} of {} rows have no noise floor in the file of --floor", without, result.judged));
    }
  }
  const auto has_fewer = [&](const std::optional<Summary>& side, std::size_t files) {
    return side && side->samples > 0 && side->samples < files;
  };
  const auto fewer = std::ranges::count_if(result.rows, [&](const ComparedRow& row) {
    return result.by_process && (has_fewer(row.before, before.size()) || has_fewer(row.after, after.size()));
  });
  if (fewer > 0) {
    result.warnings.push_back(fmt::format("{} rows are missing in some files of a side", fewer));
  }
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
    judgement.interval = ratio(pair.before, pair.after);
    judgement.ratio =
        judgement.interval ? judgement.interval->estimate : ratio_estimate(pair.before, pair.after);
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
    const double factor = 1 + pairs[i].least_effect;
    judgement.adjusted_p = adjusted[i];
    if (adjusted[i] < alpha) {
      judgement.verdict = worse[i] ? Verdict::regressed : Verdict::improved;
    } else if (judgement.interval && judgement.interval->low >= 1 / factor &&
               judgement.interval->high <= factor) {
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
      result.by_process ? default_least_effect : default_least_effect_within_one_process);
  result.more_is_better = is_rate(options.metric);
  result.before_lines = describe(before);
  result.after_lines = describe(after);
  require_comparable(before, after, options.force, result.warnings);
  warn_of_the_machine(before, after, result.warnings);

  const SideRows old_rows = collect(before, options.metric, options.filter);
  const SideRows new_rows = collect(after, options.metric, options.filter);
  for (const auto& [side, runs] : {std::pair(&old_rows, &before), std::pair(&new_rows, &after)}) {
    if (side->rows.empty()) {
      throw UnusableInput(runs->front().file + ": " +
                          (options.filter.empty()
                               ? "no benchmarks with times in it; did the filter of the run match none?"
                               : "--filter " + options.filter + " finds no benchmark"));
    }
  }
  std::unordered_map<std::string, std::string> skipped_families;  // skipped as a whole, in the new runs
  for (const SideRow& row : new_rows.rows) {
    if (row.skipped) {
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
    if (row == nullptr || row->error || (row->repetitions.empty() && !row->aggregate_median)) {
      return std::nullopt;
    }
    return row->repetitions.empty() ? Summary{.samples = 0, .median = *row->aggregate_median, .minimum = 0}
                                    : summary_of(samples(*row));
  };
  const auto add = [&](const SideRow* one, const SideRow* other) {
    ComparedRow& row = result.rows.emplace_back();
    row.name = (one != nullptr ? one : other)->name;
    row.before = summarize(one);
    row.after = summarize(other);
    const bool both = row.before && row.after && row.before->samples > 0 && row.after->samples > 0;
    if (!both) {
      const Unmeasured found = judge_unmeasured(one, other, options.metric);
      row.verdict = found.verdict;
      row.reason = found.reason;
      if (const auto skip = one == nullptr ? skipped_families.end() : skipped_families.find(one->family);
          other == nullptr && skip != skipped_families.end()) {
        row.reason = "now " + skip_reason(skip->second);
      }
      return;
    }
    Pair pair{.before = samples(*one),
              .after = samples(*other),
              .least_effect = least_effect_of(options, result.least_effect, one->key, row.before->samples,
                                              row.after->samples)};
    row.least_effect = pair.least_effect;
    const auto positive = [](double value) { return value > 0; };
    if (!std::ranges::all_of(pair.before, positive) || !std::ranges::all_of(pair.after, positive)) {
      row.reason = "has values that are not positive: no ratio";
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

  const auto judgements = judge(pairs, options.alpha, result.more_is_better);
  result.judged = pairs.size();
  std::vector<std::pair<std::string, const std::vector<double>*>> sequences;
  double logarithms = 0;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    ComparedRow& row = result.rows[rows_of_pairs[i]];
    row.judgement = judgements[i];
    row.verdict = judgements[i].verdict;
    logarithms += std::log(judgements[i].ratio);
    sequences.emplace_back(row.name + " (old)", &pairs[i].before);
    sequences.emplace_back(row.name + " (new)", &pairs[i].after);
    if (row.verdict == Verdict::inconclusive && !judgements[i].resolvable) {
      row.reason = fmt::format("too few samples to tell: with {} rows it takes {} a side", pairs.size(),
                               samples_to_resolve(pairs.size(), options.alpha));
    }
  }
  if (!judgements.empty()) {
    result.geometric_mean = std::exp(logarithms / static_cast<double>(judgements.size()));
  }
  if (std::string drift = describe_drift(sequences); !drift.empty()) {
    result.warnings.push_back(std::move(drift));
  }
  warn_of_the_layout(before, after, options, result);
  std::ranges::stable_sort(result.rows, {}, &ComparedRow::verdict);
  if (result.judged == 0 && result.count(Verdict::inconclusive) == 0 &&
      exit_status(result) == Exit::success) {
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
