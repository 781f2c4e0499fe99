// Sorting rows of several functions into one set.
#include "tools/bench_report/analysis/functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <stdexcept>
#include <utility>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

std::string text_of(const Run& run, const std::string& key) {
  const auto place = run.context.find(key);
  return place == run.context.end() ? "" : printable(place->second);
}

/// Where all of them have the limits of one worker.
std::set<double> common_sizes(const std::vector<Limits>& limits) {
  std::set<double> sizes;
  for (const Roof& roof : limits.front().roofs) {
    if (std::ranges::all_of(
            limits, [&](const Limits& other) { return find_roof(other, roof.x, false) != nullptr; })) {
      sizes.insert(roof.x);
    }
  }
  return sizes;
}

bool is_at(const std::string& name, const std::string& size) {
  const auto arguments = parse_name(name).arguments;
  return std::ranges::find(arguments, size, &Argument::value) != arguments.end();
}

/// What a function left out at that size; "gelu: loops/N:100/real_time".
void add_left_out(std::vector<LeftOut>& list, const std::vector<LeftOut>& rows, const std::string& size,
                  const std::string& function) {
  for (const LeftOut& row : rows) {
    if (is_at(row.name, size)) {
      list.push_back({function + ": " + row.name, row.reason});
    }
  }
}

/// Families that are not available here are the same for all functions.
void add_skipped(std::vector<LeftOut>& list, const std::vector<LeftOut>& rows) {
  for (const LeftOut& row : rows) {
    if (std::ranges::none_of(list, [&](const LeftOut& other) {
          return other.name == row.name && other.reason == row.reason;
        })) {
      list.push_back(row);
    }
  }
}

void add_points(SeriesSet& joint, const SeriesSet& set, double at, double place) {
  for (const Series& series : set.series) {
    const auto point = series.points.find(at);
    const bool lacks = series.without_samples.contains(at);
    if (point == series.points.end() && !lacks) {
      continue;
    }
    auto known = std::ranges::find(joint.series, series.name, &Series::name);
    if (known == joint.series.end()) {
      known = joint.series.insert(known, {.name = series.name, .points = {}, .without_samples = {}});
    }
    if (lacks) {
      known->without_samples.insert(place);
    } else {
      known->points.emplace(place, point->second);
    }
  }
}

}  // namespace

std::vector<Side> by_function(std::vector<Run> runs) {
  std::vector<Side> sides;
  for (Run& run : runs) {
    const std::string name = text_of(run, "function");
    if (name.empty()) {
      throw UnusableInput(run.file +
                          ": its context names no function (a key \"function\", as bench writes it)");
    }
    auto side = std::ranges::find(sides, name, &Side::name);
    if (side == sides.end()) {
      side = sides.insert(side, {.name = name, .runs = {}});
    }
    side->runs.push_back(std::move(run));
  }
  return sides;
}

Functions make_functions(const std::vector<Side>& functions, const SeriesOptions& options,
                         std::optional<double> at) {
  SeriesOptions of_times = options;
  of_times.metric = "real_time";
  std::vector<Limits> limits;
  for (const SeriesSet& set : make_series_of_sides(functions, of_times)) {
    limits.push_back(find_limits(set));
  }
  const auto sets = make_series_of_sides(functions, options);
  const std::set<double> sizes = common_sizes(limits);
  if (sizes.empty()) {
    throw UnusableInput(
        "no size at which all files have limit/copy and limit/arithmetic: they place a function among "
        "others");
  }
  const SeriesSet& first = sets.front();
  const double size = at.value_or(*sizes.rbegin());
  if (!sizes.contains(size)) {
    std::vector<std::string> texts;
    std::ranges::transform(sizes, std::back_inserter(texts),
                           [&](double x) { return value_text(first.scale, x); });
    throw std::invalid_argument(fmt::format("--at {}: not all files have the limits there; they do at {}",
                                            value_text(first.scale, size), listed(texts)));
  }
  const std::string size_text = value_text(first.scale, size);

  struct Place {
    std::size_t index;
    Roof roof;
  };
  std::vector<Place> order;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    order.push_back({i, *find_roof(limits[i], size, false)});
  }
  std::ranges::stable_sort(order, {}, [](const Place& place) { return place.roof.intensity(); });

  Functions made{.size = fmt::format("{} = {}", axis_name(first), size_text),
                 .size_value = size_text,
                 .functions = {},
                 .set = {}};
  SeriesSet& joint = made.set;
  joint.axis = "function";
  joint.scale = {.title = "function", .kind = AxisKind::categories, .texts = {}};
  joint.metric = first.metric;
  joint.direction = first.direction;
  joint.tie = first.tie;
  joint.is_contest = std::ranges::all_of(sets, &SeriesSet::is_contest);
  for (const auto& [index, roof] : order) {
    const std::string& name = functions[index].name;
    const auto place = static_cast<double>(joint.scale.texts.size());
    joint.scale.texts.emplace(place, name);
    const Roof* const all = find_roof(limits[index], size, true);
    made.functions.push_back({.name = name,
                              .formula = text_of(functions[index].runs.front(), "formula"),
                              .one = roof,
                              .all = all == nullptr ? std::nullopt : std::optional(*all)});
    const SeriesSet& set = sets[index];
    joint.runs = std::max(joint.runs, set.runs);
    joint.aggregates += set.aggregates;
    add_points(joint, set, size, place);
    add_left_out(joint.failed, set.failed, size_text, name);
    add_left_out(joint.not_drawn, set.not_drawn, size_text, name);
    add_skipped(joint.skipped, set.skipped);
  }
  std::ranges::sort(joint.series, {}, &Series::name);
  return made;
}

bool is_compared(const Functions& functions, const std::string& row) {
  return is_at(row, functions.size_value);
}

}  // namespace bench_report
