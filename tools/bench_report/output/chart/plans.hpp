// Which lines are drawn together.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// What has to be known of a panel before it can be drawn.
struct Plan {
  std::string title;
  std::vector<const ChartCurve*> curves;
  double height;
  bool is_main;  ///< shows who is best
  bool is_cold;  ///< has a scale of its own, logarithmic
};

/// All lines in one panel, but for those that are measured cold: these have a narrow one below. Small
/// multiples are the groups, and one for families that are alone in theirs.
std::vector<Plan> plans_of(const ChartData& data);

}  // namespace bench_report
