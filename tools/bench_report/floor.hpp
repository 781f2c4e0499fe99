// Noise floors: how far runs of one commit lie apart, row by row.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/bench_report/model.hpp"
#include "tools/bench_report/processes.hpp"

namespace bench_report {

struct FloorRow {
  std::string name;
  std::vector<double> samples;  ///< one number for each calibration run
  double floor = 0;             ///< 0.99-quantile of |ln(a/b)| over all pairs of them
};

/// What `calibrate` writes and `compare --floor` reads.
struct Floor {
  std::string metric;
  PerProcess per_process = PerProcess::minimum;
  std::vector<FloorRow> rows;
  std::unordered_map<std::string, std::size_t> index;  ///< by row_key()

  const FloorRow* find(const std::string& key) const;
};

/// Calibration runs from which on the 99th percentile means something: 45 pairs.
inline constexpr std::size_t enough_calibration_runs = 10;

/// Rows with positive samples in two runs or more. Throws as collect() does.
Floor calibrate(const std::vector<Run>& runs, const std::string& metric, PerProcess per_process,
                const std::string& filter);

/// The floor of a ratio between `before` and `after` processes: the 0.99-quantile of |ln ratio| (Hodges &
/// Lehmann's, as compare() estimates it) over bootstrap samples of those sizes, drawn with replacement from
/// the calibration runs (Efron 1979, doi:10.1214/aos/1176344552). Seeded: the same every time.
double floor_of(const FloorRow& row, std::size_t before, std::size_t after);

std::string to_json(const Floor& floor);
/// Throws UnusableInput.
Floor read_floor(const std::string& path);

}  // namespace bench_report
