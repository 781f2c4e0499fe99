// What about a run may spoil its figures: said beside every chart and table.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/model.hpp"

namespace bench_report {

/// Two-sided p of Mann & Kendall's test for a trend (Mann 1945, doi:10.2307/1907187; Kendall, Rank
/// Correlation Methods, 1975), by its normal approximation with ties: good from 10 samples on. Samples are in
/// order of time.
double trend_p(std::span<const double> samples);

/// One line each: the reader's own, an interrupted file, a load average above the number of processors,
/// frequency scaling, rows that drift (p < 0.01 over the number of rows tested, from 10 samples on).
std::vector<std::string> run_warnings(const Run& run);

}  // namespace bench_report
