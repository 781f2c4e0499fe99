// One point of a chart: a row's quantiles, by themselves or as ratios.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

/// "N = 464"
std::string place_of(const ChartData& data, double x);

/// The beginning of all hover texts: "new.json: pool, N = 464".
std::string where(const ChartData& data, const std::string& family, std::size_t run, std::optional<double> x);

/// A row of a run of `set`, without a place on the axis where `x` is empty. Its point needs samples.
struct ChartSource {
  const SeriesSet& set;
  std::size_t run;
  const std::string& family;
  std::optional<double> x;
  const Point& point;
};

/// Why there is no ratio to the base at that place; empty where there is one, or where none is wanted.
std::string without_ratio(const ChartData& data, const ChartSource& source);

/// The point as it is drawn; without_ratio() is empty.
ChartPoint chart_point(const ChartData& data, const ChartSource& source);

}  // namespace bench_report
