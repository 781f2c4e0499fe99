// Worker processes: what they are given, how they end, and what is said of those that are lost.
#include "kernels/multiprocessing/worker_processes.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "kernels/stop_signals.hpp"

namespace parallelization {
namespace {

using testing::HasSubstr;

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    read = FileDescriptor(ends[0]);
    write = FileDescriptor(ends[1]);
  }

  FileDescriptor read;
  FileDescriptor write;
};

/// Reads one value; none where the other side has gone.
template <class Value>
std::optional<Value> read_value(int fd) {
  Value value{};
  return read(fd, &value, sizeof value) == sizeof value ? std::optional(value) : std::nullopt;
}

template <class Value>
void write_value(int fd, const Value& value) {
  if (write(fd, &value, sizeof value) != sizeof value) {
    throw std::system_error(errno, std::generic_category(), "write");
  }
}

bool is_open(int fd) {
  return fcntl(fd, F_GETFD) >= 0;
}

bool exists(pid_t pid) {
  return kill(pid, 0) == 0;
}

std::string what_is_lost(WorkerProcesses& workers) {
  try {
    workers.throw_if_lost();
  } catch (const WorkerLost& lost) {
    return lost.what();
  }
  return "none";
}

/// Waits until a worker has ended; what is said then.
std::string when_one_is_lost(WorkerProcesses& workers) {
  std::string said = "none";
  while (said == "none") {
    said = what_is_lost(workers);
  }
  return said;
}

/// Answers each byte with its parent's process id until the other side closes its end.
void answer_bytes(std::span<const int> descriptors, std::span<const std::uint64_t>) {
  while (read_value<char>(descriptors[0])) {
    write_value(descriptors[1], getppid());
  }
}

/// A worker that answers.
struct Answering {
  explicit Answering(WorkerProcesses& workers) {
    Pipe question;
    Pipe answer;
    workers.spawn(answer_bytes, std::array{question.read.get(), answer.write.get()}, {});
    to = std::move(question.write);
    from = std::move(answer.read);
  }

  /// The process that has forked it; none when the worker has gone.
  std::optional<pid_t> ask() const {
    write_value(to.get(), '?');
    return read_value<pid_t>(from.get());
  }

  FileDescriptor to;
  FileDescriptor from;
};

/// Ends only when it is killed.
void stay(std::span<const int>, std::span<const std::uint64_t>) {
  for (;;) {
    pause();
  }
}

/// The same, and tells its process id when it is there.
void wait_for_ever(std::span<const int> descriptors, std::span<const std::uint64_t>) {
  write_value(descriptors[0], getpid());
  stay({}, {});
}

void end_with(std::span<const int>, std::span<const std::uint64_t> numbers) {
  _exit(static_cast<int>(numbers[0]));
}

/// While it lives, a process opens no more descriptors than `limit`.
class DescriptorLimit {
 public:
  DescriptorLimit(pid_t pid, rlim_t limit) : pid_(pid) {
    prlimit(pid, RLIMIT_NOFILE, nullptr, &before_);
    const rlimit lower{.rlim_cur = limit, .rlim_max = before_.rlim_max};
    prlimit(pid, RLIMIT_NOFILE, &lower, nullptr);
  }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;
  ~DescriptorLimit() { prlimit(pid_, RLIMIT_NOFILE, &before_, nullptr); }

 private:
  pid_t pid_;
  rlimit before_{};
};

// The first suite: the server that the others start lives as long as the program.
TEST(WithoutServer, NoWorkerCanBeHad) {
  Start start;
  start.selected = false;
  EXPECT_EQ(start_worker_server(start), std::nullopt) << "no row needs it";
  WorkerProcesses workers;
  EXPECT_THROW(workers.spawn(end_with, {}, {}), std::logic_error);
  EXPECT_EQ(workers.size(), 0U);
  EXPECT_EQ(what_is_lost(workers), "none");
}

TEST(WithoutServer, ItsSocketNeedsAPlace) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer opens pipes of its own to look at what is thrown";
#endif
  Start start;
  start.selected = true;
  const DescriptorLimit none(getpid(), 0);
  EXPECT_THROW(start_worker_server(start), std::system_error);
}

