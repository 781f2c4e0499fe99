// What about a run may spoil its figures: said beside every chart and table.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/model.hpp"

namespace bench_report {

/// One line each: the reader's own, an interrupted file, a load average above the number of processors,
/// frequency scaling, rows that drift (p < 0.01 over the number of rows tested, from 10 samples on).
std::vector<std::string> run_warnings(const Run& run);

}  // namespace bench_report
