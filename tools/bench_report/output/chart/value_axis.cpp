// Choosing the axis on which lines are farther apart.
#include "tools/bench_report/output/chart/value_axis.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "tools/bench_report/output/chart/groups.hpp"
#include "tools/bench_report/output/chart/ticks.hpp"

namespace bench_report {
namespace {

/// Medians of the newest run at each size, in ascending order.
std::map<double, std::vector<double>> columns_of(const ChartData& data) {
  std::map<double, std::vector<double>> columns;
  for (const ChartCurve& curve : data.curves) {
    if (is_newest(data, curve) && !is_cold(curve.family)) {
      for (const ChartPoint& point : curve.points) {
        columns[point.x].push_back(point.median);
      }
    }
  }
  for (auto& [x, medians] : columns) {
    std::ranges::sort(medians);
  }
  return columns;
}

/// How far apart neighbours are on an axis of length 1; more than enough does not count.
double room_between(const std::map<double, std::vector<double>>& columns, const Scale& scale) {
  constexpr double enough = 0.04;
  double room = 0;
  for (const auto& [x, medians] : columns) {
    for (std::size_t i = 1; i < medians.size(); ++i) {
      room += std::min(enough, scale(medians[i]) - scale(medians[i - 1]));
    }
  }
  return room;
}

}  // namespace

Bend bend_of_values(const ChartData& data) {
  constexpr double clearly_more = 1.1;
  const auto columns = columns_of(data);
  if (data.base.empty() || columns.empty()) {
    return Bend::logarithm;
  }
  double low = columns.begin()->second.front();
  double high = low;
  for (const auto& [x, medians] : columns) {
    low = std::min(low, medians.front());
    high = std::max(high, medians.back());
  }
  const auto room = [&](Bend bend) { return room_between(columns, Scale(bend, low, high, 0, 1)); };
  return low < high && room(Bend::root) > clearly_more * room(Bend::logarithm) ? Bend::root : Bend::logarithm;
}

std::vector<double> root_ticks(const Scale& scale, double low, double high) {
  constexpr double least_gap = 26;
  constexpr double all_decades = 1000;
  std::vector<double> chosen;
  std::vector<double> ticks = value_ticks(low, high, all_decades);
  std::ranges::reverse(ticks);
  for (const double tick : ticks) {
    if (chosen.empty() || std::abs(scale(tick) - scale(chosen.back())) >= least_gap) {
      chosen.push_back(tick);
    }
  }
  std::ranges::reverse(chosen);
  return chosen;
}

}  // namespace bench_report
