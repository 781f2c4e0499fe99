// Noise floors: how far runs of one commit lie apart, row by row.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/noise_floor.hpp"
#include "tools/bench_report/statistics/two_level.hpp"

namespace bench_report {

/// Calibration runs from which on the 99th percentile means something: 45 pairs.
inline constexpr std::size_t enough_calibration_runs = 10;

struct CalibrateOptions {
  std::string metric = "real_time";
  DirectionRules directions{};
  PerProcess per_process = PerProcess::minimum;
  double process_cost = 1;  ///< of starting a process, in repetitions
  bool force = false;       ///< take runs that are not comparable, too
};

/// What `calibrate` shows of a row beside its floor.
struct CalibrationRow {
  std::string name;
  double median = 0;  ///< of the processes' numbers, in the metric's unit
  double floor = 0;
  std::optional<TwoLevel> levels;  ///< empty where processes have fewer than two repetitions
};

struct Calibration {
  CalibrateOptions options;
  std::size_t runs = 0;
  Floor floor;
  std::vector<CalibrationRow> rows;
  std::vector<std::string> warnings;
};

/// Floors of the rows with positive samples in two runs or more. Throws UnusableInput where there is no such
/// row or the runs are not comparable, and as collect() does.
Calibration calibrate(const std::vector<Run>& runs, const CalibrateOptions& options);

/// The floor of a ratio between `before` and `after` processes: the 0.99-quantile of |ln ratio| (Hodges &
/// Lehmann's, as compare() estimates it) over bootstrap samples of those sizes, drawn with replacement from
/// the calibration runs (Efron 1979, doi:10.1214/aos/1176344552). Seeded: the same every time.
double floor_of(const FloorRow& row, std::size_t before, std::size_t after);

}  // namespace bench_report
