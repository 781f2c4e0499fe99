// What rows are asked for.
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

const std::vector<double>& samples_of(const Row& row, const std::string& metric) {
  if (metric == "real_time") {
    return row.real_time;
  }
  if (metric == "cpu_time") {
    return row.cpu_time;
  }
  static const std::vector<double> none;
  const auto counter = row.counters.find(metric);
  return counter == row.counters.end() ? none : counter->second;
}

bool is_contest(const Run& run) {
  return run.context.contains("contest");
}

std::optional<double> aggregate_median_of(const Row& row, const std::string& metric) {
  const auto aggregates = row.aggregates.find(metric);
  return row.has_only_aggregates() && aggregates != row.aggregates.end() ? aggregates->second.median
                                                                         : std::nullopt;
}

}  // namespace bench_report
