// Computing the table.
#include "tools/bench_report/analysis/quantile_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "tools/bench_report/analysis/run_warnings.hpp"
#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/text/counts.hpp"

namespace bench_report {
namespace {

/// The points at one size, or those without one, by family.
std::map<std::string, const Point*> points_at(const SeriesSet& set, std::optional<double> x) {
  std::map<std::string, const Point*> points;
  if (!x) {
    for (const auto& [name, point] : set.without_axis) {
      points.emplace(name, &point);
    }
    return points;
  }
  for (const Series& series : set.series) {
    if (const auto place = series.points.find(*x); place != series.points.end()) {
      points.emplace(series.name, &place->second);
    }
  }
  return points;
}

/// How many times better `median` is than the base's.
std::optional<double> speedup_of(double median, std::optional<double> base, Direction direction) {
  if (!base || *base <= 0 || median <= 0) {
    return std::nullopt;
  }
  return direction == Direction::less   ? std::optional(*base / median)
         : direction == Direction::more ? std::optional(median / *base)
                                        : std::nullopt;
}

/// All families at one size, or those without one: the best first.
std::vector<QuantileRow> rows_at(const SeriesSet& set, std::optional<double> x, const std::string& base) {
  std::optional<double> base_median;
  if (const Point* const point = find_point(set, base, x); point != nullptr && !point->samples.empty()) {
    base_median = quantile(point->samples, 0.5);
  }
  std::vector<QuantileRow> rows;
  for (const auto& [family, point] : points_at(set, x)) {
    const auto& samples = point->samples;
    if (samples.empty()) {
      continue;
    }
    const double median = quantile(samples, 0.5);
    rows.push_back({.family = family,
                    .x = x,
                    .samples = samples.size(),
                    .low = quantile(samples, 0.05),
                    .median = median,
                    .high = quantile(samples, 0.95),
                    .minimum = samples.front(),
                    .median_interval = median_interval(samples),
                    .speedup = speedup_of(median, base_median, set.direction)});
  }
  const bool more_is_better = set.direction == Direction::more;
  std::ranges::stable_sort(rows, [&](const QuantileRow& a, const QuantileRow& b) {
    return more_is_better ? a.median > b.median : a.median < b.median;
  });
  return rows;
}

void warn_of_few_samples(QuantileTable& table) {
  std::size_t unsure = 0;
  std::size_t fewest = samples_for_sure_tails;
  for (const QuantileRow& row : table.rows) {
    unsure += row.samples < samples_for_sure_tails ? 1U : 0U;
    fewest = std::min(fewest, row.samples);
  }
  if (unsure > 0) {
    table.warnings.push_back(
        fmt::format("{} fewer than {} samples ({} at the least): {} 5 % and 95 % quantiles are unsure",
                    counted_of(unsure, table.rows.size(), "row", "has", "have"), samples_for_sure_tails,
                    fewest, unsure == 1 ? "its" : "their"));
  }
}

}  // namespace

QuantileTable make_quantile_table(const std::vector<Run>& runs, const SeriesOptions& options,
                                  const std::string& base, bool base_was_asked_for) {
  return make_quantile_table(make_series(runs, options), runs, base, base_was_asked_for);
}

QuantileTable make_quantile_table(SeriesSet set, const std::vector<Run>& runs, const std::string& base,
                                  bool base_was_asked_for) {
  QuantileTable table{.set = std::move(set),
                      .base = base,
                      .rows = {},
                      .winners = {},
                      .limits = {},
                      .paybacks = {},
                      .provenance = provenance_of(runs),
                      .run_warnings = runs.size() == 1 ? run_warnings(runs.front()) : joint_warnings({&runs}),
                      .warnings = {}};
  if (auto mixture = describe_mixture(runs); !mixture.empty()) {
    table.run_warnings.push_back(std::move(mixture));
  }
  if (base_was_asked_for && !has_family(table.set, base)) {
    throw std::invalid_argument(unknown_family(base, {&table.set, 1}));
  }
  const std::vector<double> numbers = sizes_of(table.set);
  std::vector<std::optional<double>> places(numbers.begin(), numbers.end());
  places.emplace_back();  // of rows without the argument
  for (const auto& x : places) {
    std::ranges::move(rows_at(table.set, x, base), std::back_inserter(table.rows));
  }
  table.winners = find_winners(table.set);
  table.limits = find_limits(table.set);
  if (table.set.metric == "real_time") {
    table.paybacks = find_paybacks(table.set, runs);
  }
  warn_of_few_samples(table);
  return table;
}

std::vector<std::string> all_warnings(const QuantileTable& table) {
  std::vector<std::string> all = table.run_warnings;
  all.insert(all.end(), table.warnings.begin(), table.warnings.end());
  return all;
}

bool has_speedups(const QuantileTable& table) {
  return std::ranges::any_of(table.rows, [](const QuantileRow& row) { return row.speedup.has_value(); });
}

}  // namespace bench_report