TEST(ADescriptor, IsClosedOnce) {
  Pipe pipe;
  const int read = pipe.read.get();
  const int write = pipe.write.get();
  FileDescriptor moved(std::move(pipe.read));
  EXPECT_EQ(pipe.read.get(), -1);  // NOLINT(bugprone-use-after-move): what is left of it
  EXPECT_EQ(moved.get(), read);
  EXPECT_TRUE(is_open(read));

  FileDescriptor& itself = moved;
  moved = std::move(itself);
  EXPECT_TRUE(is_open(read)) << "moved to itself";

  moved = std::move(pipe.write);
  EXPECT_FALSE(is_open(read)) << "what was held before";
  EXPECT_TRUE(is_open(write));
  const FileDescriptor last(moved.release());
  EXPECT_EQ(moved.get(), -1);
  moved = FileDescriptor();
  EXPECT_TRUE(is_open(write)) << "it is held by another";
}

TEST(ADescriptor, MayBeNumberZero) {
  const FileDescriptor input(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  close(STDIN_FILENO);
  Pipe first;
  ASSERT_EQ(first.read.get(), 0) << "the least that is free";
  first.read = FileDescriptor();
  EXPECT_FALSE(is_open(0));
  {
    const Pipe second;
    ASSERT_EQ(second.read.get(), 0);
  }
  EXPECT_FALSE(is_open(0));
  EXPECT_EQ(dup2(input.get(), STDIN_FILENO), 0);
}

class Workers : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    Start start;
    start.selected = true;
    auto* const before = std::signal(SIGCHLD, SIG_IGN);  // as a caller may have left it
    EXPECT_EQ(start_worker_server(start), std::nullopt);
    std::signal(SIGCHLD, before);
    EXPECT_EQ(start_worker_server(start), std::nullopt) << "of the next strategy: there is one";
  }
};

TEST_F(Workers, GetAsManyDescriptorsAndNumbersAsTheyCanBeGiven) {
  std::array<Pipe, WorkerProcesses::max_descriptors> pipes;
  std::array<int, pipes.size()> descriptors{};
  std::ranges::transform(pipes, descriptors.begin(), [](const Pipe& pipe) { return pipe.write.get(); });
  const auto numbers = std::to_array<std::uint64_t>({2, 3, 5, 7, 11, 13, 17, ~std::uint64_t{0}});
  static_assert(numbers.size() == WorkerProcesses::max_numbers);
  WorkerProcesses workers;
  workers.spawn(
      [](std::span<const int> given, std::span<const std::uint64_t> values) {
        for (std::size_t i = 0; i < given.size(); ++i) {
          write_value(given[i], values[i]);
          write_value(given[i], std::uint64_t{values.size()});
        }
      },
      descriptors, numbers);
  for (std::size_t i = 0; i < pipes.size(); ++i) {
    EXPECT_EQ(read_value<std::uint64_t>(pipes[i].read.get()), numbers[i]);
    EXPECT_EQ(read_value<std::uint64_t>(pipes[i].read.get()), numbers.size());
  }
}

TEST_F(Workers, GetNothingWhereNothingIsGiven) {
  Pipe pipe;
  WorkerProcesses workers;
  workers.spawn(
      [](std::span<const int> given, std::span<const std::uint64_t> values) {
        write_value(given[0], given.size() + values.size());
      },
      std::array{pipe.write.get()}, {});
  EXPECT_EQ(read_value<std::size_t>(pipe.read.get()), 1U);
}

TEST_F(Workers, AreNotOfThisProcessButOfTheServer) {
  WorkerProcesses workers;
  const Answering first(workers);
  const Answering second(workers);
  EXPECT_EQ(workers.size(), 2U);
  EXPECT_NE(workers.pid(0), workers.pid(1));
  EXPECT_TRUE(exists(workers.pid(0)) && exists(workers.pid(1)));
  const auto server = first.ask();
  ASSERT_TRUE(server);
  EXPECT_NE(*server, getpid());
  EXPECT_EQ(second.ask(), server);
}

/// Waits until it is told to end, which it does after a moment, with a last word.
void take_leave(std::span<const int> descriptors, std::span<const std::uint64_t>) {
  read_value<char>(descriptors[0]);
  constexpr useconds_t moment = 50000;
  usleep(moment);
  write_value(descriptors[1], getpid());
}

