// Worker processes, forked from a server that was split off while this program had one thread.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/strategy.hpp"

namespace parallelization {

/// A file descriptor that closes itself.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return fd_; }
  int release();

 private:
  int fd_ = -1;
};

/// What a worker process runs; when it returns, the process ends. It is handed the file descriptors and the
/// numbers that spawn was given, and must be a plain function: the server has the program's code, but not its
/// present memory. It must not throw, print, or start threads.
using WorkerBody = void (*)(std::span<const int> descriptors, std::span<const std::uint64_t> numbers);

/// A set of worker processes. They end when this object is destroyed, and when this process dies, however it
/// dies. Signals that stop a program do not reach them: the one that
/// owns them decides.
class WorkerProcesses {
 public:
  /// How many descriptors and numbers a worker can be given.
  static constexpr std::size_t max_descriptors = 8;
  static constexpr std::size_t max_numbers = 8;

  WorkerProcesses() = default;
  WorkerProcesses(const WorkerProcesses&) = delete;
  WorkerProcesses& operator=(const WorkerProcesses&) = delete;
  /// Waits for each worker to leave by itself (its owner has told it to) and kills those that do not within a
  /// second; at once where the system has no descriptor left that would tell of their end.
  ~WorkerProcesses();

  /// Starts one more worker. Throws std::system_error where no process can be had, or no descriptor that
  /// tells of its end.
  void spawn(WorkerBody body, std::span<const int> descriptors, std::span<const std::uint64_t> numbers);

  std::size_t size() const { return workers_.size(); }
  pid_t pid(std::size_t worker) const { return workers_[worker].pid; }

  /// Throws WorkerLost, naming the worker and how it ended, if one has ended.
  void throw_if_lost();

  /// Processor seconds that the living workers have used.
  double processor_seconds() const;

 private:
  struct Worker {
    pid_t pid = -1;
    FileDescriptor pidfd;
  };
  std::vector<Worker> workers_;
};

/// Forks the server, once per program; a start hook (Entry::start, with start_forks) of every strategy that
/// uses WorkerProcesses. Must be called while this process has one thread.
std::optional<int> start_worker_server(const Start& start);

}  // namespace parallelization
