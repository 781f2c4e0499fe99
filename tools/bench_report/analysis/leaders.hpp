// Who is best at each size, and how far ahead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {

/// What can be said of the best and its runner-up.
enum class Lead {
  alone,            ///< there is no runner-up
  no_ratio,         ///< a sample is not positive
  too_few_samples,  ///< for an interval
  not_separated,    ///< the interval includes 1
  contradicted,  ///< the interval lies below 1: the best median, but in most pairs of samples the runner-up
                 ///< is better
  separated
};

/// The best family at one size: the least time or the highest rate, say; bounds (`limit/…`) do not compete.
struct Winner {
  double x = 0;
  std::string family;
  double median = 0;
  std::optional<std::string> runner_up;
  Lead standing = Lead::alone;
  std::optional<Interval> lead;  ///< how many times better than the runner-up; empty where that can't be said

  /// The lead's interval excludes 1.
  bool separated() const { return standing == Lead::separated; }
};

/// Who is best at each size; empty where nobody knows what is better.
std::vector<Winner> find_winners(const SeriesSet& set);

/// Whether there is a runner-up anywhere: otherwise nobody wins.
bool is_contested(const std::vector<Winner>& winners);

/// Stretches of sizes with the same winner: "N = 100 … 215: vectorized/eigen".
struct Reign {
  double from = 0;
  double to = 0;
  std::string family;
};
std::vector<Reign> reigns(const std::vector<Winner>& winners);

}  // namespace bench_report