TEST_F(Workers, OnesThatAreToldToEndHaveTheTimeToDoSo) {
  Pipe last_word;
  pid_t pid = 0;
  {
    WorkerProcesses workers;
    const Pipe command;
    workers.spawn(take_leave, std::array{command.read.get(), last_word.write.get()}, {});
    pid = workers.pid(0);
  }
  EXPECT_FALSE(exists(pid));
  last_word.write = FileDescriptor();
  EXPECT_EQ(read_value<pid_t>(last_word.read.get()), pid);
}

TEST_F(Workers, OnesThatDoNotEndAreKilled) {
  Pipe pipe;
  pid_t pid = 0;
  {
    WorkerProcesses workers;
    workers.spawn(wait_for_ever, std::array{pipe.write.get()}, {});
    pid = workers.pid(0);
    EXPECT_EQ(read_value<pid_t>(pipe.read.get()), pid);
  }
  EXPECT_FALSE(exists(pid));
}

TEST_F(Workers, SignalsThatStopAProgramDoNotReachThem) {
  WorkerProcesses workers;
  const Answering worker(workers);
  ASSERT_TRUE(worker.ask());
  for (const int signal : stop_signals) {
    ASSERT_EQ(kill(workers.pid(0), signal), 0);
    EXPECT_TRUE(worker.ask()) << strsignal(signal);
  }
  EXPECT_EQ(what_is_lost(workers), "none");
}

TEST_F(Workers, ThatAreLostAreNamedWithTheirEnd) {
  WorkerProcesses workers;
  const Answering first(workers);
  const Answering second(workers);
  EXPECT_EQ(what_is_lost(workers), "none");
  const std::string name = "worker process 2 of 2 (pid " + std::to_string(workers.pid(1)) + ") ";
  kill(workers.pid(1), SIGKILL);
  EXPECT_EQ(when_one_is_lost(workers), name + "was killed by signal 9 (Killed)");
  EXPECT_EQ(what_is_lost(workers), "worker process 2 of 2 had ended before") << "asked once more";
  EXPECT_TRUE(first.ask());
}

TEST_F(Workers, ThatEndByThemselvesAreLostToo) {
  for (const std::uint64_t status : {0U, 3U}) {
    WorkerProcesses workers;
    workers.spawn(end_with, {}, std::array{status});
    EXPECT_THAT(when_one_is_lost(workers),
                HasSubstr("ended by itself with status " + std::to_string(status)));
  }
}

/// While it lives, a process stands still, and continues when this one has been interrupted after a moment.
class Stopped {
 public:
  explicit Stopped(pid_t process) {
    stopped_ = process;
    struct sigaction action {};
    action.sa_handler = [](int) { kill(stopped_, SIGCONT); };  // no SA_RESTART: what waits is interrupted
    sigaction(SIGALRM, &action, &before_);
    kill(process, SIGSTOP);
    set_timer(50000);
  }
  Stopped(const Stopped&) = delete;
  Stopped& operator=(const Stopped&) = delete;
  ~Stopped() {
    set_timer(0);
    kill(stopped_, SIGCONT);
    sigaction(SIGALRM, &before_, nullptr);
  }

 private:
  static void set_timer(suseconds_t microseconds) {
    const timeval time{.tv_sec = 0, .tv_usec = microseconds};
    const itimerval timer{.it_interval = time, .it_value = time};
    setitimer(ITIMER_REAL, &timer, nullptr);
  }

  static inline pid_t stopped_ = 0;
  struct sigaction before_ {};
};

TEST_F(Workers, CanBeHadWhileSignalsArrive) {
  WorkerProcesses workers;
  const Answering worker(workers);
  const auto server = worker.ask();
  ASSERT_TRUE(server);
  std::optional<Answering> second;
  {
    const Stopped still(*server);
    second.emplace(workers);
  }
  EXPECT_EQ(second->ask(), server);
  EXPECT_EQ(workers.size(), 2U);
}

