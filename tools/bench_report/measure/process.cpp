// Starting, waiting, ending.
#include "tools/bench_report/measure/process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace bench_report {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr int enough_lines = 4;
constexpr std::size_t enough_characters = 2000;
constexpr int grace_steps = 30;  // of a tenth of a second, until what does not end is killed

struct Closing {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, Closing>;

/// A file without a name.
File scratch() {
  File file(std::tmpfile());
  if (!file) {
    throw std::runtime_error(std::string("no temporary file can be made: ") + std::strerror(errno));
  }
  ::fcntl(::fileno(file.get()), F_SETFD, FD_CLOEXEC);
  return file;
}

std::string content(std::FILE* file) {
  std::string text;
  std::rewind(file);
  char buffer[4096];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, file)) {
    text.append(buffer, size);
  }
  return text;
}

/// The last lines, as one.
std::string last_lines(const std::string& text) {
  std::size_t begin = text.find_last_not_of(" \t\r\n");
  if (begin == std::string::npos) {
    return "";
  }
  const std::size_t end = begin + 1;
  for (int lines = 0; begin > 0 && end - begin < enough_characters; --begin) {
    lines += text[begin - 1] == '\n' ? 1 : 0;
    if (lines == enough_lines) {
      break;
    }
  }
  std::string line;
  for (std::size_t i = begin; i < end; ++i) {
    const bool is_space = text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n';
    if (!is_space || (!line.empty() && line.back() != ' ')) {
      line += is_space ? ' ' : text[i];
    }
  }
  return line;
}

/// What a child begins with.
class Start {
 public:
  Start(const Command& command, int output, int errors) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, errors, STDERR_FILENO);
    if (!command.folder.empty()) {
      ::posix_spawn_file_actions_addchdir_np(&actions_, command.folder.c_str());
    }
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;
  ~Start() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  int spawn(pid_t& child, const Command& command) const {
    std::vector<char*> words;
    for (const std::string& word : command.words) {
      words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    return ::posix_spawnp(&child, words.front(), &actions_, &attributes_, words.data(), environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

bool has_ended(pid_t child, int& status) {
  return ::waitpid(child, &status, WNOHANG) == child;
}

/// Ends a child and all that it has started in its group; its leader is reaped then.
void end_group(pid_t leader) {
  int status = 0;
  bool is_reaped = false;
  ::kill(-leader, SIGTERM);
  for (int i = 0; i < grace_steps; ++i) {
    is_reaped = is_reaped || has_ended(leader, status);
    if (is_reaped && ::kill(-leader, 0) != 0) {
      return;
    }
    ::usleep(100'000);
  }
  ::kill(-leader, SIGKILL);
  if (!is_reaped) {
    ::waitpid(leader, &status, 0);
  }
}

timespec time_spec(double seconds) {
  const auto whole = static_cast<time_t>(seconds);
  return {.tv_sec = whole, .tv_nsec = static_cast<long>((seconds - static_cast<double>(whole)) * 1e9)};
}

}  // namespace

std::string Ending::describe(double limit) const {
  std::string text;
  switch (how) {
    case How::exited:
      text = "failed with exit status " + std::to_string(status);
      break;
    case How::signalled:
      text = "was ended by signal " + std::to_string(status) + " (" + ::strsignal(status) + ")";
      break;
    case How::timed_out:
      text = "took longer than the " + std::to_string(static_cast<long>(limit)) + " s of --timeout";
      break;
    case How::interrupted:
      text = "was interrupted";
      break;
    case How::not_started:
      return std::string("can't be started: ") + std::strerror(status);
  }
  return last_words.empty() ? text : text + ": " + last_words;
}

ChildProcesses::ChildProcesses() {
  ::sigemptyset(&stopping_);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    ::sigaddset(&stopping_, number);
  }
  awaited_ = stopping_;
  ::sigaddset(&awaited_, SIGCHLD);
  static_cast<void>(
      std::signal(SIGCHLD, SIG_DFL));  // a caller that ignores it would leave nobody to wait for
  ::sigprocmask(SIG_BLOCK, &awaited_, &before_);
}

ChildProcesses::~ChildProcesses() {
  // What came since the last look is answered: the program ends by itself.
  interrupted();
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool ChildProcesses::interrupted() {
  const timespec at_once{};
  while (::sigtimedwait(&stopping_, nullptr, &at_once) > 0) {
    interrupted_ = true;
  }
  return interrupted_;
}

Ending ChildProcesses::run(const Command& command, double limit) {
  Ending ending;
  if (interrupted()) {
    ending.how = Ending::How::interrupted;
    return ending;
  }
  const File output = scratch();
  const File errors = scratch();
  pid_t child = 0;
  const int failure =
      command.shows_output
          ? Start(command, STDERR_FILENO, STDERR_FILENO).spawn(child, command)
          : Start(command, ::fileno(output.get()), ::fileno(errors.get())).spawn(child, command);
  if (failure != 0) {
    ending.how = Ending::How::not_started;
    ending.status = failure;
    return ending;
  }
  const auto begin = std::chrono::steady_clock::now();
  int status = 0;
  while (!has_ended(child, status)) {
    const double left = limit > 0 ? limit - Seconds(std::chrono::steady_clock::now() - begin).count() : 3600;
    if (left <= 0 && limit > 0) {
      ending.how = Ending::How::timed_out;
      break;
    }
    const timespec patience = time_spec(left);
    const int number = ::sigtimedwait(&awaited_, nullptr, &patience);
    if (number > 0 && number != SIGCHLD) {
      interrupted_ = true;
      ending.how = Ending::How::interrupted;
      break;
    }
  }
  if (ending.how != Ending::How::exited) {
    end_group(child);
  } else if (WIFSIGNALED(status)) {
    ending.how = Ending::How::signalled;
    ending.status = WTERMSIG(status);
  } else {
    ending.status = WEXITSTATUS(status);
  }
  ending.output = content(output.get());
  ending.last_words = last_lines(content(errors.get()));
  return ending;
}

}  // namespace bench_report
