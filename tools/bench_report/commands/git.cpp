// Running git, and reading what it prints.
#include "tools/bench_report/commands/git.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <string_view>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

/// Both ends of a pipe, closed at the end.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) {
      throw UnusableInput(std::string("--git: no pipe: ") + std::strerror(errno));
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_writing();
    close(ends_[0]);
  }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_writing() {
    if (ends_[1] >= 0) {
      close(ends_[1]);
      ends_[1] = -1;
    }
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

std::string all_of(int descriptor) {
  constexpr std::size_t piece = 65'536;
  std::string text;
  std::vector<char> buffer(piece);
  for (;;) {
    const ssize_t size = read(descriptor, buffer.data(), buffer.size());
    if (size > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return text;
    }
  }
}

/// What the program prints, complaints included; its status in `status`.
std::string output_of(std::vector<std::string> words, int& status) {
  Pipe pipe;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe.writing(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe.writing(), STDERR_FILENO);
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw UnusableInput("--git: git can't be started: " + std::string(std::strerror(error)));
  }
  pipe.close_writing();
  std::string text = all_of(pipe.reading());
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return text;
}

}  // namespace

std::vector<KnownCommit> commits_of_repository(const std::string& folder) {
  int status = 0;
  const std::string text = output_of(
      {"git", "-C", folder, "rev-list", "--topo-order", "--reverse", "--timestamp", "--all"}, status);
  std::istringstream lines(text);
  if (status != 0) {
    std::string complaint;
    std::getline(lines, complaint);
    throw UnusableInput("--git " + printable(folder) + ": " + printable(complaint));
  }
  std::vector<KnownCommit> commits;
  for (KnownCommit commit; lines >> commit.moment >> commit.hash;) {
    commits.push_back(commit);
  }
  if (commits.empty()) {
    throw UnusableInput("--git " + printable(folder) + ": the repository has no commit");
  }
  return commits;
}

}  // namespace bench_report
