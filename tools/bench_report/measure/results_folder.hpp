// The folder that measurements are kept in: one file a process, and reports when all is measured.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bench_report {

enum class SideOf { before, after };

/// "old" or "new".
std::string_view name_of(SideOf side);

/// Holds old-01.json, new-01.json and so on, and report.txt and the like. Files of others are left alone,
/// those of an earlier run are replaced. All members throw std::runtime_error with one line.
class ResultsFolder {
 public:
  /// Makes the folder and holds it, so that no second run writes there. Throws where another one does, or
  /// where a report lies in it that is no earlier run's.
  explicit ResultsFolder(std::string path);
  ResultsFolder(const ResultsFolder&) = delete;
  ResultsFolder& operator=(const ResultsFolder&) = delete;
  ~ResultsFolder();

  /// Removes an earlier run's files.
  void clear();

  /// Where a program is to write its results; what an earlier one left there is gone.
  std::string scratch() const;

  /// Gives what lies at scratch() its name, and returns that.
  std::string keep(SideOf side);

  /// Writes report.ENDING.
  void write_report(const std::string& ending, const std::string& text) const;

  const std::string& path() const { return path_; }
  const std::vector<std::string>& files(SideOf side) const { return files_[static_cast<std::size_t>(side)]; }

 private:
  std::string path_;
  int lock_ = -1;
  std::vector<std::string> earlier_;
  std::array<std::vector<std::string>, 2> files_;
};

}  // namespace bench_report
