// A pool of persistent threads that spin briefly for their next task, then sleep.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "kernels/signal.hpp"

namespace parallelization {

/// `workers` of which the calling thread is number 0: there are workers − 1 threads.
class ThreadPool {
 public:
  explicit ThreadPool(unsigned workers);
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool();

  unsigned size() const { return static_cast<unsigned>(threads_.size()) + 1; }

  /// Calls task(number) once on every worker, and returns when all are done. Tasks do not throw.
  template <class Task>
  void run(Task&& task) {
    run_erased([](void* context,
                  unsigned worker) { (*static_cast<std::remove_reference_t<Task>*>(context))(worker); },
               &task);
  }

 private:
  using Call = void (*)(void* context, unsigned worker);

  void run_erased(Call call, void* context);
  void work(unsigned worker);

  Signal start_;      ///< the number of the run that has begun
  Signal remaining_;  ///< threads still busy in it
  Call call_ = nullptr;
  void* context_ = nullptr;
  bool stop_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace parallelization
