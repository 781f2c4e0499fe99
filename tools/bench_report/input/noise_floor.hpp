// The file between `calibrate` and `compare --floor`: how far runs of one commit lie apart, row by row.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

struct FloorRow {
  Name name;
  std::vector<double> samples;  ///< one number for each calibration run
  double floor = 0;             ///< 0.99-quantile of |ln(a/b)| over all pairs of them
};

/// What `calibrate` writes and `compare --floor` reads.
struct Floor {
  std::string metric;
  PerProcess per_process = PerProcess::minimum;
  std::map<std::string, std::string> context;  ///< of the first calibration run: which machine and build
  std::vector<FloorRow> rows;
  std::unordered_map<std::string, std::size_t> index;  ///< by row_key()

  const FloorRow* find(const std::string& key) const;

  /// For tell_apart(), together with the runs that are compared; make_index() must follow.
  FileNames names();
  void make_index();
};

/// The key of the file that says what it is, and in which version.
inline constexpr const char* noise_floor_key = "bench_report_noise_floor";

/// Throws UnusableInput.
Floor read_floor(const std::string& path);

}  // namespace bench_report
