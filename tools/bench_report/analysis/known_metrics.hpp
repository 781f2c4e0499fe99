// What --metric may name.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/analysis/axis.hpp"

namespace bench_report {

/// Times first, then the counters of all rows.
std::vector<std::string> metrics_of(const RunsOfSides& sides);

/// Throws std::invalid_argument, one line that lists what there is, where rows were measured, but none has
/// the metric.
void require_metric(const RunsOfSides& sides, const std::string& metric);

}  // namespace bench_report
