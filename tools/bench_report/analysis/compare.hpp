// Two sides, row by row: which rows became slower, which faster, and how sure that is.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench_report/analysis/provenance.hpp"
#include "tools/bench_report/analysis/verdict.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/noise_floor.hpp"

namespace bench_report {

struct CompareOptions {
  std::string metric = "real_time";  ///< real_time, cpu_time, or a counter's name
  DirectionRules directions{};
  double alpha = 0.05;
  std::optional<double> least_effect;  ///< default: 5 % with several processes a side, 10 % with one
  PerProcess per_process = PerProcess::minimum;
  const Floor* floor = nullptr;
  bool allow_missing = false;         ///< rows that vanished do not fail the comparison
  bool strict = false;                ///< inconclusive rows do
  bool fail_on_change = false;        ///< rows that changed, whether for better or for worse, do
  std::optional<double> max_ratio{};  ///< rows that are worse than that many times by their medians do
  bool force = false;                 ///< compare what is not comparable, too
};

/// One side of a row. With several files a side, a sample is a process; otherwise a repetition.
struct Summary {
  std::size_t samples = 0;        ///< 0: unknown
  double median = 0;              ///< in the metric's unit: seconds for times
  std::optional<double> minimum;  ///< none where there are only aggregates
};

struct ComparedRow {
  std::string name;
  std::string key;  ///< row_key()
  Verdict verdict = Verdict::inconclusive;
  std::string reason;  ///< in words, where the numbers do not tell; may be empty
  std::optional<Summary> before;
  std::optional<Summary> after;
  std::optional<Judgement> judgement;  ///< for rows with samples on both sides
  double least_effect = 0;             ///< that counts in this row: the option's, or its noise floor
  std::string old_label;               ///< the benchmark's own words; "": none
  std::string new_label;

  /// New by old: the judgement's, or that of the medians; none where a side is not measured, or 0.
  std::optional<double> ratio() const;
};

/// The one result that all formats show.
struct Comparison {
  CompareOptions options;
  double least_effect = 0;
  Direction direction = Direction::less;  ///< of the metric
  bool by_process = false;                ///< a sample is a process
  Provenance before;                      ///< what the sides are: files, commit, machine
  Provenance after;
  std::vector<ComparedRow> rows;         ///< by verdict, then by name (stands_before())
  std::size_t judged = 0;                ///< m: rows of the family that Holm adjusts for
  std::optional<double> geometric_mean;  ///< of the judged rows' ratios; for information, it never gates
  std::size_t rows_in_mean = 0;          ///< those that have a ratio
  std::vector<std::string> warnings;     ///< each one line

  std::size_t count(Verdict verdict) const;
};

/// What judges the rows with samples on both sides, in place of judge(): of rows that are measured until they
/// are decided, and may have fewer samples than others.
using Judging = std::function<std::vector<Judgement>(std::span<const Pair>, Direction)>;

/// Throws UnusableInput where the sides can't be compared, one line that says why: nothing in common, other
/// machine, other build (unless `force`), and std::invalid_argument for options that make no sense.
Comparison compare(const std::vector<Run>& before, const std::vector<Run>& after,
                   const CompareOptions& options, const Judging& judging = {});

}  // namespace bench_report
