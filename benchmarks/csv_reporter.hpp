// Google Benchmark's CSV, for rows that do not all have the same counters.
#pragma once

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace parallelization {

/// The library's own CSV reporter ends the program where a row has other counters than the first one. This
/// one writes the same columns, and behind them the counters of all rows; a row that has not got one leaves
/// it empty. So it writes everything at the end, in Finalize().
class CsvReporter final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& report) override;
  void Finalize() override;

 private:
  std::vector<Run> runs_;
};

}  // namespace parallelization
