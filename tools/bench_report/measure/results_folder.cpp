// Locking, clearing, naming.
#include "tools/bench_report/measure/results_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "tools/files/atomic_file.hpp"

namespace bench_report {
namespace {

namespace fs = std::filesystem;

/// old-07.json, new-123.json.
bool is_of_a_process(const std::string& name) {
  const bool has_frame =
      (name.starts_with("old-") || name.starts_with("new-")) && name.ends_with(".json") && name.size() > 9;
  return has_frame &&
         std::all_of(name.begin() + 4, name.end() - 5, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_report(const std::string& name) {
  return name == "report.txt" || name == "report.json" || name == "report.md" || name == "report.xml";
}

}  // namespace

std::string_view name_of(SideOf side) {
  return side == SideOf::before ? "old" : "new";
}

ResultsFolder::ResultsFolder(std::string path) : path_(std::move(path)) {
  if (path_.empty()) {
    throw std::runtime_error("--output wants a folder");
  }
  std::error_code error;
  fs::create_directories(path_, error);
  lock_ = ::open((fs::path(path_) / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0) {
    throw std::runtime_error(fmt::format("--output {} can't be written: {}", path_,
                                         error ? error.message() : std::strerror(errno)));
  }
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_);
    throw std::runtime_error(
        fmt::format("--output {}: another run is writing there; wait for it, or name another folder", path_));
  }
  std::vector<std::string> reports;
  for (const auto& entry : fs::directory_iterator(path_)) {
    const std::string name = entry.path().filename();
    if (is_of_a_process(name)) {
      earlier_.push_back(entry.path());
    } else if (is_report(name)) {
      reports.push_back(entry.path());
    }
  }
  if (earlier_.empty() && !reports.empty()) {
    ::close(lock_);
    throw std::runtime_error(reports.front() + " is no earlier run's; name another folder with --output");
  }
  earlier_.insert(earlier_.end(), reports.begin(), reports.end());
}

ResultsFolder::~ResultsFolder() {
  std::error_code ignored;
  fs::remove(scratch(), ignored);
  ::close(lock_);
}

void ResultsFolder::clear() {
  for (const std::string& file : earlier_) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
      throw std::runtime_error(
          fmt::format("an earlier run's files can't be removed: {}: {}", file, std::strerror(errno)));
    }
  }
  earlier_.clear();
}

std::string ResultsFolder::scratch() const {
  return fs::path(path_) / ".running.json";
}

std::string ResultsFolder::keep(SideOf side) {
  auto& files = files_[static_cast<std::size_t>(side)];
  std::string file = fs::path(path_) / fmt::format("{}-{:02}.json", name_of(side), files.size() + 1);
  std::error_code error;
  fs::rename(scratch(), file, error);
  if (error) {
    throw std::runtime_error(fmt::format("{} can't be written: {}", file, error.message()));
  }
  files.push_back(file);
  return file;
}

void ResultsFolder::write_report(const std::string& ending, const std::string& text) const {
  AtomicFile file(fs::path(path_) / ("report." + ending));
  file.write(text);
  file.commit();
}

}  // namespace bench_report
