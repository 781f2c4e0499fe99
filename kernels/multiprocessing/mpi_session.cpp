// Ranks, messages, and who is still there.
#include "kernels/multiprocessing/mpi_session.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "kernels/stop_signals.hpp"

namespace parallelization::mpi {
namespace {

/// Turns of a waiting loop between giving way to other threads, and between looks at the clock and the other
/// side.
constexpr int turns_between_yields = 64;
constexpr int turns_between_looks = 4096;

/// The longest message.
constexpr std::size_t piece_bytes = std::size_t{64} << 20U;

/// For how long a rank without work spins, then how often it looks at first, and at last.
constexpr std::chrono::milliseconds spinning{2};
constexpr std::chrono::milliseconds dozing{50};
constexpr std::chrono::microseconds doze{50};
constexpr std::chrono::milliseconds longest_sleep{5};

template <std::size_t size>
void copy_text(const std::string& text, std::array<char, size>& to) {
  to.fill(0);
  std::copy_n(text.begin(), std::min(text.size(), size - 1), to.begin());
}

std::string first_line(const char* file) {
  std::string line;
  std::ifstream stream(file);
  std::getline(stream, line);
  return line;
}

/// The processors of this process's affinity mask: "0-3,8".
std::string usable_processor_list() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  std::string list;
  for (int first = 0; first < CPU_SETSIZE; ++first) {
    if (!CPU_ISSET(first, &set)) {
      continue;
    }
    int last = first;
    while (last + 1 < CPU_SETSIZE && CPU_ISSET(last + 1, &set)) {
      ++last;
    }
    list += fmt::format("{}{}", list.empty() ? "" : ",", first);
    list += first == last ? "" : fmt::format("-{}", last);
    first = last;
  }
  return list;
}

Peer this_rank() {
  Peer peer;
  std::array<char, HOST_NAME_MAX + 1> host{};
  gethostname(host.data(), host.size() - 1);
  copy_text(host.data(), peer.host);
  copy_text(usable_processor_list(), peer.processors);
  std::array<char, 64> pids{};
  const ssize_t length = readlink("/proc/self/ns/pid", pids.data(), pids.size() - 1);
  copy_text(first_line("/proc/sys/kernel/random/boot_id") + (length > 0 ? pids.data() : ""), peer.kernel);
  peer.pid = getpid();
  return peer;
}

bool has_ended(const FileDescriptor& process) {
  pollfd look{.fd = process.get(), .events = POLLIN, .revents = 0};
  return process.get() >= 0 && poll(&look, 1, 0) > 0;
}

std::string error_text(int result) {
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(result, text.data(), &length);
  return text.data();
}

/// Keeps signals that stop the program from the threads that are made while it lives: there they would end
/// the program, and nothing would be saved.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    const sigset_t signals = stop_signal_set();
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// Which of Open MPI's components carry messages: those that it has loaded and kept.
std::string loaded_components() {
  std::set<std::string> names;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    for (const std::string_view kind : {"pml_", "btl_", "mtl_"}) {
      const std::string before = "/mca_" + std::string(kind);
      const auto place = line.find(before);
      if (place != std::string::npos) {
        const auto begin = place + before.size();
        names.insert(line.substr(begin, line.find('.', begin) - begin));
      }
    }
  }
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

std::string library_version() {
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int length = 0;
  MPI_Get_library_version(text.data(), &length);
  return {text.data(), static_cast<std::size_t>(length)};
}

/// MPICH names the device it was built for in its version.
std::string transport(const std::string& version) {
  const std::string before = "MPICH Device:";
  if (const auto place = version.find(before); place != std::string::npos) {
    const auto begin = version.find_first_not_of(" \t", place + before.size());
    return version.substr(begin, version.find('\n', begin) - begin);
  }
  const std::string components = loaded_components();
  return components.empty() ? "unknown" : components;
}

}  // namespace

void Reply::set_text(const std::string& words) {
  copy_text(words, text);
}

void must(int result, const char* what) {
  if (result != MPI_SUCCESS) {
    throw std::runtime_error(fmt::format("{}: {}", what, error_text(result)));
  }
}

std::optional<Session>& session() {
  static std::optional<Session> the_session;
  return the_session;
}

