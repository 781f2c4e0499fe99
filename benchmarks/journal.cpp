// Keeping finished repetitions.
#include "benchmarks/journal.hpp"

#include <utility>

namespace parallelization {

void Journal::record(Call call) {
  std::vector<Run> finished;
  {
    const std::lock_guard lock(mutex_);
    if (call.row >= rows_.size()) {
      rows_.resize(call.row + 1);
    }
    auto& repetitions = rows_[call.row].repetitions;
    if (!repetitions.empty() && repetitions.back().max_iterations == call.max_iterations) {
      if (!repetitions.back().complete) {
        repetitions.back().complete = true;
        finished.push_back(repetitions.back().run);
      }
      call.complete = true;  // later repetitions may be shorter than the first had to be
    } else if (!repetitions.empty()) {
      repetitions.pop_back();
    }
    call.run.repetition_index = static_cast<std::int64_t>(repetitions.size());
    if (call.complete) {
      finished.push_back(call.run);
    }
    repetitions.push_back(std::move(call));
  }
  if (on_record) {
    on_record(finished);
  }
}

std::size_t Journal::finished() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const Row& row : rows_) {
    for (const Call& call : row.repetitions) {
      count += call.complete ? 1 : 0;
    }
  }
  return count;
}

void Journal::report(benchmark::BenchmarkReporter& reporter) const {
  reporter.ReportContext(benchmark::BenchmarkReporter::Context());
  {
    const std::lock_guard lock(mutex_);
    for (const Row& row : rows_) {
      std::vector<Run> runs;
      for (const Call& call : row.repetitions) {
        if (call.complete) {
          runs.push_back(call.run);
        }
      }
      if (!runs.empty()) {
        reporter.ReportRuns(runs);
      }
    }
  }
  reporter.Finalize();
}

}  // namespace parallelization
