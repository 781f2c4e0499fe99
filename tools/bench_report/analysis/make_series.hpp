// Choosing the axis, and sorting rows into series.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// Leads below which families are tied where nobody says otherwise. What differs between processes (where
/// memory lies, above all) is not seen within one.
inline constexpr double tie_of_processes = 0.01;
inline constexpr double tie_within_a_process = 0.05;

struct SeriesOptions {
  std::string metric = "real_time";  ///< real_time, cpu_time, or a counter's name
  DirectionRules directions{};
  std::string axis;  ///< a name, or "#2" for the second argument where it has none;
                     ///< empty: the numeric argument that takes the most values; "threads" is one of them
                     ///< where some row has several
  std::size_t drop_slowest =
      0;                 ///< the notebook's rule: each row's K slowest samples of each file are dropped first
  bool contest = false;  ///< families compete, though the files do not say so
  std::optional<double> tie{};    ///< SeriesSet::tie; empty: as the number of processes has it
  bool takes_aggregates = false;  ///< of rows that have only those, the median is a sample
};

/// Rows of several files that match are put together: their samples are one sample. Throws UnusableInput
/// where two rows of one file do, and std::invalid_argument, one line, where the options name something that
/// no row has; it lists what there is.
SeriesSet make_series(const std::vector<Run>& runs, const SeriesOptions& options);

/// The same for each side, with one axis for all. Throws where no side has what the options name.
std::vector<SeriesSet> make_series_of_sides(std::span<const Side> sides, const SeriesOptions& options);

}  // namespace bench_report
