// Looking up series, points and names.
#include "tools/bench_report/analysis/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {

std::string group_of(const std::string& family) {
  return family.substr(0, family.find_first_of("/<"));
}

const std::vector<double>& replicates(const SeriesSet& set, const Point& point) {
  return set.runs > 1 ? point.processes : point.samples;
}

const Series* find_series(const SeriesSet& set, const std::string& name) {
  const auto place = std::ranges::find(set.series, name, &Series::name);
  return place == set.series.end() ? nullptr : &*place;
}

const Point* find_point(const SeriesSet& set, const std::string& family, std::optional<double> x) {
  if (!x) {
    const auto place = set.without_axis.find(family);
    return place == set.without_axis.end() ? nullptr : &place->second;
  }
  const Series* const series = find_series(set, family);
  if (series == nullptr) {
    return nullptr;
  }
  const auto place = series->points.find(*x);
  return place == series->points.end() ? nullptr : &place->second;
}

std::vector<double> sizes_of(const SeriesSet& set) {
  std::set<double> all;
  for (const Series& series : set.series) {
    for (const auto& [x, point] : series.points) {
      all.insert(x);
    }
  }
  return {all.begin(), all.end()};
}

bool has_family(const SeriesSet& set, const std::string& name) {
  return find_series(set, name) != nullptr || set.without_axis.contains(name);
}

bool has_samples(const SeriesSet& set) {
  const auto measured = [](const auto& entry) { return !entry.second.samples.empty(); };
  return std::ranges::any_of(set.without_axis, measured) ||
         std::ranges::any_of(
             set.series, [&](const Series& series) { return std::ranges::any_of(series.points, measured); });
}

std::string axis_name(const SeriesSet& set) {
  return set.scale.title.empty() ? "argument" : set.scale.title;
}

std::string argument_name(const SeriesSet& set) {
  const bool is_phrase = set.axis.starts_with('#') || set.axis.starts_with('/');
  return (is_phrase ? "" : "the argument ") + axis_name(set);
}

std::string value_text(const AxisScale& scale, double x) {
  const auto text = scale.texts.find(x);
  return text == scale.texts.end() ? fmt::format("{}", x) : printable(text->second);
}

std::string unknown_family(const std::string& family, std::span<const SeriesSet> sets) {
  std::set<std::string> names;
  for (const SeriesSet& set : sets) {
    for (const Series& series : set.series) {
      names.insert(series.name);
    }
    for (const auto& [name, point] : set.without_axis) {
      names.insert(name);
    }
  }
  return "--relative-to " + printable(family) +
         ": no such family; there are: " + listed({names.begin(), names.end()});
}

}  // namespace bench_report
