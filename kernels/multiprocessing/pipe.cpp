// `multiprocessing/pipe`: worker processes that share nothing: x goes to them through pipes and y comes back
// through pipes, in every run, as Python's Pool.map pickles rows to its workers and back. The calling process
// only moves data.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "kernels/local_strategy.hpp"
#include "kernels/multiprocessing/worker_processes.hpp"
#include "kernels/partition.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

struct Pipe {
  /// Its ends are closed on exec, and hold as much as an ordinary user may ask for.
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
    }
    read = FileDescriptor(ends[0]);
    write = FileDescriptor(ends[1]);
    constexpr int capacity = 1 << 20;
    fcntl(write.get(), F_SETPIPE_SZ, capacity);  // where that is refused, the default of 64 KiB serves
  }

  FileDescriptor read;
  FileDescriptor write;
};

/// What a worker reads at once: small enough to stay in its second-level cache together with the answer.
constexpr std::size_t block_bytes = 128U << 10U;

/// Sends all bytes; false when the other side has gone.
bool send_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = write(fd, bytes.data(), bytes.size());
    if (sent < 0 && errno != EINTR) {
      return false;
    }
    bytes = bytes.subspan(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  }
  return true;
}

/// Computes whatever floats arrive, until the other side closes its end.
void work(std::span<const int> descriptors, std::span<const std::uint64_t>) {
  const int in = descriptors[0];
  const int out = descriptors[1];
  Array x(block_bytes / sizeof(float));
  Array y(block_bytes / sizeof(float));
  const auto buffer = std::as_writable_bytes(x.span());
  std::size_t held = 0;  // bytes in the buffer; a read may end within a float
  for (;;) {
    const ssize_t received = read(in, buffer.data() + held, buffer.size() - held);
    if (received == 0 || (received < 0 && errno != EINTR)) {
      return;
    }
    held += received < 0 ? 0 : static_cast<std::size_t>(received);
    const std::size_t floats = held / sizeof(float);
    simd::apply(x.span().first(floats), y.span().first(floats), simd::Stores::cached);
    if (!send_all(out, std::as_bytes(y.span().first(floats)))) {
      return;
    }
    const std::size_t used = floats * sizeof(float);
    std::memmove(buffer.data(), buffer.data() + used, held - used);
    held -= used;
  }
}

class Pipes final : public LocalStrategy {
 public:
  explicit Pipes(const Setup& setup)
      : LocalStrategy(setup), lanes_(busy_workers(setup.count(), setup.workers)), seen_(lanes_.size()) {
    for (const Lane& lane : lanes_) {
      const std::array descriptors{lane.to_worker.read.get(), lane.from_worker.write.get()};
      workers_.spawn(work, descriptors, {});
      for (const int fd : {lane.to_worker.write.get(), lane.from_worker.read.get()}) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
      }
    }
  }
  Pipes(const Pipes&) = delete;
  Pipes& operator=(const Pipes&) = delete;
  /// The workers end when their pipes do.
  ~Pipes() override { lanes_.clear(); }

  void run() override {
    for (unsigned worker = 0; worker < lanes_.size(); ++worker) {
      const auto [first, size] = share(count(), static_cast<unsigned>(lanes_.size()), worker);
      lanes_[worker].out = std::as_bytes(std::span(x() + first, size));
      lanes_[worker].in = std::as_writable_bytes(std::span(y() + first, size));
    }
    while (move_what_moves()) {
    }
    for (unsigned worker = 0; worker < lanes_.size(); ++worker) {
      seen_[worker].id = workers_.pid(worker);  // all of its share has come back through its pipe
    }
  }

  Evidence evidence() const override {
    return {.workers = distinct_workers(seen_), .passes = 1, .instruction_set = {}};
  }

  double remote_processor_seconds() const override { return workers_.processor_seconds(); }

 private:
  /// This process keeps the workers' ends open too: a write to a dead worker then is no SIGPIPE; its death is
  /// noticed by looking.
  struct Lane {
    Pipe to_worker;
    Pipe from_worker;
    std::span<const std::byte> out;  ///< still to be sent
    std::span<std::byte> in;         ///< still to be received
  };

  /// Sends and receives what the pipes take and give; waits where none does. False when all has come back.
  bool move_what_moves() {
    waits_.clear();
    bool moved = false;
    for (Lane& lane : lanes_) {
      moved = send(lane) || moved;
      moved = receive(lane) || moved;
      if (!lane.out.empty()) {
        waits_.push_back({.fd = lane.to_worker.write.get(), .events = POLLOUT, .revents = 0});
      }
      if (!lane.in.empty()) {
        waits_.push_back({.fd = lane.from_worker.read.get(), .events = POLLIN, .revents = 0});
      }
    }
    if (!moved && !waits_.empty()) {
      constexpr int patience_milliseconds = 2;
      if (poll(waits_.data(), waits_.size(), patience_milliseconds) == 0) {
        workers_.throw_if_lost();
      }
    }
    return !waits_.empty();
  }

  static bool send(Lane& lane) {
    if (lane.out.empty()) {
      return false;
    }
    const ssize_t sent =
        write(lane.to_worker.write.get(), lane.out.data(), std::min(lane.out.size(), block_bytes));
    lane.out = lane.out.subspan(checked(sent));
    return sent > 0;
  }

  static bool receive(Lane& lane) {
    if (lane.in.empty()) {
      return false;
    }
    const ssize_t received = read(lane.from_worker.read.get(), lane.in.data(), lane.in.size());
    lane.in = lane.in.subspan(checked(received));
    return received > 0;
  }

  static std::size_t checked(ssize_t moved) {
    if (moved < 0 && errno != EAGAIN && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "a pipe to a worker process failed");
    }
    return moved < 0 ? 0 : static_cast<std::size_t>(moved);
  }

  WorkerProcesses workers_;
  std::vector<Lane> lanes_;
  std::vector<WorkerSlot> seen_;
  std::vector<pollfd> waits_;
};

const Registration registration{
    {.name = "multiprocessing/pipe",
     .summary = "worker processes; x is sent and y comes back through pipes in every run, as by Pool.map",
     .make = make_strategy<Pipes>,
     .division = Division::even_shares,
     .start = start_worker_server,
     .start_forks = true}};

}  // namespace
}  // namespace parallelization
