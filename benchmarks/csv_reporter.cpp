// Writing the columns of all rows.
#include "benchmarks/csv_reporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <set>
#include <string_view>

#include "benchmarks/run_facts.hpp"

namespace parallelization {
namespace {

using Run = benchmark::BenchmarkReporter::Run;

/// Counters that have a column among the library's own.
constexpr auto rates = std::to_array<std::string_view>({"bytes_per_second", "items_per_second"});

std::string quoted_field(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    result += c == '"' ? "\"\"" : std::string(1, c);
  }
  return result + '"';
}

std::set<std::string> counter_names(const std::vector<Run>& runs) {
  std::set<std::string> names;
  for (const Run& run : runs) {
    for (const auto& [name, value] : run.counters) {
      if (std::ranges::find(rates, name) == rates.end()) {
        names.insert(name);
      }
    }
  }
  return names;
}

std::string counter(const Run& run, const std::string& name) {
  const auto place = run.counters.find(name);
  return place == run.counters.end() ? "" : fmt::format("{:g}", static_cast<double>(place->second));
}

/// A coefficient of variation is a share of the mean: it has no unit.
std::string times(const Run& run) {
  if (run.run_type == Run::RT_Aggregate && run.aggregate_unit == benchmark::StatisticUnit::kPercentage) {
    return fmt::format("{:g},{:g},", run.real_accumulated_time, run.cpu_accumulated_time);
  }
  return fmt::format("{:g},{:g},{}", run.GetAdjustedRealTime(), run.GetAdjustedCPUTime(),
                     benchmark::GetTimeUnitString(run.time_unit));
}

std::string line(const Run& run, const std::set<std::string>& names) {
  std::string text = quoted_field(run.benchmark_name());
  const std::string error = error_of(run);
  text += error.empty() ? fmt::format(",{},{}", run.iterations, times(run)) : ",,,,";
  for (const std::string_view rate : rates) {
    text += ',' + counter(run, std::string(rate));
  }
  text += ',' + (run.report_label.empty() ? "" : quoted_field(run.report_label));
  text += error.empty() ? ",," : ",true," + quoted_field(error);
  for (const std::string& name : names) {
    text += ',' + counter(run, name);
  }
  return text;
}

}  // namespace

bool CsvReporter::ReportContext(const Context& context) {
  PrintBasicContext(&GetErrorStream(), context);
  return true;
}

void CsvReporter::ReportRuns(const std::vector<Run>& report) {
  runs_.insert(runs_.end(), report.begin(), report.end());
}

void CsvReporter::Finalize() {
  const auto names = counter_names(runs_);
  auto& out = GetOutputStream();
  out << "name,iterations,real_time,cpu_time,time_unit,bytes_per_second,items_per_second,label,error_"
         "occurred,"
         "error_message";
  for (const std::string& name : names) {
    out << ',' << quoted_field(name);
  }
  out << '\n';
  for (const Run& run : runs_) {
    out << line(run, names) << '\n';
  }
  out.flush();
}

}  // namespace parallelization
