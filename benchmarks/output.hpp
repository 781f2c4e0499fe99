// The file of --benchmark_out: whole at the end, and on the way there what a killed run would leave.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "tools/files/atomic_file.hpp"

namespace parallelization {

/// While the program measures, finished repetitions stand in a file beside the one that was asked for, its
/// name with `.partial` behind it: Google Benchmark's JSON, cut off after the last repetition. Nothing takes
/// it away but a whole file. All members throw one line that names the file and the reason.
class Output {
 public:
  /// Makes sure that the file can be written. What a killed run has left in its place is kept under another
  /// name, which goes to `notes`. Throws UsageError where another program is writing the same file.
  Output(const std::string& path, std::vector<std::string>& notes);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  /// Leaves no empty file behind.
  ~Output();

  const std::string& path() const { return path_; }

  /// Writes the head of the partial file. `members`: see with_members().
  void begin(const std::vector<std::string>& members);

  /// Puts finished repetitions there; call it when nothing is being timed. Where the disk is full it says so
  /// once on stderr, and the program goes on without.
  void append(const std::vector<benchmark::BenchmarkReporter::Run>& repetitions);

  /// The whole file, in place of the partial one.
  void write(const std::string& text);

 private:
  void open_partial(std::vector<std::string>& notes);
  bool put_aside(std::vector<std::string>& notes) const;
  void put();

  std::string path_;
  std::unique_ptr<bench_report::AtomicFile>
      device_;  ///< where `path` is no regular file: there is no partial one

  std::string partial_;
  int fd_ = -1;
  bool is_full_ = false;
  std::ostringstream text_;  ///< what the reporter has written, and is not in the file yet
  benchmark::JSONReporter reporter_;
  std::size_t repetitions_ = 0;  ///< in the partial file
};

}  // namespace parallelization
