// Real child processes.
#include "tools/bench_report/measure/process.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

namespace bench_report {
namespace {

using ::testing::HasSubstr;

Ending shell(ChildProcesses& processes, const std::string& script, double limit = 0) {
  return processes.run({.words = {"sh", "-c", script}}, limit);
}

TEST(ChildProcesses, TellHowTheyEnded) {
  ChildProcesses processes;
  Ending ending = shell(processes, "echo to output; cat; echo first >&2; echo 'the  last' >&2; exit 3");
  EXPECT_EQ(ending.how, Ending::How::exited);
  EXPECT_EQ(ending.status, 3);
  EXPECT_EQ(ending.output, "to output\n") << "and nothing was to be read";
  EXPECT_EQ(ending.last_words, "first the last");
  EXPECT_EQ(ending.describe(), "failed with exit status 3: first the last");
  EXPECT_EQ(shell(processes, "seq 9 >&2").last_words, "6 7 8 9");
  EXPECT_EQ(shell(processes, "printf %03000d 7 >&2").last_words, std::string(1999, '0') + "7");
  EXPECT_TRUE(shell(processes, "true").succeeded());
  ending = shell(processes, "kill -SEGV $$");
  EXPECT_EQ(ending.how, Ending::How::signalled);
  EXPECT_EQ(ending.status, SIGSEGV);
}

TEST(ChildProcesses, ThatCanNotStartSaySo) {
  ChildProcesses processes;
  const Ending ending = processes.run({.words = {"/no/such/program"}}, 0);
  EXPECT_EQ(ending.how, Ending::How::not_started);
  EXPECT_EQ(ending.status, ENOENT);
}

TEST(ChildProcesses, TakeWordsAsTheyAreAndRunInAFolder) {
  ChildProcesses processes;
  EXPECT_EQ(processes.run({.words = {"printf", "%s|", "a b", "$HOME", "*"}}, 0).output, "a b|$HOME|*|");
  EXPECT_EQ(processes.run({.words = {"pwd"}, .folder = "/"}, 0).output, "/\n");
}

TEST(ChildProcesses, AreEndedWholeWhenTheyTakeTooLong) {
  ChildProcesses processes;
  const Ending ending = shell(
      processes, "trap '' TERM; (while :; do sleep 1000; done) & echo $!; while :; do sleep 1000; done", 0.3);
  EXPECT_EQ(ending.how, Ending::How::timed_out);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
  EXPECT_FALSE(processes.interrupted());
  // The other process is gone too, or a zombie that nobody has reaped yet; dying takes it a moment.
  const std::string number = ending.output.substr(0, ending.output.size() - 1);
  std::string state;
  for (int tries = 0; tries < 500; ++tries) {
    state = shell(processes, "cut -d ' ' -f 3 /proc/" + number + "/stat").output;
    if (state.empty() || state.front() == 'Z') {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL() << "it lives on: " << state;
}

TEST(ChildProcesses, ASignalEndsThemAndNotUs) {
  ChildProcesses processes;
  const std::string me = std::to_string(::getpid());
  EXPECT_EQ(shell(processes, "kill -TERM " + me + "; sleep 1000").how, Ending::How::interrupted);
  EXPECT_TRUE(processes.interrupted());
  EXPECT_EQ(shell(processes, "true").how, Ending::How::interrupted) << "nothing is started any more";
}

TEST(ChildProcesses, ASignalBetweenThemCountsToo) {
  ChildProcesses processes;
  ::kill(::getpid(), SIGINT);
  EXPECT_TRUE(processes.interrupted());
}

TEST(ChildProcesses, DoNotInheritTheMask) {
  ChildProcesses processes;
  const Ending ending = shell(processes, "kill -INT $$; echo alive");
  EXPECT_EQ(ending.how, Ending::How::signalled);
  EXPECT_EQ(ending.status, SIGINT);
}

}  // namespace
}  // namespace bench_report
