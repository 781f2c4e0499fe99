// The journal: every finished repetition, kept as soon as it is finished. Google Benchmark 1.7 reports a row
// only after its last repetition, so a run of interleaved rows that is interrupted halfway has reported
// almost nothing.
#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace parallelization {

/// Thread-safe: the benchmark's thread records while the one that waits for signals may be writing.
class Journal {
 public:
  using Run = benchmark::BenchmarkReporter::Run;

  /// One call of a benchmark's body.
  struct Call {
    std::size_t row = 0;                           ///< number of the row
    benchmark::IterationCount max_iterations = 0;  ///< what the call was asked for
    bool complete = false;                         ///< long enough to be a repetition
    Run run;
  };

  /// Repetitions that the whole run will have, for those who show progress.
  void expect(std::size_t repetitions) { expected_ = repetitions; }
  std::size_t expected() const { return expected_; }

  /// Google Benchmark looks for the number of iterations in calls with ever more of them; the last of these
  /// is the first repetition, and later repetitions have as many. So a call with another number replaces the
  /// one before.
  void record(Call call);

  /// Repetitions finished so far.
  std::size_t finished() const;

  /// Hands the finished repetitions to a reporter, row by row, and finishes it.
  void report(benchmark::BenchmarkReporter& reporter) const;

  /// Called after every record(), with the repetitions that it has shown to be finished.
  std::function<void(const std::vector<Run>&)> on_record;

  /// Called with the message where a row has lost a worker; its row may be shown much later.
  std::function<void(const std::string&)> on_worker_lost;

 private:
  struct Row {
    std::vector<Call> repetitions;  ///< the last one may be incomplete
  };

  mutable std::mutex mutex_;
  std::vector<Row> rows_;
  std::atomic<std::size_t> expected_{0};
};

}  // namespace parallelization
