// The fork server and its client. They talk over a socket pair, one request and one answer at a time; file
// descriptors travel as SCM_RIGHTS messages.
#include "kernels/multiprocessing/worker_processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <system_error>
#include <utility>

#include "kernels/stop_signals.hpp"

namespace parallelization {
namespace {

enum class Request : std::uint8_t { spawn, reap };

/// Sent to the server. Plain memory: both sides are the same program.
struct Message {
  Request request = Request::spawn;
  WorkerBody body = nullptr;
  std::uint32_t number_count = 0;
  std::array<std::uint64_t, WorkerProcesses::max_numbers> numbers{};
  pid_t pid = 0;
};

struct Answer {
  pid_t pid = 0;
  int error = 0;   ///< of spawn: errno of what failed
  int status = 0;  ///< of reap, as waitpid tells it
};

/// A payload and file descriptors, as one datagram.
template <class Payload>
struct Datagram {
  Payload payload{};
  iovec part{.iov_base = &payload, .iov_len = sizeof payload};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * WorkerProcesses::max_descriptors)> control{};
  msghdr header{};

  Datagram() {
    header.msg_iov = &part;
    header.msg_iovlen = 1;
  }

  bool send(int socket, std::span<const int> descriptors) {
    if (!descriptors.empty()) {
      header.msg_control = control.data();
      header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
      cmsghdr* const rights = CMSG_FIRSTHDR(&header);
      rights->cmsg_level = SOL_SOCKET;
      rights->cmsg_type = SCM_RIGHTS;
      rights->cmsg_len = CMSG_LEN(descriptors.size_bytes());
      std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size_bytes());
    }
    ssize_t sent = 0;
    do {
      sent = sendmsg(socket, &header, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(sizeof payload);
  }

  /// Empty when the other side has gone.
  std::optional<std::vector<int>> receive(int socket) {
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    ssize_t received = 0;
    do {
      received = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    } while (received < 0 && errno == EINTR);
    if (received != static_cast<ssize_t>(sizeof payload)) {
      return std::nullopt;
    }
    std::vector<int> descriptors;
    if (const cmsghdr* rights = CMSG_FIRSTHDR(&header);
        rights != nullptr && rights->cmsg_type == SCM_RIGHTS) {
      descriptors.resize((rights->cmsg_len - CMSG_LEN(0)) / sizeof(int));
      std::memcpy(descriptors.data(), CMSG_DATA(rights), descriptors.size() * sizeof(int));
    }
    return descriptors;
  }

  /// Whether some of those that were sent found no place in the receiver's table.
  bool lacks_descriptors() const { return (header.msg_flags & MSG_CTRUNC) != 0; }
};

void close_all(std::span<const int> descriptors) {
  for (const int fd : descriptors) {
    close(fd);
  }
}

int open_pidfd(pid_t pid) {
  return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

bool has_ended(int pidfd, int milliseconds) {
  pollfd wait{.fd = pidfd, .events = POLLIN, .revents = 0};
  int ready = 0;
  do {
    ready = poll(&wait, 1, milliseconds);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

Answer spawn_worker(const Message& message, std::span<const int> descriptors, int socket) {
  const pid_t server = getpid();
  const pid_t pid = fork();
  if (pid != 0) {
    return {.pid = pid, .error = pid < 0 ? errno : 0, .status = 0};
  }
  close(socket);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == server) {  // else it died before the line above
    message.body(descriptors, std::span(message.numbers).first(message.number_count));
  }
  _exit(0);
}

/// The worker has ended, or its owner has told it to end: give it a second, then force it; at once where
/// nothing would tell of its end.
Answer reap_worker(pid_t pid) {
  const FileDescriptor pidfd(open_pidfd(pid));
  if (pidfd.get() < 0 || !has_ended(pidfd.get(), 1000)) {
    kill(pid, SIGKILL);
  }
  Answer answer{.pid = pid, .error = 0, .status = 0};
  pid_t ended = 0;
  do {
    ended = waitpid(pid, &answer.status, 0);
  } while (ended < 0 && errno == EINTR);
  return answer;
}

/// Serves until the other side closes its end.
void serve(int socket) {
  for (;;) {
    Datagram<Message> request;
    const auto descriptors = request.receive(socket);
    if (!descriptors) {
      return;
    }
    Datagram<Answer> answer;
    FileDescriptor pidfd;
    if (request.payload.request == Request::spawn) {
      answer.payload = request.lacks_descriptors() ? Answer{.pid = 0, .error = EMFILE, .status = 0}
                                                   : spawn_worker(request.payload, *descriptors, socket);
      if (answer.payload.pid > 0) {
        pidfd = FileDescriptor(open_pidfd(answer.payload.pid));
        if (pidfd.get() < 0) {
          const int error = errno;
          reap_worker(answer.payload.pid);
          answer.payload = {.pid = 0, .error = error, .status = 0};
        }
      }
    } else {
      answer.payload = reap_worker(request.payload.pid);
    }
    close_all(*descriptors);
    const int fd = pidfd.get();
    if (!answer.send(socket, fd < 0 ? std::span<const int>() : std::span(&fd, 1))) {
      return;
    }
  }
}

/// The server, as this side knows it. It ends when the socket is closed.
struct Server {
  Server() = default;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    socket = FileDescriptor();
    if (pid > 0) {
      waitpid(pid, nullptr, 0);
    }
  }

  FileDescriptor socket;
  pid_t pid = -1;
};

Server& the_server() {
  static Server server;
  return server;
}

std::pair<Answer, std::vector<int>> ask(const Message& message, std::span<const int> descriptors) {
  const int socket = the_server().socket.get();
  if (socket < 0) {
    throw std::logic_error("the worker server is not running: start_strategies() was not called");
  }
  Datagram<Message> request;
  request.payload = message;
  Datagram<Answer> answer;
  const bool is_sent = request.send(socket, descriptors);
  if (!is_sent && errno != EPIPE && errno != ECONNRESET) {
    throw std::system_error(errno, std::generic_category(), "cannot ask the server that forks workers");
  }
  auto received = is_sent ? answer.receive(socket) : std::nullopt;
  if (!received) {
    throw WorkerLost("the server that forks workers has died");
  }
  if (answer.lacks_descriptors()) {
    answer.payload.error = EMFILE;
  }
  return {answer.payload, *std::move(received)};
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("was killed by signal {} ({})", WTERMSIG(status), sigdescr_np(WTERMSIG(status)));
  }
  return fmt::format("ended by itself with status {}", WEXITSTATUS(status));
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) {
      close(fd_);
    }
    fd_ = other.release();
  }
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) {
    close(fd_);
  }
}

