// Keeping aggregates and complexities.
#include "tools/bench_report/input/aggregates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

void set(Aggregates& aggregates, const std::string& aggregate, double value) {
  if (!std::isfinite(value)) {
    return;
  }
  if (aggregate == "mean") {
    aggregates.mean = value;
  } else if (aggregate == "median") {
    aggregates.median = value;
  } else {
    aggregates.stddev = value;
  }
}

std::optional<double> number_of(const RawRow& raw, std::string_view key) {
  const auto place = std::ranges::find(raw.maybe_counters, key, &std::pair<std::string_view, double>::first);
  return place == raw.maybe_counters.end() || !std::isfinite(place->second) ? std::nullopt
                                                                            : std::optional(place->second);
}

}  // namespace

void add_aggregate(Row& row, const std::string& aggregate, const RawRow& raw, double per_second) {
  row.has_aggregates = true;
  constexpr auto known = std::to_array<std::string_view>({"mean", "median", "stddev"});
  if (std::ranges::find(known, aggregate) == known.end() || raw.text(Field::aggregate_unit) == "percentage") {
    return;
  }
  const auto add = [&](const std::string& metric, double value) {
    Aggregates& aggregates = row.aggregates[metric];
    aggregates.repetitions = std::max(aggregates.repetitions, raw.repetitions);
    set(aggregates, aggregate, value);
  };
  if (raw.real_time) {
    add("real_time", *raw.real_time / per_second);
  }
  if (raw.cpu_time) {
    add("cpu_time", *raw.cpu_time / per_second);
  }
  for (const auto& [key, value] : raw.counters) {
    add(printable(std::string(key)), value);
  }
}

void multiply_aggregates(Row& row, double threads, bool with_cpu_time) {
  for (auto& [metric, aggregates] : row.aggregates) {
    if (metric != "real_time" && (metric != "cpu_time" || !with_cpu_time)) {
      continue;
    }
    for (std::optional<double>* const value : {&aggregates.mean, &aggregates.median, &aggregates.stddev}) {
      if (*value) {
        **value *= threads;
      }
    }
  }
}

void add_complexity(Run& run, std::string name, const RawRow& raw, double per_second) {
  for (const std::string_view suffix : {"_BigO", "_RMS"}) {
    if (name.ends_with(suffix)) {
      name.resize(name.size() - suffix.size());
    }
  }
  name = printable(name);
  auto place = std::ranges::find(run.complexities, name, &Complexity::name);
  if (place == run.complexities.end()) {
    place = run.complexities.insert(
        place,
        Complexity{
            .name = std::move(name), .order = {}, .real_coefficient = {}, .cpu_coefficient = {}, .rms = {}});
  }
  const auto seconds = [&](std::optional<double> value) {
    return value ? std::optional(*value / per_second) : std::nullopt;
  };
  if (raw.has(Field::big_o)) {
    place->order = printable(raw.text(Field::big_o));
    place->real_coefficient = seconds(number_of(raw, "real_coefficient"));
    place->cpu_coefficient = seconds(number_of(raw, "cpu_coefficient"));
  } else if (raw.has(Field::rms)) {
    place->rms = number_of(raw, "rms");
  }
}

}  // namespace bench_report
