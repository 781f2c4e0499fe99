// Variances within processes and between them.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace bench_report {

/// How repetitions vary within processes, and processes among themselves (Kalibera & Jones 2013,
/// doi:10.1145/2464157.2464160). All are variances of means, in the square of the metric's unit.
struct TwoLevel {
  double within = 0;       ///< S1²: mean variance of the repetitions within a process
  double of_means = 0;     ///< S2²: variance of the processes' means
  double between = 0;      ///< T2² = max(0, S2² − S1²/r): what the processes themselves add
  double repetitions = 0;  ///< r, their harmonic mean where processes differ

  /// How many repetitions a process is worth, when starting one costs as much as `process_cost` repetitions:
  /// √(process_cost · S1²/T2²). Empty where T2² = 0: more processes bring nothing.
  std::optional<double> worthwhile_repetitions(double process_cost) const;
};

/// Empty unless there are two processes or more, each with two repetitions or more.
std::optional<TwoLevel> two_level(std::span<const std::vector<double>> processes);

}  // namespace bench_report
