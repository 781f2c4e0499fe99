// What a comparison should be read with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/side_rows.hpp"
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// A name, and samples in the order in which they were taken.
using Sequence = std::pair<std::string, const std::vector<double>*>;

/// Trends over the repetitions (or processes) of a row, on either side; "" where there are none.
std::string describe_drift(const std::vector<Sequence>& sequences);

/// How the processes lie: one a side, or rows that some of them lack.
void warn_of_the_layout(const std::vector<Run>& before, const std::vector<Run>& after,
                        const CompareOptions& options, Comparison& result);

/// Rows that only some processes of a side have, and rows whose processes have unlike numbers of repetitions.
void warn_of_uneven_sides(const std::vector<Run>& before, const std::vector<Run>& after,
                          const SideRows& old_rows, const SideRows& new_rows, Comparison& result);

/// Rows that only one side has, where both sides have some: they may be the same under other names.
void warn_of_other_names(const SideRows& old_rows, const SideRows& new_rows, Comparison& result);

/// Rows whose wall time is judged to have changed, and their processor time by far less, or the other way:
/// what changed is how long they waited.
/// Ratios are of the medians of all repetitions. `old_rows` and `new_rows` are of
/// the compared metric.
void warn_of_waiting(const std::vector<Run>& before, const std::vector<Run>& after, const SideRows& old_rows,
                     const SideRows& new_rows, Comparison& result);

/// Rows with other labels, and families whose fitted complexity is another one.
void warn_of_labels_and_complexities(const std::vector<Run>& before, const std::vector<Run>& after,
                                     Comparison& result);

}  // namespace bench_report
