// Starting, waking and joining the pool's threads.
#include "kernels/multithreading/thread_pool.hpp"

namespace parallelization {
namespace {

constexpr std::chrono::hours for_ever{1};  // a limit only so that the wait can be one and the same for all

}  // namespace

ThreadPool::ThreadPool(unsigned workers) {
  threads_.reserve(workers - 1);
  for (unsigned worker = 1; worker < workers; ++worker) {
    threads_.emplace_back([this, worker] { work(worker); });
  }
}

ThreadPool::~ThreadPool() {
  stop_ = true;
  start_.set(start_.value() + 1);
}

void ThreadPool::run_erased(Call call, void* context) {
  call_ = call;
  context_ = context;
  remaining_.reset(static_cast<std::uint32_t>(threads_.size()));
  start_.set(start_.value() + 1);
  call(context, 0);
  for (std::uint32_t left = remaining_.value(); left != 0; left = remaining_.value()) {
    remaining_.wait_while(left, for_ever);
  }
}

void ThreadPool::work(unsigned worker) {
  for (std::uint32_t run = 0;; ++run) {
    while (!start_.wait_while(run, for_ever)) {
    }
    if (stop_) {
      return;
    }
    call_(context_, worker);
    remaining_.count_down();
  }
}

}  // namespace parallelization
