// How the values of a chart are bent.
#pragma once

#include <vector>

#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/scale.hpp"

namespace bench_report {

/// A logarithm; of ratios a square root where that keeps more lines apart: most families are many times
/// faster than the base, and crowd together at the top of a logarithmic axis.
Bend bend_of_values(const ChartData& data);

/// Ticks at 1, 2 and 5 times powers of ten between two values on a scale with a root, the higher ones first
/// where there is no room for all.
std::vector<double> root_ticks(const Scale& scale, double low, double high);

}  // namespace bench_report