int FileDescriptor::release() {
  return std::exchange(fd_, -1);
}

WorkerProcesses::~WorkerProcesses() {
  for (const Worker& worker : workers_) {
    try {
      if (worker.pid > 0) {
        ask({.request = Request::reap, .pid = worker.pid}, {});
      }
    } catch (const std::exception&) {
      return;  // with the server its workers die
    }
  }
}

void WorkerProcesses::spawn(WorkerBody body, std::span<const int> descriptors,
                            std::span<const std::uint64_t> numbers) {
  Message message{.request = Request::spawn, .body = body};
  message.number_count = static_cast<std::uint32_t>(numbers.size());
  std::ranges::copy(numbers, message.numbers.begin());
  workers_.reserve(workers_.size() + 1);
  auto [answer, received] = ask(message, descriptors);
  FileDescriptor pidfd(received.empty() ? -1 : received.front());
  if (answer.pid > 0) {
    workers_.push_back({.pid = answer.pid, .pidfd = std::move(pidfd)});
  }
  if (answer.error != 0) {
    throw std::system_error(answer.error, std::generic_category(), "cannot start a worker process");
  }
}

void WorkerProcesses::throw_if_lost() {
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    Worker& worker = workers_[i];
    if (worker.pid > 0 && !has_ended(worker.pidfd.get(), 0)) {
      continue;
    }
    const std::string which = fmt::format("worker process {} of {}", i + 1, workers_.size());
    const pid_t pid = std::exchange(worker.pid, -1);
    if (pid < 0) {
      throw WorkerLost(which + " had ended before");
    }
    const Answer reaped = ask({.request = Request::reap, .pid = pid}, {}).first;
    throw WorkerLost(fmt::format("{} (pid {}) {}", which, pid, how_it_ended(reaped.status)));
  }
}

double WorkerProcesses::processor_seconds() const {
  double seconds = 0;
  for (const Worker& worker : workers_) {
    clockid_t clock = 0;
    timespec used{};
    if (worker.pid > 0 && clock_getcpuclockid(worker.pid, &clock) == 0 && clock_gettime(clock, &used) == 0) {
      seconds += static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
    }
  }
  return seconds;
}

std::optional<int> start_worker_server(const Start& start) {
  if (!start.selected || the_server().socket.get() >= 0) {
    return std::nullopt;
  }
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot make the socket of the worker server");
  }
  FileDescriptor ours(ends[0]);
  const FileDescriptor theirs(ends[1]);
  const pid_t parent = getpid();
  const pid_t server = fork();
  if (server < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot fork the worker server");
  }
  if (server == 0) {
    close(ours.release());
    ignore_stop_signals();
    static_cast<void>(std::signal(SIGCHLD, SIG_DFL));  // whoever ignores it leaves nobody to wait for
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent) {
      serve(theirs.get());
    }
    _exit(0);
  }
  the_server().socket = std::move(ours);
  the_server().pid = server;
  return std::nullopt;
}

}  // namespace parallelization
