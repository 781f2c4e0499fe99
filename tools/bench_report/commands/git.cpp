// Asking git.
#include "tools/bench_report/commands/git.hpp"

#include <sstream>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/measure/process.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {

std::vector<KnownCommit> commits_of_repository(const std::string& folder) {
  ChildProcesses processes;
  const Ending git = processes.run(
      {.words = {"git", "-C", folder, "rev-list", "--topo-order", "--reverse", "--timestamp", "--all"}}, 0);
  if (!git.succeeded()) {
    throw UnusableInput("--git " + printable(folder) + ": " +
                        (git.last_words.empty() ? "git " + git.describe() : printable(git.last_words)));
  }
  std::istringstream lines(git.output);
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
