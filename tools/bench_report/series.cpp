// Choosing the axis, and sorting rows into series.
#include "tools/bench_report/series.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <stdexcept>
#include <utility>

namespace bench_report {
namespace {

/// An argument is known by its name, or by its place where it has none.
std::string label_of(const std::vector<Argument>& arguments, std::size_t place) {
  return arguments[place].name.empty() ? "#" + std::to_string(place + 1) : arguments[place].name;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string choose_axis(const std::vector<Run>& runs, const std::string& wanted) {
  std::vector<std::pair<std::string, std::set<double>>> candidates;  // in the order of the file
  for (const Run& run : runs) {
    for (const Row& row : run.rows) {
      for (std::size_t i = 0; i < row.name.arguments.size(); ++i) {
        const auto value = number(row.name.arguments[i].value);
        if (!value) {
          continue;
        }
        const std::string label = label_of(row.name.arguments, i);
        auto place = std::ranges::find(candidates, label, &decltype(candidates)::value_type::first);
        if (place == candidates.end()) {
          place = candidates.insert(place, {label, {}});
        }
        place->second.insert(*value);
      }
    }
  }
  if (!wanted.empty()) {
    std::string known;
    for (const auto& [label, values] : candidates) {
      if (label == wanted) {
        return label;
      }
      known += (known.empty() ? "" : ", ") + label;
    }
    throw std::invalid_argument(
        "--x " + wanted + ": no benchmark has this argument; there are: " + (known.empty() ? "none" : known));
  }
  const auto most = std::ranges::max_element(candidates, {}, [](const auto& c) { return c.second.size(); });
  return most == candidates.end() ? "" : most->first;
}

/// What tells rows of one family apart besides the axis.
std::string series_name(const Name& name, const std::string& axis) {
  std::string text = name.family;
  for (std::size_t i = 0; i < name.arguments.size(); ++i) {
    if (label_of(name.arguments, i) != axis) {
      const Argument& argument = name.arguments[i];
      text += "/" + (argument.name.empty() ? "" : argument.name + ":") + argument.value;
    }
  }
  if (!name.time_type.empty() && name.time_type != "real_time") {
    text += "/" + name.time_type;
  }
  if (name.threads != 1) {
    text += "/threads:" + std::to_string(name.threads);
  }
  return text;
}

std::optional<double> value_on_axis(const Name& name, const std::string& axis) {
  for (std::size_t i = 0; i < name.arguments.size(); ++i) {
    if (label_of(name.arguments, i) == axis) {
      return number(name.arguments[i].value);
    }
  }
  return std::nullopt;
}

}  // namespace

SeriesSet make_series(const std::vector<Run>& runs, const SeriesOptions& options) {
  SeriesSet set;
  set.metric = options.metric;
  const std::string axis = choose_axis(runs, options.axis);
  set.axis = axis.starts_with('#') ? "" : axis;
  bool metric_seen = false;
  bool anything_measured = false;
  for (const Run& run : runs) {
    for (const Row& row : run.rows) {
      if (row.skipped) {
        set.skipped.push_back({row.name.full, *row.skipped});
        continue;
      }
      if (row.error) {
        set.failed.push_back({row.name.full, *row.error});
      }
      const auto& samples = samples_of(row, options.metric);
      metric_seen = metric_seen || !samples.empty();
      anything_measured = anything_measured || !row.real_time.empty();
      const auto x = value_on_axis(row.name, axis);
      if (!x || (samples.empty() && !row.error)) {
        set.not_drawn.push_back(
            {row.name.full, x ? "no samples of " + options.metric : "no numeric argument"});
        continue;
      }
      const std::string name = series_name(row.name, axis);
      auto series = std::ranges::find(set.series, name, &Series::name);
      if (series == set.series.end()) {
        series = set.series.insert(series, Series{.name = name, .points = {}});
      }
      Point& point = series->points[*x];
      point.samples.insert(point.samples.end(), samples.begin(), samples.end());
      if (row.error) {
        point.error = row.error;
      }
    }
  }
  if (!metric_seen && anything_measured) {
    throw std::invalid_argument("--metric " + options.metric + ": no benchmark has it");
  }
  std::ranges::sort(set.series, {}, &Series::name);
  for (Series& series : set.series) {
    for (auto& [x, point] : series.points) {
      if (point.error) {
        point.samples.clear();
      }
      std::ranges::sort(point.samples);
      const std::size_t dropped =
          std::min(options.drop_slowest, point.samples.empty() ? 0 : point.samples.size() - 1);
      point.samples.resize(point.samples.size() - dropped);
    }
  }
  return set;
}

}  // namespace bench_report
