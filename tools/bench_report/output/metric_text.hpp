// Values of a metric for people.
#pragma once

#include <string>
#include <string_view>

#include "tools/bench_report/input/metric.hpp"

namespace bench_report {

/// A value of any metric in its unit, as unit_of() has it: "1.50 µs" for 1500 p99_nanoseconds, rates and
/// bytes with decimal prefixes: "12.3 GB/s" for bytes_per_second. Without a unit the bare number.
std::string format_metric(double value, const std::string& metric);

/// What the best is called: "fastest" of times, else "lowest" or "highest".
std::string_view name_of_best(const std::string& metric, Direction direction);

/// As format_metric, without zeros behind the point: for ticks of an axis.
std::string format_tick(double value, const std::string& metric);

}  // namespace bench_report
