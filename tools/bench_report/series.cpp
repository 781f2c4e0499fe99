// Choosing the axis, and sorting rows into series.
#include "tools/bench_report/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "tools/bench_report/reader.hpp"
#include "tools/bench_report/statistics.hpp"
#include "tools/bench_report/units.hpp"
#include "tools/bench_report/xml.hpp"

namespace bench_report {
namespace {

/// An argument is known by its name, or by its place where it has none.
std::string label_of(const std::vector<Argument>& arguments, std::size_t place) {
  return arguments[place].name.empty() ? "#" + std::to_string(place + 1) : arguments[place].name;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value)
             ? std::optional(value)
             : std::nullopt;
}

using RunsOfSides = std::vector<const std::vector<Run>*>;

constexpr std::string_view threads_axis = "threads";

/// One line, also where there are thousands.
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 30;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + printable(names[i]);
  }
  return names.empty()         ? "none"
         : names.size() > most ? fmt::format("{}, and {} more", text, names.size() - most)
                               : text;
}

std::string choose_axis(const RunsOfSides& sides, const std::string& wanted) {
  std::vector<std::pair<std::string, std::set<double>>> candidates;  // in the order of the file
  const auto add = [&](const std::string& label, double value) {
    auto place = std::ranges::find(candidates, label, &decltype(candidates)::value_type::first);
    if (place == candidates.end()) {
      place = candidates.insert(place, {label, {}});
    }
    place->second.insert(value);
  };
  std::set<double> threads;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        for (std::size_t i = 0; i < row.name.arguments.size(); ++i) {
          if (const auto value = number(row.name.arguments[i].value)) {
            add(label_of(row.name.arguments, i), *value);
          }
        }
        threads.insert(row.name.threads);
      }
    }
  }
  // One thread is what a row without this part has.
  if (threads.size() > 1) {
    for (const double number_of_threads : threads) {
      add(std::string(threads_axis), number_of_threads);
    }
  }
  if (!wanted.empty()) {
    std::vector<std::string> known;
    for (const auto& [label, values] : candidates) {
      if (label == wanted) {
        return label;
      }
      known.push_back(label);
    }
    throw std::invalid_argument("--x " + printable(wanted) +
                                ": no benchmark has this numeric argument; there are: " + listed(known));
  }
  const auto most = std::ranges::max_element(candidates, {}, [](const auto& c) { return c.second.size(); });
  return most == candidates.end() ? "" : most->first;
}

/// The argument along the axis; nullptr where the name has none.
const Argument* argument_on(const Name& name, const std::string& axis) {
  for (std::size_t i = 0; i < name.arguments.size(); ++i) {
    if (label_of(name.arguments, i) == axis) {
      return &name.arguments[i];
    }
  }
  return nullptr;
}

/// Families with rows of which no time type is said: these must not be taken for those of real time.
std::set<std::string> families_of_processor_time(const RunsOfSides& sides) {
  std::set<std::string> families;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        if (row.name.time_type.empty()) {
          families.insert(row.name.family);
        }
      }
    }
  }
  return families;
}

/// What tells rows of one family apart besides the axis.
std::string series_name(const Name& name, const std::string& axis,
                        const std::set<std::string>& of_processor_time) {
  std::string text = name.family;
  const Argument* const on_axis = argument_on(name, axis);
  for (const Argument& argument : name.arguments) {
    if (&argument != on_axis) {
      text += "/" + (argument.name.empty() ? "" : argument.name + ":") + argument.value;
    }
  }
  if (!name.time_type.empty() && (name.time_type != "real_time" || of_processor_time.contains(name.family))) {
    text += "/" + name.time_type;
  }
  // An argument may be called like that, too.
  const bool is_axis = axis == threads_axis && on_axis == nullptr;
  if (name.threads != 1 && !is_axis) {
    text += "/threads:" + std::to_string(name.threads);
  }
  return text;
}

std::optional<double> value_on_axis(const Name& name, const std::string& axis) {
  if (const Argument* const argument = argument_on(name, axis)) {
    return number(argument->value);
  }
  return axis == threads_axis ? std::optional<double>(name.threads) : std::nullopt;
}

