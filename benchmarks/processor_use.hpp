// How much of the processors others use while this program measures.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>

namespace parallelization {

/// Seconds of processor time.
struct ProcessorTime {
  double all = 0;  ///< of everybody, on the processors that this program may use
  double own = 0;  ///< of one process and all below it, those included that have ended and been waited for
};

/// Up to now. `proc` is /proc, or a folder like it.
ProcessorTime processor_time(const std::filesystem::path& proc, pid_t root);

/// Looks twice at what the processors that this program may use have done, and at what it and its helpers
/// have done itself: the rest was used by other programs, or taken by other guests of the same machine.
class ProcessorUse {
 public:
  /// Takes the first look.
  ProcessorUse();

  /// Processors' worth of time that others have used since then, 0 where the system does not tell.
  double by_others() const;

  /// by_others() over a moment in which this program does nothing.
  static double by_others_now();

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point start_;
  ProcessorTime first_;
};

}  // namespace parallelization
