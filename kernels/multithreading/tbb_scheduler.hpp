// What strategies on oneTBB's scheduler share: at most so many workers, and none of them left behind.
#pragma once

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <cstddef>
#include <new>

#include "kernels/shortage.hpp"

namespace parallelization {

/// An arena of `workers` threads, the caller included. When it is destroyed, the library's threads have
/// ended: TBB keeps them otherwise, and they would disturb who comes next.
class TbbScheduler {
 public:
  /// Throws std::runtime_error where so many threads can't be had: the library would end the program, or wait
  /// for ever.
  explicit TbbScheduler(unsigned workers)
      : handle_(attach(workers)),
        control_(tbb::global_control::max_allowed_parallelism, workers),
        arena_(static_cast<int>(workers)) {
    arena_.initialize();
  }
  TbbScheduler(const TbbScheduler&) = delete;
  TbbScheduler& operator=(const TbbScheduler&) = delete;
  ~TbbScheduler() {
    arena_.terminate();
    tbb::finalize(handle_, std::nothrow);
  }

  tbb::task_arena& arena() { return arena_; }

  /// Threads that the arena has room for, as it says itself.
  std::size_t places() const { return static_cast<std::size_t>(arena_.max_concurrency()); }

  /// From 0 to places() − 1: which of the arena's places the calling thread has.
  static unsigned place() { return static_cast<unsigned>(tbb::this_task_arena::current_thread_index()); }

 private:
  static tbb::task_scheduler_handle attach(unsigned workers) {
    require_threads(workers - 1);
    return tbb::task_scheduler_handle(tbb::attach{});
  }

  tbb::task_scheduler_handle handle_;
  tbb::global_control control_;
  tbb::task_arena arena_;
};

}  // namespace parallelization
