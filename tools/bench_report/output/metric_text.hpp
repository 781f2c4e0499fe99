// Values of a metric for people.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tools/bench_report/input/metric.hpp"

namespace bench_report {

/// A value of any metric in its unit, as unit_of() has it: "1.50 µs" for 1500 p99_nanoseconds, rates and
/// bytes with decimal prefixes: "12.3 GB/s" for bytes_per_second. Without a unit the bare number.
std::string format_metric(double value, const std::string& metric);

/// A unit for many values, with which they can be told apart and stand below each other.
struct CommonUnit {
  double size = 1;   ///< of the unit, in the metric's own
  std::string name;  ///< "µs"; "" for numbers without a unit
};

/// The unit in which the smallest value has about three digits; empty where the values span more than a
/// million, or one is not positive: then each needs a unit of its own.
std::optional<CommonUnit> common_unit(std::span<const double> values, const std::string& metric);

/// The value in the unit, without it, with three significant digits: "0.443", "44.3", "4430".
std::string format_in(double value, const CommonUnit& unit);

/// What the best is called: "fastest" of times, else "lowest" or "highest".
std::string_view name_of_best(const std::string& metric, Direction direction);

/// As format_metric, without zeros behind the point: for ticks of an axis.
std::string format_tick(double value, const std::string& metric);

}  // namespace bench_report
