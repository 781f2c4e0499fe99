// The table of a run that was started without wishes about it: one line a row, in the order of the families.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace parallelization {

/// Median, coefficient of variation and label of each row, in at most 80 columns where names allow it. Google
/// Benchmark's own table has a line for each aggregate with every counter behind it, and random order where
/// repetitions are interleaved. Prints in Finalize(): interleaved rows are finished at the end all together.
class TableReporter final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& report) override;
  void Finalize() override;

 private:
  struct Line {
    std::string name;
    std::string error;
    double time = 0;
    std::string unit;
    double variation = -1;  ///< a share of the mean; negative where there are too few repetitions
    std::string label;
  };

  /// By family and instance.
  std::map<std::pair<std::int64_t, std::int64_t>, Line> lines_;
};

}  // namespace parallelization
