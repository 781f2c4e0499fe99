// What a metric's name tells: whether less or more of it is better, and what it is measured in.
#pragma once

#include <string>

namespace bench_report {

/// Which way a metric is better.
enum class Direction {
  less,
  more,
  unknown,  ///< the name does not tell: a change is one, but neither for better nor for worse
};

/// What the user says of metrics: regular expressions (ECMAScript) that a metric's name is searched for; ""
/// for none.
struct DirectionRules {
  std::string more_is_better;
  std::string less_is_better;
};

/// As the rules say, else as the words of the name do: `p99_latency` and `ns_per_op` less, `GFLOPS`, `GB/s`
/// and `cache_hit_rate` more; of several words the last decides, as in `memory_bandwidth`. Throws
/// std::invalid_argument, one line, for a rule that is no regular expression, and where both find the name.
Direction direction_of(const std::string& metric, const DirectionRules& rules = {});

/// What a metric's values are in, where its name leaves no doubt.
struct Unit {
  enum class Kind { none, time, rate, bytes };
  Kind kind = Kind::none;
  double scale = 1;    ///< of one unit: seconds of a time, 1 of all others
  std::string symbol;  ///< "s", "ns", "B/s", "/s", "B"; "" for none
};

/// Times that the library writes are seconds here (real_time, cpu_time); counters have the unit that stands
/// last in their name: `p99_nanoseconds`, `wait_ms`, `items_per_second`, `peak_bytes`. Not those with a
/// prefix of their own, such as GFLOPS: whether the value is in it nobody knows.
Unit unit_of(const std::string& metric);

/// Is it a time, whatever its unit? Then the best is the fastest.
bool is_time(const std::string& metric);

/// "less", "more" or "unknown".
const char* name_of(Direction direction);

}  // namespace bench_report
