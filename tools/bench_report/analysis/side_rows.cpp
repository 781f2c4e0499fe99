// Collecting the rows of several runs.
#include "tools/bench_report/analysis/side_rows.hpp"

#include <algorithm>
#include <unordered_set>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {

SideRows collect(const std::vector<Run>& runs, const std::string& metric) {
  SideRows side;
  for (const Run& run : runs) {
    std::unordered_set<std::string> seen;
    for (const Row& row : run.rows) {
      std::string key = row_key(row.name);
      if (!seen.insert(key).second) {
        throw UnusableInput(run.file + ": " + row.name.full +
                            " is there twice with different settings (iterations, min_time …): use --filter");
      }
      const auto [place, is_new] = side.index.try_emplace(key, side.rows.size());
      if (is_new) {
        side.rows.emplace_back();
        side.rows.back().key = std::move(key);
        side.rows.back().name = row.name.full;
        side.rows.back().family = row.name.family;
        side.rows.back().has_arguments = !row.name.arguments.empty();
      }
      SideRow& collected = side.rows[place->second];
      ++collected.runs;
      if (const auto& samples = samples_of(row, metric); !samples.empty() && !row.skipped) {
        collected.repetitions.push_back(samples);
      }
      collected.label = collected.label.empty() ? row.label : collected.label;
      collected.failed_runs += row.error ? 1U : 0U;
      collected.error = collected.error ? collected.error : row.error;
      collected.skipped = collected.skipped ? collected.skipped : row.skipped;
      if (row.has_only_aggregates()) {
        collected.has_only_aggregates = true;
        if (aggregate_median_of(row, metric)) {
          collected.aggregates.push_back(row.aggregates.at(metric));
        }
      }
    }
  }
  return side;
}

std::vector<double> process_samples(const SideRow& row, PerProcess per_process, Direction direction) {
  std::vector<double> samples;
  for (const auto& repetitions : row.repetitions) {
    samples.push_back(per_process == PerProcess::median || direction == Direction::unknown
                          ? median(repetitions)
                      : direction == Direction::more ? std::ranges::max(repetitions)
                                                     : std::ranges::min(repetitions));
  }
  for (const Aggregates& aggregates : row.aggregates) {
    samples.push_back(*aggregates.median);
  }
  return samples;
}

}  // namespace bench_report
