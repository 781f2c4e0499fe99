// A comparison in one line.
#pragma once

#include <string>

#include "tools/bench_report/analysis/compare.hpp"

namespace bench_report {

/// "FAILED: 2 rows regressed (exit status 1)", "NOTHING JUDGED: …", "PASSED: …".
std::string conclusion_of(const Comparison& comparison);

}  // namespace bench_report
