// Commits as programs, each built once.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

#include "tools/bench_report/measure/git.hpp"
#include "tools/bench_report/measure/process.hpp"

namespace bench_report {

/// How a project's benchmarks are built.
struct BuildRecipe {
  std::string command;  ///< for the shell, run in the root of a work tree
  std::string program;  ///< what it makes, relative to that root
};

/// What a build did not do.
class BuildFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Builds of commits below a folder, found again by commit and command. Those in use are locked; of the
/// others the twenty used last stay. All members throw std::runtime_error with one line, and Interrupted.
class Builds {
 public:
  Builds(Processes& processes, const Git& git, BuildRecipe recipe, const std::string& folder);
  Builds(const Builds&) = delete;
  Builds& operator=(const Builds&) = delete;
  ~Builds();

  /// The commit's program: an absolute path. Says what it does, a line each, to `say`. Throws BuildFailed
  /// where the command fails or makes no such program; nothing of that stays.
  std::string program_of(const std::string& commit, const std::string& side,
                         const std::function<void(const std::string&)>& say);

  std::size_t built() const { return built_; }  ///< that were not there

 private:
  std::string entry_of(const std::string& commit) const;
  void lock(const std::string& entry);
  void build(const std::string& commit, const std::string& side, const std::string& tree);
  void forget_old() const;

  Processes& processes_;
  const Git& git_;
  BuildRecipe recipe_;
  std::string folder_;
  std::map<std::string, int> locks_;  ///< by entry
  std::size_t built_ = 0;
};

/// Where builds are kept: $XDG_CACHE_HOME/bench-report, or ~/.cache/bench-report, or below the folder for
/// temporary files.
std::string cache_folder();

}  // namespace bench_report
