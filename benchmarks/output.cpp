// Writing repetitions as they come, and everything at the end.
#include "benchmarks/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "benchmarks/context.hpp"
#include "benchmarks/options.hpp"
#include "tools/bench_report/text/counts.hpp"

namespace parallelization {
namespace {

namespace fs = std::filesystem;

std::string reason() {
  return std::strerror(errno);
}

bool is_special(const std::string& path) {
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  return fs::exists(status) && !fs::is_regular_file(status);
}

/// A link is followed, as by the file itself.
std::string beside(const std::string& path) {
  std::error_code error;
  const auto canonical = fs::canonical(path, error);
  return (error ? path : canonical.string()) + ".partial";
}

bool is_still(int fd, const std::string& path) {
  struct stat here {};
  struct stat there {};
  return fstat(fd, &here) == 0 && stat(path.c_str(), &there) == 0 && here.st_ino == there.st_ino;
}

}  // namespace

Output::Output(const std::string& path, std::vector<std::string>& notes) : path_(path) {
  auto file = std::make_unique<bench_report::AtomicFile>(path);
  if (is_special(path)) {
    device_ = std::move(file);
    return;
  }
  partial_ = beside(path);
  open_partial(notes);
}

Output::~Output() {
  if (fd_ >= 0) {
    if (repetitions_ == 0) {
      unlink(partial_.c_str());
    }
    close(fd_);
  }
}

void Output::open_partial(std::vector<std::string>& notes) {
  for (;;) {
    constexpr mode_t for_all = 0666;
    fd_ = open(partial_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_all);
    if (fd_ < 0) {
      throw std::runtime_error(partial_ + ": can't be written (" + reason() + ")");
    }
    // Held as long as this process lives, however it ends; some file systems know no locks.
    if (flock(fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      close(fd_);
      fd_ = -1;
      throw UsageError("--benchmark_out=" + path_ +
                       ": another bench is writing this file; wait until it has ended, or give another name");
    }
    if (is_still(fd_, partial_) && !put_aside(notes)) {
      return;
    }
    close(fd_);  // the other one has just ended, or it was killed and its file has another name now
  }
}

bool Output::put_aside(std::vector<std::string>& notes) const {
  struct stat file {};
  if (fstat(fd_, &file) != 0 || file.st_size == 0) {
    return false;
  }
  std::string kept;
  for (int number = 1; kept.empty() || fs::exists(kept); ++number) {
    kept = fmt::format("{}-{}", partial_, number);
  }
  if (std::rename(partial_.c_str(), kept.c_str()) != 0) {
    throw std::runtime_error(partial_ + ": can't be renamed (" + reason() + ")");
  }
  notes.push_back(
      fmt::format("{} is what a run that was killed has left of {}: bench-report reads it with "
                  "--salvage",
                  kept, path_));
  return true;
}

void Output::begin(const std::vector<std::string>& members) {
  if (fd_ < 0) {
    return;
  }
  reporter_.SetOutputStream(&text_);
  reporter_.SetErrorStream(&text_);
  reporter_.ReportContext(benchmark::BenchmarkReporter::Context());
  text_.str(with_members(text_.str(), members));
  text_.seekp(0, std::ios::end);
  put();
}

void Output::append(const std::vector<benchmark::BenchmarkReporter::Run>& repetitions) {
  if (fd_ < 0 || is_full_ || repetitions.empty()) {
    return;
  }
  reporter_.ReportRuns(repetitions);
  try {
    put();
    repetitions_ += repetitions.size();
  } catch (const std::exception& error) {
    std::cerr << "bench: note: " << error.what()
              << ": finished repetitions are only in memory from here on\n";
    is_full_ = true;
  }
}

void Output::put() {
  const std::string text = text_.str();
  text_.str("");
  // In one call: a program that is killed leaves whole rows.
  const ssize_t written = ::write(fd_, text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size())) {
    const std::string why = written < 0 ? reason() : "the disk is full";
    throw std::runtime_error(partial_ + ": can't be written (" + why + ")");
  }
}

void Output::write(const std::string& text) {
  if (device_) {
    device_->write(text);
    device_->commit();
    return;
  }
  try {
    bench_report::AtomicFile file(path_);
    file.write(text);
    file.commit();
  } catch (const std::exception& error) {
    throw std::runtime_error(
        repetitions_ == 0
            ? std::string(error.what())
            : fmt::format("{}; {} in {}: bench-report reads it with --salvage", error.what(),
                          bench_report::counted(repetitions_, "repetition is", "repetitions are"), partial_));
  }
  unlink(partial_.c_str());
}

}  // namespace parallelization
