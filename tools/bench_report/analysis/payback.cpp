// Compile times against what a run saves.
#include "tools/bench_report/analysis/payback.hpp"

#include <algorithm>
#include <cmath>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {
namespace {

std::optional<double> median_time(const SeriesSet& set, const std::string& name, double x) {
  const Series* const series = find_series(set, name);
  if (series == nullptr) {
    return std::nullopt;
  }
  const auto point = series->points.find(x);
  return point == series->points.end() || point->second.samples.empty()
             ? std::nullopt
             : std::optional(quantile(point->second.samples, 0.5));
}

bool has_counter(const std::vector<Run>& runs, const std::string& counter) {
  return std::ranges::any_of(runs, [&](const Run& run) {
    return std::ranges::any_of(run.rows, [&](const Row& row) { return row.counters.contains(counter); });
  });
}

}  // namespace

std::vector<Payback> find_paybacks(const SeriesSet& set, const std::vector<Run>& runs) {
  std::vector<SeriesSet> parts;
  for (const char* const counter : {"compile_seconds", "trace_seconds", "load_seconds"}) {
    if (has_counter(runs, counter)) {
      parts.push_back(make_series(runs, {.metric = counter, .axis = set.axis}));
    } else if (parts.empty()) {
      return {};
    }
  }
  std::vector<Payback> list;
  for (const Series& series : set.series) {
    for (const auto& [x, point] : series.points) {
      const auto time = median_time(set, series.name, x);
      const auto compile = median_time(parts.front(), series.name, x);
      if (!time || !compile || series.name.ends_with("/cold")) {
        continue;
      }
      Payback payback{.family = series.name, .x = x, .compile_seconds = 0, .against = {}};
      for (const SeriesSet& part : parts) {
        payback.compile_seconds += median_time(part, series.name, x).value_or(0);
      }
      for (const char* const base : payback_bases) {
        if (const auto base_time = median_time(set, base, x)) {
          const double saved = *base_time - *time;
          payback.against.push_back(
              {base,
               saved > 0 ? std::optional(std::floor(payback.compile_seconds / saved) + 1) : std::nullopt});
        }
      }
      if (!payback.against.empty()) {
        list.push_back(std::move(payback));
      }
    }
  }
  std::ranges::stable_sort(list, {}, &Payback::x);
  return list;
}

}  // namespace bench_report
