// What happens when the program is told to stop.
#pragma once

#include <functional>
#include <memory>

namespace parallelization {

/// Set once the user or the system asks the program to stop; benchmark bodies look at it between iterations.
bool interrupted();

/// Stops the program as a signal does.
void interrupt();

/// What the message of a repetition that was cut short says.
inline constexpr const char* interrupted_message = "interrupted";

/// Nobody will read what this program goes on to print: the other end of its pipe is closed, or its terminal.
bool reader_is_gone();

/// While this object lives, stop_signals (blocked before any thread was started) set interrupted(). Then the
/// benchmark's thread has a moment to end the iteration it is in and to call finish(); where it does not (a
/// run that takes seconds, a device that hangs), `rescue` is called from another thread, and the program ends
/// with status 130 at once.
class InterruptGuard {
 public:
  explicit InterruptGuard(std::function<void()> rescue);
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();

  /// From now on the caller takes care of what `rescue` would have saved. Blocks while a rescue is under way.
  void finish();

 private:
  struct Watcher;
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace parallelization
