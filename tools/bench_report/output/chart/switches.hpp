// Families that a page can switch on and off.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// One family of a chart, with the classes that all of its drawing has.
struct FamilySwitch {
  std::string family;
  std::string name;       ///< as the legend has it
  std::string group;      ///< group_of(family)
  std::string tag;        ///< class of the family: "f3"
  std::string group_tag;  ///< class of its group: "g1"
  std::string sample;     ///< its line and mark, as SVG; it has neither class
};

/// Gives each curve its classes, and returns what can be switched: group by group, each by name. Charts of
/// the same sets have the same classes. Nothing where there is but one family.
std::vector<FamilySwitch> make_switchable(ChartData& data, std::span<const SeriesSet> sets);

}  // namespace bench_report
