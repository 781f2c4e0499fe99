// Starting, waking and joining the pool's threads.
#include "kernels/multithreading/thread_pool.hpp"

#include <utility>

#include "kernels/shortage.hpp"

namespace parallelization {
namespace {

constexpr std::chrono::hours for_ever{1};  // a limit only because waiting takes one

}  // namespace

ThreadPool::ThreadPool(unsigned workers, std::function<void(unsigned)> task) : task_(std::move(task)) {
  require_threads(workers - 1);
  threads_.reserve(workers - 1);
  try {
    for (unsigned worker = 1; worker < workers; ++worker) {
      threads_.emplace_back([this, worker] { work(worker); });
    }
  } catch (...) {
    stop();  // those that are there wait for their first run
    throw;
  }
}

ThreadPool::~ThreadPool() {
  stop();
}

void ThreadPool::stop() {
  stop_ = true;
  start_.add_one();
}

void ThreadPool::run() {
  expected_ += static_cast<std::uint32_t>(threads_.size());
  start_.add_one();
  task_(0);
  for (std::uint32_t arrived = arrived_.value(); arrived != expected_; arrived = arrived_.value()) {
    arrived_.wait_while(arrived, for_ever);
  }
}

void ThreadPool::work(unsigned worker) {
  for (std::uint32_t run = 0;; ++run) {
    while (!start_.wait_while(run, for_ever)) {
    }
    if (stop_) {
      return;
    }
    task_(worker);
    arrived_.add_one();
  }
}

}  // namespace parallelization