Session::Session(int argc, char** argv) {
  const SignalsBlocked blocked;
  int provided = 0;
  must(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  int size = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  parent_ = getppid();
  if (rank_ != 0) {
    ignore_stop_signals();
  }

  const Peer self = this_rank();
  peers_.resize(static_cast<std::size_t>(size));
  must(MPI_Allgather(&self, sizeof self, MPI_BYTE, peers_.data(), sizeof self, MPI_BYTE, MPI_COMM_WORLD),
       "MPI_Allgather");
  processes_.resize(peers_.size());
  last_heard_.resize(peers_.size());
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    Peer& peer = peers_[i];
    peer.ranks_on_host = static_cast<std::uint32_t>(
        std::ranges::count_if(peers_, [&](const Peer& other) { return other.host == peer.host; }));
    if (rank_ == 0 && peer.host == self.host && peer.kernel == self.kernel) {
      processes_[i] = FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, peer.pid, 0)));
    }
  }
}

Session::~Session() {
  if (!lost_.empty()) {
    return;
  }
  if (rank_ == 0) {
    try {
      stop_others();
    } catch (const std::exception& error) {
      std::cerr << "bench: " << error.what() << std::endl;
      MPI_Abort(MPI_COMM_WORLD, 1);
    }
  }
  MPI_Finalize();
}

void Session::stop_others() {
  Transfers transfers(*this);
  const Command stop{.operation = Operation::stop};
  std::vector<Reply> replies(peers_.size());
  for (int other = 1; other < size(); ++other) {
    transfers.receive_value(other, Tag::reply, replies[static_cast<std::size_t>(other)]);
    transfers.send_value(other, Tag::command, stop);
  }
  transfers.wait();
}

std::string Session::describe(int rank) const {
  return fmt::format("rank {} of {} (pid {} on host {})", rank, size(), peer(rank).pid,
                     peer(rank).host.data());
}

void Session::begin_to_wait(int rank) {
  last_heard_[static_cast<std::size_t>(rank)] = Clock::now();
}

std::optional<std::string> Session::trouble() const {
  for (int other = 1; other < size(); ++other) {
    if (has_ended(processes_[static_cast<std::size_t>(other)])) {
      return describe(other) + " has died";
    }
  }
  const int other = turned_to_.load(std::memory_order_relaxed);
  return other == 0 ? std::nullopt
                    : std::optional("was waiting for " + describe(other) + ", which may be lost");
}

void Session::watch(int rank) {
  if (rank_ != 0) {
    if (getppid() != parent_) {
      lost_ = "the launcher of this program has died";
      throw_if_lost();
    }
    return;
  }
  throw_if_lost();
  hear_who_is_alive();
  if (has_ended(processes_[static_cast<std::size_t>(rank)])) {
    lose(rank, "has died");
  }
  if (Clock::now() - last_heard_[static_cast<std::size_t>(rank)] > time_limit) {
    lose(rank, fmt::format("has not answered for {:.3g} s", time_limit.count()));
  }
}

void Session::lose(int rank, const std::string& how) {
  lost_ = fmt::format("{} {}", describe(rank), how);
  turn_to(0);
  throw_if_lost();
  std::terminate();
}

void Session::throw_if_lost() const {
  if (!lost_.empty()) {
    throw WorkerLost(lost_);
  }
}

void Session::hear_who_is_alive() {
  for (;;) {
    int found = 0;
    MPI_Status status;
    must(MPI_Iprobe(MPI_ANY_SOURCE, static_cast<int>(Tag::alive), MPI_COMM_WORLD, &found, &status),
         "MPI_Iprobe");
    if (found == 0) {
      return;
    }
    must(MPI_Recv(nullptr, 0, MPI_BYTE, status.MPI_SOURCE, static_cast<int>(Tag::alive), MPI_COMM_WORLD,
                  MPI_STATUS_IGNORE),
         "MPI_Recv");
    last_heard_[static_cast<std::size_t>(status.MPI_SOURCE)] = Clock::now();
  }
}

void Session::say_alive() {
  const auto now = Clock::now();
  if (rank_ != 0 && now - last_said_ > std::chrono::seconds(1)) {
    last_said_ = now;
    Transfers message(*this);
    message.send(0, Tag::alive, {});
    message.wait();
  }
}