/// Keys of different benchmarks that would be one point: numbers that are one as a double, `threads:1` and
/// none. All of their arguments are part of their names.
std::set<std::string> keys_that_look_alike(const RunsOfSides& sides, const std::string& axis,
                                           const std::set<std::string>& of_processor_time) {
  std::map<std::pair<std::string, std::optional<double>>, std::string> first;
  std::set<std::string> keys;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        const std::string key = row_key(row.name);
        const auto [place, is_new] = first.try_emplace(
            {series_name(row.name, axis, of_processor_time), value_on_axis(row.name, axis)}, key);
        if (!is_new && place->second != key) {
          keys.insert({place->second, key});
        }
      }
    }
  }
  return keys;
}

/// What `metric` may be, times first.
std::vector<std::string> metrics_of(const RunsOfSides& sides) {
  std::set<std::string> counters;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        for (const auto& [name, samples] : row.counters) {
          counters.insert(name);
        }
      }
    }
  }
  std::vector<std::string> metrics{"real_time", "cpu_time"};
  metrics.insert(metrics.end(), counters.begin(), counters.end());
  return metrics;
}

/// Throws where rows were measured, but none has the metric.
void check_metric(const RunsOfSides& sides, const std::string& metric) {
  bool anything_measured = false;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        if (!samples_of(row, metric).empty()) {
          return;
        }
        anything_measured = anything_measured || !row.real_time.empty();
      }
    }
  }
  if (anything_measured) {
    throw std::invalid_argument("--metric " + printable(metric) +
                                ": no benchmark has it; there are: " + listed(metrics_of(sides)));
  }
}

std::string describe_aggregates(const Row& row, const std::string& metric) {
  return row.aggregate_median && metric == "real_time"
             ? "only aggregates: median " + format_seconds(*row.aggregate_median)
             : "only aggregates";
}

/// The row's samples without the slowest: the largest times, or the lowest rates; of other counters those of
/// the repetitions that took longest.
std::vector<double> fastest_samples(const Row& row, const SeriesOptions& options) {
  const std::vector<double>& samples = samples_of(row, options.metric);
  if (options.drop_slowest == 0 || samples.empty()) {
    return samples;
  }
  const bool by_itself = is_time(options.metric) || is_rate(options.metric);
  const std::vector<double>& order = by_itself ? samples : row.real_time;
  if (order.size() != samples.size()) {
    throw std::invalid_argument("--drop-slowest: " + row.name.full + " has " + printable(options.metric) +
                                " in some repetitions only: which are the slowest can't be told");
  }
  std::vector<std::size_t> places(samples.size());
  std::ranges::generate(places, [place = std::size_t{0}]() mutable { return place++; });
  std::ranges::stable_sort(places, [&](std::size_t a, std::size_t b) {
    return is_rate(options.metric) ? order[a] > order[b] : order[a] < order[b];
  });
  places.resize(places.size() - std::min(options.drop_slowest, places.size() - 1));
  std::vector<double> kept;
  std::ranges::transform(places, std::back_inserter(kept), [&](std::size_t place) { return samples[place]; });
  return kept;
}

/// Sorts the samples. A row that fails in some files has those of the others.
void finish(Point& point) {
  std::ranges::sort(point.samples);
  if (!point.samples.empty()) {
    point.error.reset();
  }
}

/// Rows that failed, each once, with the number of files where there are several.
class Failures {
 public:
  void add(const Row& row) {
    const auto [place, is_new] = index_.try_emplace(row.name.full, rows_.size());
    if (is_new) {
      rows_.push_back({.row = {row.name.full, *row.error}});
    }
    ++rows_[place->second].files;
  }
  std::vector<LeftOut> list(std::size_t files) && {
    std::vector<LeftOut> all;
    for (Failed& failed : rows_) {
      if (files > 1) {
        failed.row.reason += fmt::format(" (in {} of {} files)", failed.files, files);
      }
      all.push_back(std::move(failed.row));
    }
    return all;
  }

 private:
  struct Failed {
    LeftOut row;
    std::size_t files = 0;
  };
  std::vector<Failed> rows_;
  std::unordered_map<std::string, std::size_t> index_;
};

