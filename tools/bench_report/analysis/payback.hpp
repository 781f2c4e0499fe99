// When compiling while the program runs has paid for itself.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// What a family has to be faster than, to pay back what it spent on compiling.
inline constexpr std::array payback_bases{"loops", "vectorized/eager"};

/// A family whose rows have the counter `compile_seconds`, at one size.
struct Payback {
  std::string family;
  double x = 0;
  double compile_seconds = 0;  ///< sum of the medians of trace_seconds, compile_seconds and load_seconds

  struct Against {
    std::string base;
    /// The least number of runs after which compiling and running took less than running the base as often;
    /// empty: never, a run of the base is as fast.
    std::optional<double> runs;
  };
  std::vector<Against> against;  ///< for each of payback_bases that was measured at this size
};

/// By size, then by name. `set` holds real times, made of `runs`. Families ending in `/cold` are left out:
/// they compile in every run.
std::vector<Payback> find_paybacks(const SeriesSet& set, const std::vector<Run>& runs);

}  // namespace bench_report
