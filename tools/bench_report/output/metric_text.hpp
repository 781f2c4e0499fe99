// Values of a metric for people.
#pragma once

#include <string>

namespace bench_report {

/// A value of any metric: times as format_seconds() has them, rates with decimal prefixes: "12.3 GB/s" for
/// bytes_per_second.
std::string format_metric(double value, const std::string& metric);

/// As format_metric, without zeros behind the point: for ticks of an axis.
std::string format_tick(double value, const std::string& metric);

}  // namespace bench_report
