// Sorting families into groups, and giving them looks.
#include "tools/bench_report/output/chart/groups.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/output/chart/style.hpp"

namespace bench_report {
namespace {

using Styles = std::map<std::string, CurveStyle>;

/// Groups that have one hue in all charts, whichever of them are there.
constexpr auto known = std::to_array<std::string_view>(
    {"vectorized", "jit", "multithreading", "cuda", "multiprocessing", "loops"});

/// Hues for known groups first; others get those that are left.
std::map<std::string, std::size_t> hues_of(const std::set<std::string>& groups) {
  std::map<std::string, std::size_t> hues;
  std::set<std::size_t> free;
  for (std::size_t hue = 0; hue < colours.size(); ++hue) {
    free.insert(hue);
  }
  for (const std::string& group : groups) {
    const auto place = std::ranges::find(known, group) - known.begin();
    if (place < std::ssize(known)) {
      hues[group] = static_cast<std::size_t>(place);
      free.erase(hues[group]);
    }
  }
  for (const std::string& group : groups) {
    if (!hues.contains(group)) {
      hues[group] = *free.begin();
      free.erase(free.begin());
    }
  }
  return hues;
}

Styles styles_by_group(const std::set<std::string>& families, const std::set<std::string>& groups) {
  const auto hues = hues_of(groups);
  std::map<std::string, std::size_t> members;
  Styles styles;
  for (const std::string& family : families) {
    const std::size_t hue = hues.at(group_of(family));
    const std::size_t rank = members[group_of(family)]++;
    // Neighbours differ in all three; groups begin with different markers.
    styles[family] = {
        .hue = hue, .marker = (rank + hue) % marker_kinds, .dash = rank % dash_kinds, .shade = rank % 2};
  }
  return styles;
}

/// Colours that stand five apart have the same marker: they differ most.
Styles styles_in_turn(const std::set<std::string>& families) {
  std::size_t next = 0;
  Styles styles;
  for (const std::string& family : families) {
    const std::size_t turn = next / colours.size();
    styles[family] = {
        .hue = next % colours.size(), .marker = next % marker_kinds, .dash = turn % dash_kinds, .shade = 0};
    ++next;
  }
  return styles;
}

}  // namespace

bool is_cold(const std::string& family) {
  return family.ends_with("/cold") || family.find("/cold/") != std::string::npos;
}

bool has_small_multiples(const ChartData& data) {
  constexpr std::size_t many = 24;
  std::set<std::string> groups;
  for (const ChartCurve& curve : data.curves) {
    groups.insert(group_of(curve.family));
  }
  return data.runs.size() > 1 && data.curves.size() > many && groups.size() > 1;
}

void give_styles(std::vector<ChartCurve>& curves) {
  std::set<std::string> families;
  std::set<std::string> limits;
  std::set<std::string> groups;
  for (const ChartCurve& curve : curves) {
    (curve.limit ? limits : families).insert(curve.family);
    if (!curve.limit) {
      groups.insert(group_of(curve.family));
    }
  }
  Styles styles =
      groups.size() > colours.size() ? styles_in_turn(families) : styles_by_group(families, groups);
  // Bounds have one colour: their dashes tell them apart.
  std::size_t next = 0;
  for (const std::string& limit : limits) {
    styles[limit] = {.hue = 0, .marker = next % marker_kinds, .dash = next, .shade = 0};
    ++next;
  }
  for (ChartCurve& curve : curves) {
    curve.style = styles.at(curve.family);
  }
}

}  // namespace bench_report
