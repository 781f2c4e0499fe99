// Families that belong together, and how their curves look.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// Whether a family is measured with what a first run costs: `jit/llvm/cold`. Its times are of another kind.
bool is_cold(const std::string& family);

/// Two runs of many families are drawn group by group.
bool has_small_multiples(const ChartData& data);

/// A hue for each group, shades, dashes and markers within it; where there are more groups than hues, hues
/// for families. By the names of all runs, so that a family looks the same in all of them.
void give_styles(std::vector<ChartCurve>& curves);

}  // namespace bench_report
