// Numbering families and groups.
#include "tools/bench_report/output/chart/switches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <utility>

#include "tools/bench_report/output/chart/drawing.hpp"
#include "tools/bench_report/output/chart/layout.hpp"

namespace bench_report {

std::vector<FamilySwitch> make_switchable(ChartData& data, std::span<const SeriesSet> sets) {
  // By all families of the sets: a chart of speedups may lack some.
  std::set<std::pair<std::string, std::string>> all;
  std::set<std::string> groups;
  for (const SeriesSet& set : sets) {
    for (const Series& series : set.series) {
      all.emplace(group_of(series.name), series.name);
      groups.insert(group_of(series.name));
    }
  }
  std::vector<FamilySwitch> switches;
  std::size_t number = 0;
  for (const auto& [group, family] : all) {
    const std::string tag = fmt::format("f{}", number++);
    const std::string group_tag = fmt::format("g{}", std::distance(groups.begin(), groups.find(group)));
    const ChartCurve* newest = nullptr;
    for (ChartCurve& curve : data.curves) {
      if (curve.family == family) {
        newest = &curve;
        curve.tags = fmt::format(" {} {}", tag, group_tag);
      }
    }
    if (newest != nullptr) {
      ChartCurve untagged = *newest;
      untagged.tags.clear();
      switches.push_back({.family = family,
                          .name = data.names.texts.at(family),
                          .group = group,
                          .tag = tag,
                          .group_tag = group_tag,
                          .sample = draw_sample(data, untagged, 0, lane_line / 2)});
    }
  }
  if (switches.size() < 2) {
    switches.clear();
  }
  return switches;
}

}  // namespace bench_report
