// Title, axis and small print of a chart.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// What is left out of a chart: one line for each reason, behind `what` ("Skipped"); of many rows the first.
std::vector<std::string> left_out_lines(std::span<const LeftOut> rows, const std::string& what);

/// Title and axis, as far as they follow from the data; `title` is what the user wants instead, or "".
ChartText chart_text(const ChartData& data, std::span<const Side> sides, const std::string& title);

/// Small print about machines, reading, and what was left out. What several runs share is said once.
std::vector<std::string> small_print(const ChartData& data, std::span<const Side> sides,
                                     std::span<const SeriesSet> sets);

/// How to read the chart: what lines and bands are, and the base of ratios with its absolute values.
std::vector<std::string> reading_lines(const ChartData& data);

}  // namespace bench_report
