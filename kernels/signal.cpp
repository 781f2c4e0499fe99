// Waiting on a Signal: spinning, then a futex that works between processes too.
#include "kernels/signal.hpp"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <ctime>

namespace parallelization {
namespace {

/// Long enough to catch the next of a row of runs, short enough that an idle team costs nobody anything.
constexpr std::chrono::microseconds spinning{50};

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

std::uint32_t* futex_word(std::atomic<std::uint32_t>& value) {
  return reinterpret_cast<std::uint32_t*>(&value);
}

}  // namespace

bool Signal::wait_while(std::uint32_t seen, std::chrono::nanoseconds limit) {
  const auto changes_soon = [&] {
    constexpr int turns = 64;
    for (int turn = 0; turn < turns; ++turn) {
      if (value() != seen) {
        return true;
      }
      pause();
    }
    return false;
  };
  if (changes_soon()) {  // the usual case: it does not even ask for the time
    return true;
  }
  const auto start = std::chrono::steady_clock::now();
  do {
    sched_yield();
    if (changes_soon()) {
      return true;
    }
  } while (std::chrono::steady_clock::now() - start < spinning);

  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
  const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = (limit - seconds).count()};
  sleepers_.fetch_add(1, std::memory_order_seq_cst);
  bool changed = false;
  for (;;) {
    changed = value_.load(std::memory_order_seq_cst) != seen;
    if (changed || syscall(SYS_futex, futex_word(value_), FUTEX_WAIT, seen, &timeout, nullptr, 0) != 0) {
      changed = changed || value_.load(std::memory_order_seq_cst) != seen;
      break;
    }
  }
  sleepers_.fetch_sub(1, std::memory_order_relaxed);
  return changed;
}

void Signal::wake_all() {
  syscall(SYS_futex, futex_word(value_), FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

}  // namespace parallelization
