// Calls of git.
#include "tools/bench_report/measure/git.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "tools/bench_report/measure/program.hpp"
#include "tools/files/atomic_file.hpp"

namespace bench_report {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// A folder for a moment.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::error_code error;
    path_ = fs::temp_directory_path(error) / "bench-report-XXXXXX";
    if (error || ::mkdtemp(path_.data()) == nullptr) {
      throw std::runtime_error(fmt::format("TMPDIR must name a folder that can be written: {}",
                                           error ? error.message() : std::strerror(errno)));
    }
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

void forget_the_hooks_repository(Processes& processes) {
  for (const std::string& name :
       lines_of(processes.run({.words = {"git", "rev-parse", "--local-env-vars"}}, 0).output)) {
    if (!name.starts_with("GIT_CONFIG")) {
      ::unsetenv(name.c_str());
    }
  }
}

std::string root_of_repository(Processes& processes) {
  const Ending ending = processes.run({.words = {"git", "rev-parse", "--show-toplevel"}}, 0);
  if (ending.how == Ending::How::interrupted) {
    throw Interrupted();
  }
  if (!ending.succeeded()) {
    throw std::runtime_error("no git repository that git trusts is here; name one with --project: " +
                             ending.last_words);
  }
  return ending.output.substr(0, ending.output.find_last_not_of('\n') + 1);
}

Git::Git(Processes& processes, const std::string& folder)
    : processes_(processes), root_(fs::weakly_canonical(folder)) {
  const std::string top =
      ask({"rev-parse", "--show-toplevel"}, root_ + " must be a git repository that git trusts");
  if (fs::weakly_canonical(top) != root_) {
    throw std::runtime_error(root_ +
                             " must be the root of its git repository: only then its commits can be built");
  }
  if (ask({"rev-parse", "--is-shallow-repository"}, root_) == "true") {
    hint_ = "; this clone is shallow: git fetch --unshallow";
  }
}

Ending Git::run(const std::string& folder, std::vector<std::string> words) const {
  const std::array begin{"git", "-c", "core.hooksPath=/dev/null", "-C", folder.c_str()};
  words.insert(words.begin(), begin.begin(), begin.end());
  Ending ending = processes_.run({.words = std::move(words)}, 0);
  if (ending.how == Ending::How::interrupted) {
    throw Interrupted();
  }
  return ending;
}

std::string Git::ask(const std::vector<std::string>& words, const std::string& complaint) const {
  const Ending ending = run(root_, words);
  if (!ending.succeeded()) {
    throw std::runtime_error(
        complaint + ": " +
        (ending.how == Ending::How::exited ? ending.last_words : "git " + ending.describe()));
  }
  return ending.output.substr(0, ending.output.find_last_not_of('\n') + 1);
}

std::string Git::commit(const std::string& name) const {
  // No options, and no "^HEAD", which is the opposite of a commit.
  const Ending ending = run(root_, {"rev-parse", "--verify", "--end-of-options", name + "^{commit}"});
  std::string id = ending.output.substr(0, ending.output.find('\n'));
  if (!ending.succeeded() || id.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw std::runtime_error(fmt::format("{}: no such commit: {}{}", name, ending.last_words, hint_));
  }
  return id;
}

std::string Git::working_tree() const {
  // An index of our own, with the time of the real one: files changed since then are those that git looks
  // into.
  const ScratchFolder folder;
  const std::string index = folder.path() + "/index";
  const fs::path original = ask({"rev-parse", "--path-format=absolute", "--git-path", "index"}, root_);
  if (fs::exists(original)) {
    fs::copy_file(original, index);
    fs::last_write_time(index, fs::last_write_time(original));
  }
  const auto with_index = [&](const std::vector<std::string>& words) {
    std::vector<std::string> all{
        "env", "GIT_INDEX_FILE=" + index, "git", "-c", "core.hooksPath=/dev/null", "-C", root_};
    all.insert(all.end(), words.begin(), words.end());
    Ending ending = processes_.run({.words = std::move(all)}, 0);
    if (ending.how == Ending::How::interrupted) {
      throw Interrupted();
    }
    if (!ending.succeeded()) {
      throw std::runtime_error(fmt::format(
          "the working tree can't be taken over: {}; ignore or remove that file, or commit and name the "
          "commit as NEW",
          ending.last_words));
    }
    return ending.output.substr(0, ending.output.find('\n'));
  };
  with_index({"-c", "core.safecrlf=false", "add", "--all"});
  const std::string tree = with_index({"write-tree"});
  const std::string head = commit("HEAD");
  // Always of the same time, so that the same tree is the same commit, and its build is found again.
  const Ending ending = run(root_, {"log", "-1", "--format=%cI", head});
  const std::string when = ending.output.substr(0, ending.output.find('\n'));
  std::vector<std::string> words{"env",
                                 "GIT_AUTHOR_DATE=" + when,
                                 "GIT_COMMITTER_DATE=" + when,
                                 "git",
                                 "-C",
                                 root_,
                                 "-c",
                                 "user.name=bench-report",
                                 "-c",
                                 "user.email=bench-report@localhost",
                                 "commit-tree",
                                 "-p",
                                 head,
                                 "-m",
                                 "working tree",
                                 tree};
  const Ending made = processes_.run({.words = std::move(words)}, 0);
  if (!made.succeeded()) {
    throw std::runtime_error("the working tree can't be made a commit: " + made.last_words);
  }
  return made.output.substr(0, made.output.find('\n'));
}

std::string Git::describe(const std::string& id) const {
  return ask({"log", "-1", "--format=%h %s", id}, id);
}

std::vector<std::string> Git::between(const std::string& good, const std::string& bad) const {
  const Ending ancestor = run(root_, {"merge-base", "--is-ancestor", good, bad});
  if (!ancestor.succeeded() || good == bad) {
    throw std::runtime_error(
        fmt::format("{} must be an ancestor of {}: what is searched lies between them{}", good, bad, hint_));
  }
  // Along first parents: a merge counts as one step, as a reviewer sees it.
  return lines_of(
      ask({"rev-list", "--reverse", "--first-parent", "--ancestry-path", good + ".." + bad}, "no commits"));
}

void Git::check_out(const std::string& id, const std::string& folder) const {
  const std::string common = ask({"rev-parse", "--path-format=absolute", "--git-common-dir"}, root_);
  const auto in_folder = [&](const std::vector<std::string>& words) {
    if (const Ending ending = run(folder, words); !ending.succeeded()) {
      throw std::runtime_error(fmt::format("no work tree could be made of {}: {}", id, ending.last_words));
    }
  };
  fs::create_directories(folder);
  in_folder({"init", "--quiet",
             "--template=", "--object-format=" + ask({"rev-parse", "--show-object-format"}, root_)});
  const fs::path own = fs::path(folder) / ".git";
  const auto write = [](const fs::path& file, const std::string& text) {
    AtomicFile out(file);
    out.write(text);
    out.commit();
  };
  write(own / "objects/info/alternates", common + "/objects\n");
  if (fs::exists(fs::path(common) / "shallow")) {
    fs::copy_file(fs::path(common) / "shallow", own / "shallow");
  }
  if (const std::string tags =
          ask({"for-each-ref", "--format=%(objectname) %(refname)", "refs/tags"}, "no tags");
      !tags.empty()) {
    write(own / "packed-refs", tags + '\n');
  }
  in_folder({"config", "include.path", common + "/config"});
  in_folder({"config", "--add", "core.bare", "false"});
  in_folder({"config", "--add", "core.worktree", folder});
  in_folder({"checkout", "--quiet", "--detach", id});
}

}  // namespace bench_report
