// The MPI program that this process is a rank of: starting and ending it, messages that never wait for ever,
// and noticing ranks that are lost. Rank 0 asks, the others answer.
#pragma once

#include <mpi.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernels/multiprocessing/worker_processes.hpp"

namespace parallelization::mpi {

using Clock = std::chrono::steady_clock;

enum class Tag : int { command = 1, data, reply, alive };

enum class Operation : std::uint32_t {
  prepare,         ///< make the arrays of a share of `count` elements, and its threads
  fill,            ///< x from the input of `seed`
  load,            ///< x comes as data
  run,             ///< y = f(x); with `bring_back`, y goes to rank 0 as data
  gather,          ///< y goes to rank 0 as data
  check,           ///< y against the reference for the input of `seed`
  evidence,        ///< who worked: reply.count ids as data
  processor_time,  ///< seconds used so far, in reply.value
  echo,            ///< `count` bytes of data come, and go back
  release,         ///< free what prepare made; no reply
  stop,            ///< the program ends
};

/// What rank 0 asks. Messages are plain memory: all ranks are the same program on the same kind of processor.
struct Command {
  Operation operation = Operation::stop;
  std::uint32_t bring_back = 0;
  std::uint64_t count = 0;    ///< elements of the whole array
  std::uint64_t seed = 0;     ///< of the input
  std::uint32_t parts = 0;    ///< ranks that have a share
  std::uint32_t threads = 0;  ///< threads on each host
};

struct Reply {
  std::uint32_t fault = 0;  ///< the operation failed: `text` says why
  std::uint32_t count = 0;
  double value = 0;
  std::array<char, 240> text{};

  void set_text(const std::string& words);
};

/// A rank, as all ranks know it.
struct Peer {
  std::array<char, 64> host{};
  std::array<char, 64> processors{};  ///< those that it may use: "0-3,8"
  std::array<char, 80> kernel{};      ///< equal on ranks that see each other's process ids
  std::int32_t pid = 0;
  std::uint32_t ranks_on_host = 0;
};

class Session {
 public:
  /// Calls MPI_Init. On ranks other than 0 SIGINT and SIGTERM are ignored from now on: rank 0 decides, and
  /// launchers that mean it send SIGKILL.
  Session(int argc, char** argv);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  /// On rank 0 tells the others to stop. Where a rank has been lost, MPI_Finalize, which would wait for it
  /// for ever, is left out: the launcher ends the other ranks when it sees that.
  ~Session();

  int rank() const { return rank_; }
  int size() const { return static_cast<int>(peers_.size()); }
  const Peer& peer(int rank) const { return peers_[static_cast<std::size_t>(rank)]; }
  /// "rank 1 of 4 (pid 4711 on host b)"
  std::string describe(int rank) const;

  /// On rank 0, called again and again while it waits for an answer: throws WorkerLost when that rank has
  /// died, or has been silent for longer than the time limit; from then on at once. On other ranks: throws
  /// when the program that started this one has gone.
  void watch(int rank);
  /// On rank 0, when it begins to wait for this rank: the time limit counts from now on.
  void begin_to_wait(int rank);
  /// Notes for trouble() which rank the messages under way are for; 0: none are.
  void turn_to(int rank) { turned_to_.store(rank, std::memory_order_relaxed); }
  /// From now on this rank is lost. Throws WorkerLost.
  [[noreturn]] void lose(int rank, const std::string& how);
  /// Throws WorkerLost if a rank has been lost.
  void throw_if_lost() const;
  /// On rank 0, from any thread: which rank has died, as far as can be seen from here, or is being waited
  /// for.
  std::optional<std::string> trouble() const;

  /// On other ranks, called again and again during long work: tells rank 0 once a second that it goes on.
  void say_alive();

  /// Ranks other than 0: the next command. Spins for a moment, then polls less and less often (MPI's own
  /// waiting would burn a processor).
  Command next_command();

  /// Longest silence of a rank that is not lost yet.
  static inline std::chrono::duration<double> time_limit{10};

 private:
  void stop_others();
  void hear_who_is_alive();

  int rank_ = 0;
  std::vector<Peer> peers_;
  std::vector<FileDescriptor> processes_;  ///< pidfds of ranks on this host
  std::vector<Clock::time_point> last_heard_;
  Clock::time_point last_said_;
  std::atomic<int> turned_to_{0};
  std::string lost_;
  int parent_ = 0;
};

/// Messages under way. Large ones go in pieces: MPI counts in int, and each piece shows that the other side
/// is alive.
class Transfers {
 public:
  explicit Transfers(Session& session) : session_(session) {}

  void send(int rank, Tag tag, std::span<const std::byte> bytes);
  void receive(int rank, Tag tag, std::span<std::byte> bytes);
  /// Until all of them have arrived or can be forgotten. Throws as Session::watch does.
  void wait();

  template <class T>
  void send_value(int rank, Tag tag, const T& value) {
    send(rank, tag, std::as_bytes(std::span(&value, 1)));
  }
  template <class T>
  void receive_value(int rank, Tag tag, T& value) {
    receive(rank, tag, std::as_writable_bytes(std::span(&value, 1)));
  }

 private:
  struct Message {
    MPI_Request request;
    int rank;
  };
  Session& session_;
  std::vector<Message> messages_;
};

/// The session of this process; empty before it is started.
std::optional<Session>& session();

/// Throws std::runtime_error with MPI's own words unless `result` is MPI_SUCCESS.
void must(int result, const char* what);

/// Lines for the context: ranks, hosts, library, transport, binding.
std::vector<std::pair<std::string, std::string>> describe_session(const Session& session);

}  // namespace parallelization::mpi
