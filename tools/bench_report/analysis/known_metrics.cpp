// Looking for a metric.
#include "tools/bench_report/analysis/known_metrics.hpp"

#include <set>
#include <stdexcept>

#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
std::vector<std::string> metrics_of(const RunsOfSides& sides) {
  std::set<std::string> counters;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        for (const auto& [name, samples] : row.counters) {
          counters.insert(name);
        }
        for (const auto& [name, aggregates] : row.aggregates) {
          counters.insert(name);
        }
      }
    }
  }
  counters.erase("real_time");
  counters.erase("cpu_time");
  std::vector<std::string> metrics{"real_time", "cpu_time"};
  metrics.insert(metrics.end(), counters.begin(), counters.end());
  return metrics;
}

void require_metric(const RunsOfSides& sides, const std::string& metric) {
  bool anything_measured = false;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        if (!samples_of(row, metric).empty() || row.aggregates.contains(metric)) {
          return;
        }
        anything_measured = anything_measured || !row.real_time.empty() || !row.aggregates.empty();
      }
    }
  }
  if (anything_measured) {
    throw std::invalid_argument("--metric " + printable(metric) +
                                ": no benchmark has it; there are: " + listed(metrics_of(sides)));
  }
}

}  // namespace bench_report
