// The journal: every finished repetition, kept as soon as it is finished. Google Benchmark 1.7 reports a row
// only after its last repetition, so a run of interleaved rows that is interrupted halfway has reported
// almost nothing.
#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <ostream>
#include <string>
#include <vector>

namespace parallelization {

/// Thread-safe: the benchmark's thread records while the one that waits for signals may be writing.
class Journal {
 public:
  /// One call of a benchmark's body.
  struct Call {
    std::size_t row = 0;                           ///< number of the row
    benchmark::IterationCount max_iterations = 0;  ///< what the call was asked for
    bool complete = false;                         ///< long enough to be a repetition
    benchmark::BenchmarkReporter::Run run;
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

  /// Writes Google Benchmark's JSON of the finished repetitions, its context marked `"interrupted": true`.
  void write_interrupted(std::ostream& out) const;

  /// Called after every record().
  std::function<void()> on_record;

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

/// Set once the user or the system asks the program to stop; benchmark bodies look at it between iterations.
bool interrupted();

/// What the message of a repetition that was cut short says.
inline constexpr const char* interrupted_message = "interrupted";

/// While this object lives, SIGINT and SIGTERM set interrupted(). Then the benchmark's thread has a moment to
/// end the iteration it is in and to call finish(); where it does not (a run that takes seconds, a device
/// that hangs), `rescue` is called from another thread, and the program ends with status 130 at once.
class InterruptGuard {
 public:
  explicit InterruptGuard(std::function<void()> rescue);
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();

  /// From now on the caller takes care of what `rescue` would have saved. Blocks while a rescue is under way.
  void finish();

 private:
  struct Watcher;
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace parallelization
