// The rendezvous of a team of workers, threads or processes: spin briefly, then sleep.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace parallelization {

/// A number that workers wait on. It may lie in memory shared between processes (std::atomic::wait does not
/// wake across them: hence a futex of its own). Waiting spins for a moment, giving way to other threads now
/// and then, because two spinners on one core would otherwise cost milliseconds; then it sleeps.
class alignas(64) Signal {
 public:
  std::uint32_t value() const { return value_.load(std::memory_order_acquire); }

  void add_one() {
    value_.fetch_add(1, std::memory_order_seq_cst);
    wake_sleepers();
  }

  /// Returns true once the value differs from `seen`, false after `limit` of sleeping.
  bool wait_while(std::uint32_t seen, std::chrono::nanoseconds limit);

 private:
  void wake_sleepers() {
    if (sleepers_.load(std::memory_order_seq_cst) != 0) {
      wake_all();
    }
  }
  void wake_all();

  std::atomic<std::uint32_t> value_{0};
  std::atomic<std::uint32_t> sleepers_{0};
};

static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

}  // namespace parallelization
