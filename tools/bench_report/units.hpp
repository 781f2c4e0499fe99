// Numbers for people.
#pragma once

#include <string>

namespace bench_report {

/// Seconds with three significant digits and the unit that suits: "1.23 µs". Only zero reads as zero.
std::string format_seconds(double seconds);

/// A value of any metric: times as above, rates with decimal prefixes: "12.3 GB/s" for bytes_per_second.
std::string format_metric(double value, const std::string& metric);

/// As format_metric, without zeros behind the point: for ticks of an axis.
std::string format_tick(double value, const std::string& metric);

/// A ratio: "1.27×", "123×", "0.023×".
std::string format_ratio(double ratio);

/// A bound of a ratio's interval, or an estimate within: as above without the sign, and with as many digits
/// as it takes that a value other than 1 does not read as 1: "1.003".
std::string format_bound(double bound);

/// True for metrics of which less is better: times (real_time, cpu_time, anything ending in _seconds).
bool is_time(const std::string& metric);

/// True for metrics of which more is better: rates (bytes_per_second, anything ending in _per_second).
bool is_rate(const std::string& metric);

/// Columns that a text takes on a terminal: UTF-8 code points.
std::size_t width(const std::string& text);

/// Blanks up to `columns`, before or behind.
std::string pad_left(const std::string& text, std::size_t columns);
std::string pad_right(const std::string& text, std::size_t columns);

}  // namespace bench_report
