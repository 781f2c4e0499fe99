// Files that are whole or not there: written beside their place, then renamed.
#pragma once

#include <string>
#include <string_view>

namespace bench_report {

/// The file `path` as it will be. What stands there now is only ever replaced by a whole new file, in
/// commit(). A path that names no regular file (/dev/stdout, a pipe) is written directly. All members throw
/// std::runtime_error with one line that names the path and the system's reason.
class AtomicFile {
 public:
  /// Opens a temporary file beside `path`, so that a place that can't be written is known at once.
  explicit AtomicFile(std::string path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  /// Without commit(), removes the temporary file.
  ~AtomicFile();

  void write(std::string_view text);

  /// Makes sure that everything has reached the disk, and puts the file into its place.
  void commit();

 private:
  [[noreturn]] void fail(const std::string& what) const;

  std::string path_;
  std::string temporary_;  ///< empty when written directly
  int fd_ = -1;
};

}  // namespace bench_report
