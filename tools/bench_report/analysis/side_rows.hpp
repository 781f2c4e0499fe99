// A process as one sample: several runs of one commit, row by row.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// One row in all runs of a side, in the order of the runs.
struct SideRow {
  std::string key;   ///< row_key()
  std::string name;  ///< as the first run has it
  std::string family;
  bool has_arguments = false;
  std::vector<std::vector<double>> repetitions;  ///< by run; runs without samples have none here
  std::size_t runs = 0;                          ///< in which the row appears
  std::size_t failed_runs = 0;       ///< in which a repetition of it failed; others may have samples
  std::optional<std::string> error;  ///< of the first of them
  std::optional<std::string> skipped;
  bool has_only_aggregates = false;    ///< in some run
  std::vector<Aggregates> aggregates;  ///< of the metric, of those runs that have a median of it
  std::string label;                   ///< the first
};

/// The rows of all runs of one side; rows whose names match are one.
struct SideRows {
  std::vector<SideRow> rows;                           ///< in the order in which they appear first
  std::unordered_map<std::string, std::size_t> index;  ///< by key
};

/// Throws UnusableInput where two rows of one file match each other: then it is unclear what to compare.
SideRows collect(const std::vector<Run>& runs, const std::string& metric);

/// One number for each run. Where nobody knows which is the best, it is the median; so it is of a run that
/// has only aggregates.
std::vector<double> process_samples(const SideRow& row, PerProcess per_process, Direction direction);

}  // namespace bench_report
