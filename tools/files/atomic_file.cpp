// Writing a temporary file, flushing it, renaming it.
#include "tools/files/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace bench_report {

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::file_status status = fs::status(path_, ignored);
  if (fs::is_directory(status)) {
    errno = EISDIR;
    fail("can't be written");
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    fd_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd_ >= 0 && ::write(fd_, "", 0) != 0) {  // tells /dev/full from a device that takes data
      const int reason = errno;
      close(std::exchange(fd_, -1));
      errno = reason;
    }
  } else {
    // A link is followed: the file it names is replaced, not the link.
    if (fs::exists(status)) {
      path_ = fs::canonical(path_, ignored).string();
    }
    if (fs::exists(status) && access(path_.c_str(), W_OK) != 0) {
      fail("can't be written");
    }
    temporary_ = path_ + ".XXXXXX";
    fd_ = mkostemp(temporary_.data(), O_CLOEXEC);
    if (fd_ < 0) {
      temporary_.clear();
    } else {
      const mode_t mask = umask(0);
      umask(mask);
      constexpr mode_t for_all = 0666;
      fchmod(fd_, fs::exists(status) ? static_cast<mode_t>(status.permissions()) : for_all & ~mask);
    }
  }
  if (fd_ < 0) {
    fail("can't be written");
  }
}

AtomicFile::~AtomicFile() {
  if (fd_ >= 0) {
    close(fd_);
  }
  if (!temporary_.empty()) {
    unlink(temporary_.c_str());
  }
}

void AtomicFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      fail("can't be written");
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  if (!temporary_.empty() && fsync(fd_) != 0) {
    fail("can't be written");
  }
  if (close(std::exchange(fd_, -1)) != 0) {
    fail("can't be written");
  }
  if (!temporary_.empty() && std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    fail("can't be replaced");
  }
  temporary_.clear();
}

void AtomicFile::fail(const std::string& what) const {
  throw std::runtime_error(path_ + ": " + what + " (" + std::strerror(errno) + ")");
}

}  // namespace bench_report
