// Names that fit into a chart and still differ.
#pragma once

#include <map>
#include <set>
#include <string>

namespace bench_report {

/// Room for a name in a chart.
inline constexpr double widest_name = 440;

struct ShortNames {
  std::map<std::string, std::string> texts;  ///< each name's; no two alike
  std::string begin;                         ///< what was cut off before and behind the texts of long names,
  std::string end;                           ///< since all of them share it; empty: nothing
};

/// Names that take more than `room` (see fit()) lack what they share; of others that would look alike what
/// differs is kept.
ShortNames short_names(const std::set<std::string>& names, double room);

}  // namespace bench_report
