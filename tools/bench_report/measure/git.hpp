// A git repository, through git's command line. Hooks of it don't run.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "tools/bench_report/measure/process.hpp"

namespace bench_report {

/// In a hook, git's variables name the caller's repository and index, to every git that is started from
/// there: takes them out of this program's environment. Configuration stays.
void forget_the_hooks_repository(Processes& processes);

/// The root of the repository that we are in. Throws std::runtime_error with one line.
std::string root_of_repository(Processes& processes);

/// All members throw std::runtime_error with one line that says what git said, and Interrupted.
class Git {
 public:
  /// `folder` must be the root of a repository: only then its commits can be built.
  Git(Processes& processes, const std::string& folder);

  const std::string& root() const { return root_; }

  /// The full id of what `name` names.
  std::string commit(const std::string& name) const;

  /// The working tree as it is, untracked files included, as a commit that no branch knows. The same tree on
  /// the same commit is the same commit. The index is only read.
  std::string working_tree() const;

  /// Its short id and its first line.
  std::string describe(const std::string& id) const;

  /// Commits behind `good` up to `bad`, oldest first, `bad` being the last. Throws where `good` is no
  /// ancestor.
  std::vector<std::string> between(const std::string& good, const std::string& bad) const;

  /// The commit's files in a new folder, which is a repository that borrows the objects of this one and has
  /// its tags and configuration: this one's list of work trees stays as it is.
  void check_out(const std::string& id, const std::string& folder) const;

 private:
  Ending run(const std::string& folder, std::vector<std::string> words) const;
  std::string ask(const std::vector<std::string>& words, const std::string& complaint) const;

  Processes& processes_;
  std::string root_;
  std::string hint_;  ///< for commits that are not there
};

}  // namespace bench_report
