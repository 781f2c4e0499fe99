// What about a run may spoil its figures: said beside every chart and table.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// One line each: the reader's own, an interrupted file, a load average above the number of processors,
/// frequency scaling, a debug build of the library, rows that drift (p < 0.01 over the number of rows tested,
/// from 10 samples on).
std::vector<std::string> run_warnings(const Run& run);

/// Of many runs, which a comparison or calibration counts instead of listing them: the readers' own, each
/// once, and how many were interrupted, or ran under load or frequency scaling or with a debug
/// build of the library; and the rows that some measured in other ways (iterations, min_time) than others.
std::vector<std::string> joint_warnings(std::initializer_list<const std::vector<Run>*> sides);

}  // namespace bench_report
