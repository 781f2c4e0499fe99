// Numbers for people.
#pragma once

#include <string>
#include <string_view>

namespace bench_report {

/// Seconds with three significant digits and the unit that suits: "1.23 µs". Only zero reads as zero.
std::string format_seconds(double seconds);

/// The same of a rate, with decimal prefixes: "12.3 GB/s".
std::string format_rate(double rate, std::string_view unit);

/// A ratio: "1.27×", "123×", "0.023×".
std::string format_ratio(double ratio);

/// A bound of a ratio's interval, or an estimate within: as above without the sign, and with as many digits
/// as it takes that a value other than 1 does not read as 1: "1.003".
std::string format_bound(double bound);

}  // namespace bench_report
