// A pool of persistent threads that spin briefly for their next task, then sleep.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "kernels/signal.hpp"

namespace parallelization {

/// `workers` of which the calling thread is number 0: there are workers − 1 threads. The task is fixed, so
/// that a run passes nothing between the processors' caches but the word to start and the word that it is
/// done.
class ThreadPool {
 public:
  /// task(number) is what each worker does in a run; it must not throw. Throws std::system_error where a
  /// thread can't be had.
  ThreadPool(unsigned workers, std::function<void(unsigned)> task);
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool();

  unsigned size() const { return static_cast<unsigned>(threads_.size()) + 1; }

  /// Calls the task once on every worker, and returns when all are done.
  void run();

 private:
  void stop();
  void work(unsigned worker);

  // What the threads read in a run never shares a cache line with what the caller writes in it.
  std::function<void(unsigned)> task_;
  bool stop_ = false;
  Signal start_;                // the number of the run that has begun
  Signal arrived_;              // one more for each thread that has done its part of a run
  std::uint32_t expected_ = 0;  // arrivals when the run is done; the caller's own
  std::vector<std::jthread> threads_;
};

}  // namespace parallelization