Command Session::next_command() {
  Command command;
  MPI_Request request = MPI_REQUEST_NULL;
  must(MPI_Irecv(&command, sizeof command, MPI_BYTE, 0, static_cast<int>(Tag::command), MPI_COMM_WORLD,
                 &request),
       "MPI_Irecv");
  const auto begin = Clock::now();
  for (int turn = 1;; ++turn) {
    int done = 0;
    must(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "MPI_Test");
    if (done != 0) {
      return command;
    }
    if (turn % turns_between_yields != 0) {
      continue;
    }
    sched_yield();
    const auto idle = Clock::now() - begin;
    if (idle > spinning) {
      watch(0);
      // Every look costs as much as a few messages, and every sleep delays the next command: by a sixteenth
      // of the time that has passed without one, at most.
      constexpr int part = 16;
      std::this_thread::sleep_for(idle < dozing ? Clock::duration(doze)
                                                : std::min<Clock::duration>(idle / part, longest_sleep));
      turn = turns_between_yields - 1;
    }
  }
}

void Transfers::send(int rank, Tag tag, std::span<const std::byte> bytes) {
  session_.turn_to(rank);
  do {
    const auto part = bytes.first(std::min(piece_bytes, bytes.size()));
    bytes = bytes.subspan(part.size());
    Message& message = messages_.emplace_back(Message{MPI_REQUEST_NULL, rank});
    must(MPI_Isend(part.data(), static_cast<int>(part.size()), MPI_BYTE, rank, static_cast<int>(tag),
                   MPI_COMM_WORLD, &message.request),
         "MPI_Isend");
  } while (!bytes.empty());
}

void Transfers::receive(int rank, Tag tag, std::span<std::byte> bytes) {
  do {
    const auto part = bytes.first(std::min(piece_bytes, bytes.size()));
    bytes = bytes.subspan(part.size());
    Message& message = messages_.emplace_back(Message{MPI_REQUEST_NULL, rank});
    must(MPI_Irecv(part.data(), static_cast<int>(part.size()), MPI_BYTE, rank, static_cast<int>(tag),
                   MPI_COMM_WORLD, &message.request),
         "MPI_Irecv");
  } while (!bytes.empty());
}

void Transfers::wait() {
  for (Message& message : messages_) {
    session_.turn_to(message.rank);
    for (int turn = 0;; ++turn) {
      int done = 0;
      const int result = MPI_Test(&message.request, &done, MPI_STATUS_IGNORE);
      if (result != MPI_SUCCESS) {
        session_.lose(message.rank, "can't be reached: " + error_text(result));
      }
      if (done != 0) {
        break;
      }
      if (turn == 0) {
        session_.begin_to_wait(message.rank);
      } else if (turn % turns_between_looks == 0) {
        session_.watch(message.rank);
      }
      if (turn % turns_between_yields == 0) {
        sched_yield();
      }
    }
  }
  messages_.clear();
  session_.turn_to(0);
}

std::vector<std::pair<std::string, std::string>> describe_session(const Session& session) {
  std::map<std::string, int> hosts;
  std::string binding;
  for (int rank = 0; rank < session.size(); ++rank) {
    ++hosts[session.peer(rank).host.data()];
    binding +=
        fmt::format("{}rank {}: {}", rank == 0 ? "" : "; ", rank, session.peer(rank).processors.data());
  }
  std::string host_list;
  for (const auto& [host, ranks] : hosts) {
    host_list +=
        fmt::format("{}{} ({} rank{})", host_list.empty() ? "" : ", ", host, ranks, ranks == 1 ? "" : "s");
  }
  const std::string version = library_version();
  std::string library = version.substr(0, version.find_first_of(",\n"));
  std::ranges::replace(library, '\t', ' ');  // Google Benchmark writes it into its JSON as it is
  return {{"mpi_ranks", std::to_string(session.size())},
          {"mpi_hosts", host_list},
          {"mpi_library", library},
          {"mpi_transport", transport(version)},
          {"mpi_processors", binding}};
}

}  // namespace parallelization::mpi
