// Other programs as child processes, which can be ended whole.
#pragma once

#include <csignal>
#include <string>
#include <vector>

namespace bench_report {

struct Command {
  std::vector<std::string> words;  ///< the program and its arguments, as they are: no shell reads them
  std::string folder{};            ///< to run it in; "": the one we are in
  bool shows_output = false;       ///< on our standard error; otherwise Ending has it
};

struct Ending {
  enum class How { exited, signalled, timed_out, interrupted, not_started };
  How how = How::exited;
  int status = 0;            ///< exit status, or the signal's number, or errno
  std::string output{};      ///< what it wrote on its standard output
  std::string last_words{};  ///< the last lines of its standard error, as one

  bool succeeded() const { return how == How::exited && status == 0; }
  /// "failed with exit status 2: bad flag", "was ended by signal 11", "took longer than 60 s" …
  std::string describe(double limit = 0) const;
};

/// What runs programs; tests put their own in its place.
class Processes {
 public:
  virtual ~Processes() = default;
  /// Runs it and waits for it, at most `limit` seconds where that is more than 0.
  virtual Ending run(const Command& command, double limit) = 0;
  /// Whether somebody wants us to stop. From then on run() starts nothing.
  virtual bool interrupted() = 0;
};

/// Real ones, each in a process group of its own with nothing on its standard input. While the object lives,
/// SIGINT, SIGTERM and SIGHUP don't end this program: the running child's group is told to end (and killed
/// where it doesn't within three seconds), and interrupted() is true.
class ChildProcesses : public Processes {
 public:
  ChildProcesses();
  ChildProcesses(const ChildProcesses&) = delete;
  ChildProcesses& operator=(const ChildProcesses&) = delete;
  ~ChildProcesses() override;

  Ending run(const Command& command, double limit) override;
  bool interrupted() override;

 private:
  sigset_t awaited_{};   ///< and the signal of a child that has ended
  sigset_t stopping_{};  ///< what interrupts
  sigset_t before_{};    ///< the mask as it was
  bool interrupted_ = false;
};

}  // namespace bench_report
