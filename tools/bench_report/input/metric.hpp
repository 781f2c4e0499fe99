// What a metric's name tells: whether less or more of it is better.
#pragma once

#include <string>

namespace bench_report {

/// True for metrics of which less is better: times (real_time, cpu_time, anything ending in _seconds).
bool is_time(const std::string& metric);

/// True for metrics of which more is better: rates (bytes_per_second, anything ending in _per_second).
bool is_rate(const std::string& metric);

}  // namespace bench_report