SeriesSet collect(const std::vector<Run>& runs, const SeriesOptions& options, const std::string& axis,
                  const std::set<std::string>& of_processor_time, const std::set<std::string>& alike) {
  SeriesSet set;
  set.metric = options.metric;
  set.axis = axis;
  set.runs = runs.size();
  std::unordered_map<std::string, std::size_t> index;
  std::map<std::string, std::set<double>> without_samples;
  Failures failures;
  const auto point_of = [&](const std::string& name, std::optional<double> x) -> Point& {
    if (!x) {
      return set.without_axis[name];
    }
    const auto [place, is_new] = index.try_emplace(name, set.series.size());
    if (is_new) {
      set.series.push_back({.name = name, .points = {}, .without_samples = {}});
    }
    return set.series[place->second].points[*x];
  };
  for (const Run& run : runs) {
    std::set<std::pair<std::string, std::optional<double>>> seen;
    for (const Row& row : run.rows) {
      const auto x = value_on_axis(row.name, axis);
      const std::string name =
          series_name(row.name, alike.contains(row_key(row.name)) ? "" : axis, of_processor_time);
      if (row.skipped) {
        set.skipped.push_back({row.name.full, *row.skipped});
        if (x) {
          without_samples[name].insert(*x);
        }
        continue;
      }
      std::vector<double> samples;
      if (row.error) {
        failures.add(row);
      } else {
        samples = fastest_samples(row, options);
        std::erase_if(samples, [](double value) { return !std::isfinite(value); });
      }
      if (samples.empty() && !row.error) {
        set.not_drawn.push_back({row.name.full, row.has_only_aggregates()
                                                    ? describe_aggregates(row, options.metric)
                                                    : "no samples of " + options.metric});
        if (x) {
          without_samples[name].insert(*x);
        }
        continue;
      }
      if (!seen.emplace(name, x).second) {
        throw UnusableInput(
            run.file + ": " + row.name.full +
            " is there twice with different settings (iterations, min_time …): measure them into "
            "files of their own");
      }
      Point& point = point_of(name, x);
      if (!samples.empty()) {
        point.processes.push_back(median(samples));
      }
      point.samples.insert(point.samples.end(), samples.begin(), samples.end());
      point.error = point.error ? point.error : row.error;
    }
  }
  std::ranges::sort(set.series, {}, &Series::name);
  for (Series& series : set.series) {
    // Another file may have measured what is skipped here.
    std::ranges::copy_if(without_samples[series.name],
                         std::inserter(series.without_samples, series.without_samples.end()),
                         [&](double x) { return !series.points.contains(x); });
    for (auto& [x, point] : series.points) {
      finish(point);
    }
  }
  for (auto& [name, point] : set.without_axis) {
    finish(point);
  }
  set.failed = std::move(failures).list(runs.size());
  return set;
}

std::vector<SeriesSet> collect_all(const RunsOfSides& sides, const SeriesOptions& options) {
  check_metric(sides, options.metric);
  const std::string axis = choose_axis(sides, options.axis);
  const auto of_processor_time = families_of_processor_time(sides);
  const auto alike = keys_that_look_alike(sides, axis, of_processor_time);
  std::vector<SeriesSet> sets;
  sets.reserve(sides.size());
  for (const auto* const runs : sides) {
    sets.push_back(collect(*runs, options, axis, of_processor_time, alike));
  }
  return sets;
}

}  // namespace

const std::vector<double>& replicates(const SeriesSet& set, const Point& point) {
  return set.runs > 1 ? point.processes : point.samples;
}

SeriesSet make_series(const std::vector<Run>& runs, const SeriesOptions& options) {
  return std::move(collect_all({&runs}, options).front());
}

std::vector<SeriesSet> make_series_of_sides(std::span<const Side> sides, const SeriesOptions& options) {
  RunsOfSides runs;
  for (const Side& side : sides) {
    runs.push_back(&side.runs);
  }
  return collect_all(runs, options);
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
  return set.axis.empty()            ? "argument"
         : set.axis.starts_with('#') ? "argument " + set.axis.substr(1)
                                     : set.axis;
}

std::string argument_name(const SeriesSet& set) {
  return (set.axis.starts_with('#') ? "" : "the argument ") + axis_name(set);
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
