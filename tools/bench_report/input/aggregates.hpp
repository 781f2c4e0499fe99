// What stands beside repetitions: aggregates of them, and fitted complexities.
#pragma once

#include <string>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/raw_row.hpp"

namespace bench_report {

/// Takes the times and counters of an aggregate ("mean", "median" or "stddev"; others are ignored, and
/// percentages too). `per_second`: how many of the row's time units make a second.
void add_aggregate(Row& row, const std::string& aggregate, const RawRow& raw, double per_second);

/// Makes times that a version of the library has divided by the number of threads whole.
void multiply_aggregates(Row& row, double threads, bool with_cpu_time);

/// Takes a row "…_BigO" or "…_RMS", which are two halves of one complexity.
void add_complexity(Run& run, std::string name, const RawRow& raw, double per_second);

}  // namespace bench_report
