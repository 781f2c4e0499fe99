// What --metric may name.
#pragma once

#include <string>

#include "tools/bench_report/analysis/axis.hpp"

namespace bench_report {

/// Throws std::invalid_argument, one line that lists what there is, where rows were measured, but none has
/// the metric.
void require_metric(const RunsOfSides& sides, const std::string& metric);

}  // namespace bench_report
