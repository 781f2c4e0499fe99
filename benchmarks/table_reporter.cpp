// Collecting aggregates, printing lines.
#include "benchmarks/table_reporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "benchmarks/run_facts.hpp"

namespace parallelization {

bool TableReporter::ReportContext(const Context&) {
  return true;
}

void TableReporter::ReportRuns(const std::vector<Run>& report) {
  for (const Run& run : report) {
    Line& line = lines_[{run.family_index, run.per_family_instance_index}];
    line.name = run.run_name.function_name;
    line.name += run.run_name.args.empty() ? "" : "/" + run.run_name.args;
    line.error = error_of(run);
    line.label = run.report_label;
    if (run.run_type == Run::RT_Iteration || run.aggregate_name == "median") {
      line.time = run.GetAdjustedRealTime();
      line.unit = benchmark::GetTimeUnitString(run.time_unit);
    } else if (run.aggregate_name == "cv") {
      line.variation = run.real_accumulated_time;
    }
  }
}

void TableReporter::Finalize() {
  auto& out = GetOutputStream();
  const std::string title = "row";
  std::size_t width = title.size();
  for (const auto& [place, line] : lines_) {
    width = line.error.empty() ? std::max(width, line.name.size()) : width;
  }
  out << fmt::format("{:<{}} {:>12} {:>7}  {}\n", title, width, "median", "cv", "x and y in");
  for (const auto& [place, line] : lines_) {
    if (!line.error.empty()) {
      out << fmt::format("{}  {}\n", line.name, line.error);
      continue;
    }
    const std::string variation = line.variation < 0 ? "" : fmt::format("{:.1f} %", 100 * line.variation);
    out << fmt::format("{:<{}} {:>9.4g} {:<2} {:>7}  {}\n", line.name, width, line.time, line.unit, variation,
                       line.label);
  }
  out.flush();
}

}  // namespace parallelization
