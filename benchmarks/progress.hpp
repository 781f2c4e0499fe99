// A progress bar with the time left, on a terminal only.
#pragma once

#include <chrono>
#include <cstddef>

namespace parallelization {

/// Writes to stderr, whose descriptor it is given, within its width; nothing at all where it is no terminal.
class Progress {
 public:
  explicit Progress(int terminal);

  /// `done` of `total` repetitions are finished. Draws ten times a second at most.
  void update(std::size_t done, std::size_t total);

  /// Takes the bar away, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  int terminal_;
  bool enabled_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_drawn_{};
};

}  // namespace parallelization
