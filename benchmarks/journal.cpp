// Keeping finished repetitions, and what happens when the program is told to stop.
#include "benchmarks/journal.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <system_error>
#include <thread>

namespace parallelization {
namespace {

std::atomic<bool> interrupted_flag{false};

/// How long the benchmark's thread may take to end the iteration it is in: the JSON is promised within a
/// second.
constexpr std::chrono::milliseconds grace{500};

}  // namespace

bool interrupted() {
  return interrupted_flag.load(std::memory_order_relaxed);
}

void Journal::record(Call call) {
  {
    const std::lock_guard lock(mutex_);
    if (call.row >= rows_.size()) {
      rows_.resize(call.row + 1);
    }
    auto& repetitions = rows_[call.row].repetitions;
    if (!repetitions.empty() && repetitions.back().max_iterations == call.max_iterations) {
      repetitions.back().complete = true;
      call.complete = true;  // later repetitions may be shorter than the first had to be
    } else if (!repetitions.empty()) {
      repetitions.pop_back();
    }
    call.run.repetition_index = static_cast<std::int64_t>(repetitions.size());
    repetitions.push_back(std::move(call));
  }
  if (on_record) {
    on_record();
  }
}

std::size_t Journal::finished() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const Row& row : rows_) {
    for (const Call& call : row.repetitions) {
      count += call.complete ? 1 : 0;
    }
  }
  return count;
}

void Journal::write_interrupted(std::ostream& out) const {
  std::ostringstream text;
  std::ostringstream errors;
  benchmark::JSONReporter reporter;
  reporter.SetOutputStream(&text);
  reporter.SetErrorStream(&errors);
  reporter.ReportContext(benchmark::BenchmarkReporter::Context());
  {
    const std::lock_guard lock(mutex_);
    for (const Row& row : rows_) {
      std::vector<benchmark::BenchmarkReporter::Run> runs;
      for (const Call& call : row.repetitions) {
        if (call.complete) {
          runs.push_back(call.run);
        }
      }
      if (!runs.empty()) {
        reporter.ReportRuns(runs);
      }
    }
  }
  reporter.Finalize();
  // The library writes custom context as strings only.
  std::string json = text.str();
  const std::string opening = "\"context\": {\n";
  const auto place = json.find(opening);
  if (place == std::string::npos) {
    throw std::logic_error("this version of Google Benchmark begins its JSON in an unknown way");
  }
  json.insert(place + opening.size(), "    \"interrupted\": true,\n");
  out << json;
}

/// The thread that waits for signals.
struct InterruptGuard::Watcher {
  explicit Watcher(std::function<void()> rescue_) : rescue(std::move(rescue_)) {
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, &previous);
    signal_fd = signalfd(-1, &signals, SFD_CLOEXEC);
    stop_fd = eventfd(0, EFD_CLOEXEC);
    if (signal_fd < 0 || stop_fd < 0) {
      throw std::system_error(errno, std::generic_category(), "cannot wait for signals");
    }
    thread = std::thread([this] { watch(); });
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher() {
    eventfd_write(stop_fd, 1);
    thread.join();
    if (!interrupted_flag) {  // else the signal is still pending, and would end the program before its exit
                              // status
      pthread_sigmask(SIG_SETMASK, &previous, nullptr);
    }
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
    interrupted_flag = true;
    std::unique_lock lock(mutex);
    if (!finished_or_stuck.wait_for(lock, grace, [this] { return finished; })) {
      rescue();
      std::_Exit(130);  // the benchmark's thread is stuck: nothing that it holds can be released in order
    }
  }

  std::function<void()> rescue;
  sigset_t signals{};
  sigset_t previous{};
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
