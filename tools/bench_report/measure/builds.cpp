// Entries: a work tree, and a file that says that it is built.
#include "tools/bench_report/measure/builds.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "tools/bench_report/measure/program.hpp"

namespace bench_report {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t builds_kept = 20;
constexpr const char* built_mark = ".built";
constexpr const char* tree_name = "/tree";

/// FNV-1a (Fowler, Noll & Vo), 64 bits: the same on every machine, unlike std::hash.
std::string hash(const std::string& text) {
  std::uint64_t value = 14695981039346656037U;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return fmt::format("{:016x}", value);
}

/// The lock, or -1 where somebody else has it.
int try_lock(const std::string& file) {
  const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return -1;
  }
  return lock;
}

}  // namespace

std::string cache_folder() {
  if (const char* const cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
    return std::string(cache) + "/bench-report";
  }
  if (const char* const home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return std::string(home) + "/.cache/bench-report";
  }
  return fs::temp_directory_path() / "bench-report";
}

Builds::Builds(Processes& processes, const Git& git, BuildRecipe recipe, const std::string& folder)
    : processes_(processes),
      git_(git),
      recipe_(std::move(recipe)),
      folder_(fs::absolute(folder) / hash(git.root())) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    throw std::runtime_error(fmt::format("builds can't be kept in {}: {}; name another folder with --cache",
                                         folder_, error.message()));
  }
}

Builds::~Builds() {
  for (const auto& [entry, lock] : locks_) {
    ::close(lock);
  }
}

/// Paths of one length: the length of a program's path moves its stack.
std::string Builds::entry_of(const std::string& commit) const {
  return folder_ + '/' + commit + '-' + hash(recipe_.command + '\n' + recipe_.program);
}

void Builds::lock(const std::string& entry) {
  if (locks_.contains(entry)) {
    return;
  }
  const int lock = try_lock(entry + ".lock");
  if (lock < 0) {
    throw std::runtime_error(fmt::format(
        "{} is being built or measured by another run; wait for it, or name another folder with --cache",
        entry));
  }
  locks_[entry] = lock;
}

std::string Builds::program_of(const std::string& commit, const std::string& side,
                               const std::function<void(const std::string&)>& say) {
  const std::string entry = entry_of(commit);
  const std::string tree = entry + tree_name;
  const std::string mark = entry + '/' + built_mark;
  std::string program = tree + '/' + recipe_.program;
  lock(entry);
  if (fs::exists(mark) && ::access(program.c_str(), X_OK) == 0) {
    say(fmt::format("the {} side is built already: {}", side, git_.describe(commit)));
  } else {
    say(fmt::format("building the {} side: {}", side, git_.describe(commit)));
    try {
      build(commit, side, tree);
      if (::access(program.c_str(), X_OK) != 0) {
        throw BuildFailed(fmt::format("building the {} side made no program {}: {}", side, recipe_.program,
                                      std::strerror(errno)));
      }
    } catch (...) {
      std::error_code ignored;
      fs::remove_all(entry, ignored);
      throw;
    }
    ++built_;
  }
  std::ofstream(mark) << '\n';  // its time is when it was used last
  forget_old();
  return program;
}

void Builds::build(const std::string& commit, const std::string& side, const std::string& tree) {
  fs::remove_all(fs::path(tree).parent_path());
  git_.check_out(commit, tree);
  const Ending ending =
      processes_.run({.words = {"sh", "-c", recipe_.command}, .folder = tree, .shows_output = true}, 0);
  if (ending.how == Ending::How::interrupted) {
    throw Interrupted();
  }
  if (!ending.succeeded()) {
    throw BuildFailed(fmt::format("building the {} side {}: see the lines above", side, ending.describe()));
  }
}

void Builds::forget_old() const {
  std::vector<std::pair<fs::file_time_type, std::string>> entries;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    std::error_code missing;
    if (const auto time = fs::last_write_time(entry.path() / built_mark, missing); !missing) {
      entries.emplace_back(time, entry.path());
    }
  }
  std::ranges::sort(entries, std::greater{});
  for (std::size_t i = builds_kept; i < entries.size(); ++i) {
    const std::string& entry = entries[i].second;
    if (locks_.contains(entry)) {
      continue;
    }
    if (const int lock = try_lock(entry + ".lock"); lock >= 0) {
      std::error_code ignored;
      fs::remove_all(entry, ignored);
      ::close(lock);
    }
  }
}

}  // namespace bench_report
