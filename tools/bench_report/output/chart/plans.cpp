// Sorting lines into panels.
#include "tools/bench_report/output/chart/plans.hpp"
#include "tools/bench_report/analysis/series.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "tools/bench_report/output/chart/groups.hpp"
#include "tools/bench_report/output/chart/layout.hpp"

namespace bench_report {
namespace {

using Curves = std::vector<const ChartCurve*>;

Curves curves_of(const ChartData& data, const std::function<bool(const std::string&)>& belongs) {
  Curves curves;
  for (const ChartCurve& curve : data.curves) {
    if (belongs(curve.family)) {
      curves.push_back(&curve);
    }
  }
  return curves;
}

bool have_points(const Plan& plan) {
  return std::ranges::any_of(plan.curves, [](const ChartCurve* curve) { return !curve->points.empty(); });
}

/// The values of what is cold are far from the others.
Plan cold_plan(const ChartData& data, double height) {
  return {.title = "cold",
          .curves = curves_of(data, is_cold),
          .height = height,
          .is_main = false,
          .is_cold = true};
}

std::vector<Plan> warm_and_cold(const ChartData& data) {
  constexpr double cold_height = 90;
  Plan warm{.title = "",
            .curves = curves_of(data, std::not_fn(is_cold)),
            .height = least_plot_height,
            .is_main = true,
            .is_cold = false};
  const Plan cold = cold_plan(data, cold_height);
  if (have_points(warm) && have_points(cold)) {
    return {warm, cold};
  }
  warm.curves = curves_of(data, [](const std::string&) { return true; });
  return {warm};
}

std::vector<Plan> plans_of_groups(const ChartData& data) {
  constexpr double height = 200;
  std::map<std::string, std::set<std::string>> groups;
  for (const ChartCurve& curve : data.curves) {
    if (!is_cold(curve.family)) {
      groups[group_of(curve.family)].insert(curve.family);
    }
  }
  std::set<std::string> alone;
  for (const auto& [group, families] : groups) {
    if (families.size() == 1) {
      alone.insert(*families.begin());
    }
  }
  std::erase_if(groups, [](const auto& entry) { return entry.second.size() == 1; });
  std::vector<Plan> plans;
  const auto add = [&](const std::string& title, const std::set<std::string>& families) {
    plans.push_back(
        {.title = title,
         .curves = curves_of(data, [&](const std::string& family) { return families.contains(family); }),
         .height = height,
         .is_main = false,
         .is_cold = false});
  };
  for (const bool limits : {false, true}) {
    for (const auto& [group, families] : groups) {
      if (is_limit(*families.begin()) == limits) {
        add(group, families);
      }
    }
  }
  add("others", alone);
  plans.push_back(cold_plan(data, height));
  std::erase_if(plans, [](const Plan& plan) { return !have_points(plan); });
  return plans;
}

}  // namespace

std::vector<Plan> plans_of(const ChartData& data) {
  return has_small_multiples(data) ? plans_of_groups(data) : warm_and_cold(data);
}

}  // namespace bench_report