/// Uses the processor for the milliseconds that it is told, says so, and stays.
void use_processor(std::span<const int> descriptors, std::span<const std::uint64_t> milliseconds) {
  const std::clock_t end =
      std::clock() + static_cast<std::clock_t>(milliseconds[0]) * (CLOCKS_PER_SEC / 1000);
  while (std::clock() < end) {
  }
  wait_for_ever(descriptors, {});
}

TEST_F(Workers, TheProcessorTimeIsThatOfAllThatLive) {
  std::array<Pipe, 2> pipes;
  WorkerProcesses workers;
  EXPECT_EQ(workers.processor_seconds(), 0);
  for (const Pipe& pipe : pipes) {
    workers.spawn(use_processor, std::array{pipe.write.get()}, std::array{std::uint64_t{1100}});
  }
  for (const Pipe& pipe : pipes) {
    EXPECT_TRUE(read_value<pid_t>(pipe.read.get()));
  }
  const double both = workers.processor_seconds();
  EXPECT_GE(both, 2.2);
  EXPECT_LT(both, 3);
  kill(workers.pid(0), SIGKILL);
  when_one_is_lost(workers);
  EXPECT_GE(workers.processor_seconds(), 1.1);
  EXPECT_LT(workers.processor_seconds(), both - 1);
}

/// The number that the next descriptor will have. (With a limit of 0 nothing could be sent, either, while any
/// other process of this user sends descriptors.)
rlim_t lowest_free() {
  const FileDescriptor next(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0));
  return static_cast<rlim_t>(next.get());
}

/// The error with which no worker can be had; 0 where one can.
int error_of_spawn(WorkerProcesses& workers, WorkerBody body, std::span<const int> descriptors) {
  try {
    workers.spawn(body, descriptors, {});
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot start a worker process"));
    return error.code().value();
  }
  return 0;
}

TEST_F(Workers, NoneIsStartedThatCouldNotBeWatched) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer opens pipes of its own to look at what is thrown";
#endif
  Pipe pipe;
  const std::array descriptors{pipe.write.get()};
  pid_t pid = 0;
  {
    WorkerProcesses workers;
    {
      const DescriptorLimit none(getpid(), lowest_free());
      EXPECT_EQ(error_of_spawn(workers, wait_for_ever, descriptors), EMFILE)
          << "no place for what tells of its end";
    }
    ASSERT_EQ(workers.size(), 1U);
    pid = workers.pid(0);
    EXPECT_EQ(read_value<pid_t>(pipe.read.get()), pid);
  }
  EXPECT_FALSE(exists(pid)) << "but what was started is taken back";
}

TEST_F(Workers, NoneIsStartedWithoutItsDescriptors) {
  Pipe pipe;
  const std::array descriptors{pipe.write.get()};
  WorkerProcesses workers;
  const Answering worker(workers);
  {
    const DescriptorLimit none(worker.ask().value(), 0);
    EXPECT_EQ(error_of_spawn(workers, wait_for_ever, descriptors), EMFILE) << "they did not reach the server";
    EXPECT_EQ(error_of_spawn(workers, stay, {}), EMFILE) << "the server can't watch it";
    EXPECT_EQ(workers.size(), 1U);
  }
  EXPECT_TRUE(worker.ask());
  EXPECT_EQ(error_of_spawn(workers, wait_for_ever, descriptors), 0);
}

TEST_F(Workers, CanNotBeGivenWhatIsNoDescriptor) {
  WorkerProcesses workers;
  const std::array descriptors{1 << 20};
  try {
    workers.spawn(stay, descriptors, {});
    FAIL() << "it can't be sent";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), EBADF) << "and not that the server has died: " << error.what();
  }
  EXPECT_EQ(workers.size(), 0U);
}

// The last test: it takes the server away.
TEST_F(Workers, DieWithTheServer) {
  WorkerProcesses workers;
  const Answering worker(workers);
  kill(worker.ask().value(), SIGKILL);
  EXPECT_EQ(read_value<pid_t>(worker.from.get()), std::nullopt) << "the worker has ended";
  try {
    workers.spawn(end_with, {}, std::array{std::uint64_t{0}});
    FAIL() << "there is no server";
  } catch (const WorkerLost& lost) {
    EXPECT_STREQ(lost.what(), "the server that forks workers has died");
  }
  EXPECT_EQ(workers.size(), 1U);
}

}  // namespace
}  // namespace parallelization
