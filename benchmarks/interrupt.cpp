// The thread that waits for signals.
#include "benchmarks/interrupt.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <system_error>
#include <thread>

#include "kernels/launcher.hpp"
#include "kernels/stop_signals.hpp"

namespace parallelization {
namespace {

std::atomic<bool> interrupted_flag{false};

/// How long the benchmark's thread may take to end the iteration it is in: the JSON is promised within a
/// second. mpirun kills a second after it has asked, and a busy machine needs some of that for the file.
std::chrono::milliseconds grace() {
  return std::chrono::milliseconds(launched_rank() ? 200 : 500);
}

}  // namespace

bool interrupted() {
  return interrupted_flag.load(std::memory_order_relaxed);
}

void interrupt() {
  interrupted_flag = true;
}

bool reader_is_gone() {
  pollfd look{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return poll(&look, 1, 0) > 0 && (look.revents & (POLLERR | POLLHUP)) != 0;
}

struct InterruptGuard::Watcher {
  explicit Watcher(std::function<void()> rescue_) : rescue(std::move(rescue_)) {
    const sigset_t signals = stop_signal_set();
    signal_fd = signalfd(-1, &signals, SFD_CLOEXEC);
    stop_fd = eventfd(0, EFD_CLOEXEC);
    if (signal_fd < 0 || stop_fd < 0) {
      throw std::system_error(errno, std::generic_category(), "cannot wait for signals");
    }
    pollfd pending{.fd = signal_fd, .events = POLLIN, .revents = 0};
    if (poll(&pending, 1, 0) > 0) {  // one that came while the program started: no row is begun
      interrupt();
    }
    try {
      thread = std::thread([this] { watch(); });
    } catch (const std::system_error& error) {
      throw std::system_error(error.code(), "cannot start the thread that waits for signals");
    }
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher() {
    eventfd_write(stop_fd, 1);
    thread.join();
    close(signal_fd);
    close(stop_fd);
  }

  void watch() {
    std::array<pollfd, 2> wait{pollfd{.fd = signal_fd, .events = POLLIN, .revents = 0},
                               pollfd{.fd = stop_fd, .events = POLLIN, .revents = 0}};
    while (poll(wait.data(), wait.size(), -1) < 0 && errno == EINTR) {
    }
    if (wait[1].revents != 0) {
      return;
    }
    interrupt();
    std::unique_lock lock(mutex);
    if (!finished_or_stuck.wait_for(lock, grace(), [this] { return finished; })) {
      rescue();
      std::_Exit(130);  // the benchmark's thread is stuck: nothing that it holds can be released in order
    }
  }

  std::function<void()> rescue;
  int signal_fd = -1;
  int stop_fd = -1;
  std::mutex mutex;
  std::condition_variable finished_or_stuck;
  bool finished = false;
  std::thread thread;
};

InterruptGuard::InterruptGuard(std::function<void()> rescue)
    : watcher_(std::make_unique<Watcher>(std::move(rescue))) {}

InterruptGuard::~InterruptGuard() {
  finish();
}

void InterruptGuard::finish() {
  const std::lock_guard lock(watcher_->mutex);
  watcher_->finished = true;
  watcher_->finished_or_stuck.notify_all();
}

}  // namespace parallelization
