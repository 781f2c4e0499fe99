// From samples to curves.
#include "tools/bench_report/output/chart/chart_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/ratio.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/numbers.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

std::string place_of(const ChartData& data, double x) {
  return fmt::format("{} = {}", data.axis, x);
}

/// The beginning of all hover texts: "new.json: pool, N = 464".
std::string where(const ChartData& data, const ChartCurve& curve, double x) {
  return (data.runs.size() > 1 ? data.runs[curve.run] + ": " : "") + curve.family + ", " + place_of(data, x);
}

std::string samples_text(std::size_t samples) {
  return fmt::format("{} {}", samples, samples == 1 ? "sample" : "samples");
}

ChartPoint absolute(const ChartData& data, const ChartCurve& curve, double x,
                    const std::vector<double>& samples) {
  ChartPoint point{.x = x,
                   .low = quantile(samples, 0.05),
                   .median = quantile(samples, 0.5),
                   .high = quantile(samples, 0.95),
                   .hover = {}};
  point.hover = fmt::format("{}: median {}, 5–95 % {} – {}, {}", where(data, curve, x),
                            format_metric(point.median, data.metric), format_metric(point.low, data.metric),
                            format_metric(point.high, data.metric), samples_text(samples.size()));
  return point;
}

/// The same point as a ratio to the base's median: the spread of the base is not in it, but in the interval
/// that the hover text tells.
ChartPoint relative(const ChartData& data, const ChartCurve& curve, const ChartPoint& drawn,
                    const Point& point, const Point& base_point, const SeriesSet& set) {
  const double base = quantile(base_point.samples, 0.5);
  const bool less = data.direction == Direction::less;
  ChartPoint made{.x = drawn.x,
                  .low = less ? base / drawn.high : drawn.low / base,
                  .median = less ? base / drawn.median : drawn.median / base,
                  .high = less ? base / drawn.low : drawn.high / base,
                  .hover = {}};
  made.hover = fmt::format("{}: {} of {}", where(data, curve, drawn.x), format_ratio(made.median), data.base);
  const auto& samples = replicates(set, point);
  const auto& base_samples = replicates(set, base_point);
  if (const auto interval = less ? ratio(samples, base_samples) : ratio(base_samples, samples);
      interval && curve.family != data.base) {
    made.hover +=
        fmt::format(" (95 % interval {}× – {}×)", format_bound(interval->low), format_bound(interval->high));
  }
  made.hover +=
      fmt::format(", median {} against {}, 5–95 % {} – {}, {}", format_metric(drawn.median, data.metric),
                  format_metric(base, data.metric), format_metric(drawn.low, data.metric),
                  format_metric(drawn.high, data.metric), samples_text(point.samples.size()));
  return made;
}

/// Why samples have no place on logarithmic axes.
std::optional<std::string> not_drawable(double x, const std::vector<double>& samples) {
  if (x <= 0) {
    return "the argument is not positive: a logarithmic axis has no place for it";
  }
  if (!samples.empty() && samples.front() <= 0) {
    return "a sample is not positive: a logarithmic axis has no place for it";
  }
  return std::nullopt;
}

ChartCurve make_curve(ChartData& data, const Series& series, const Series* base, std::size_t run,
                      const SeriesSet& set) {
  ChartCurve curve{.family = series.name,
                   .limit = series.is_limit(),
                   .style = 0,
                   .run = run,
                   .points = {},
                   .failures = {},
                   .gaps = {series.without_samples.begin(), series.without_samples.end()}};
  for (const auto& [x, point] : series.points) {
    const auto leave_out = [&, at = x](const std::string& reason) {
      data.left_out.push_back({where(data, curve, at), reason});
      curve.gaps.push_back(at);
    };
    if (const auto reason = not_drawable(x, point.samples)) {
      leave_out(*reason);
      continue;
    }
    if (point.error) {
      curve.failures.push_back({.x = x, .hover = where(data, curve, x) + ": failed: " + *point.error});
      curve.gaps.push_back(x);
    }
    if (point.samples.empty()) {
      continue;
    }
    ChartPoint drawn = absolute(data, curve, x, point.samples);
    if (!data.base.empty()) {
      const auto place = base == nullptr ? std::map<double, Point>::const_iterator() : base->points.find(x);
      if (base == nullptr || place == base->points.end() || place->second.samples.empty() ||
          place->second.samples.front() <= 0) {
        leave_out("there is no " + data.base + " to compare with");
        continue;
      }
      drawn = relative(data, curve, drawn, point, place->second, set);
    }
    data.fewest_samples =
        data.fewest_samples == 0 ? point.samples.size() : std::min(data.fewest_samples, point.samples.size());
    data.most_samples = std::max(data.most_samples, point.samples.size());
    curve.points.push_back(std::move(drawn));
  }
  std::ranges::sort(curve.gaps);
  return curve;
}

std::map<double, double> medians(const Series* series) {
  std::map<double, double> all;
  if (series != nullptr) {
    for (const auto& [x, point] : series->points) {
      if (!point.samples.empty()) {
        all.emplace(x, quantile(point.samples, 0.5));
      }
    }
  }
  return all;
}

/// Styles by the names of all runs, so that a family looks the same in all of them.
void give_styles(std::vector<ChartCurve>& curves) {
  std::map<std::string, std::size_t> contestants;
  std::map<std::string, std::size_t> limits;
  for (const ChartCurve& curve : curves) {
    (curve.limit ? limits : contestants).emplace(curve.family, 0);
  }
  for (auto* const styles : {&contestants, &limits}) {
    std::size_t next = 0;
    for (auto& [family, style] : *styles) {
      style = next++;
    }
  }
  for (ChartCurve& curve : curves) {
    curve.style = (curve.limit ? limits : contestants).at(curve.family);
  }
}

const ChartPoint* point_at(const ChartCurve& curve, double x) {
  const auto place = std::ranges::find(curve.points, x, &ChartPoint::x);
  return place == curve.points.end() ? nullptr : &*place;
}

const ChartCurve* newest_curve(const ChartData& data, const std::string& family) {
  const auto place = std::ranges::find_if(data.curves, [&](const ChartCurve& curve) {
    return curve.run + 1 == data.runs.size() && curve.family == family;
  });
  return place == data.curves.end() ? nullptr : &*place;
}

std::optional<Crossover> crossover_between(const ChartData& data, const Winner& before, const Winner& after) {
  const ChartCurve* const a = newest_curve(data, before.family);
  const ChartCurve* const b = newest_curve(data, after.family);
  if (a == nullptr || b == nullptr || !are_neighbours(data, before.x, after.x)) {
    return std::nullopt;
  }
  const ChartPoint* const ends[] = {point_at(*a, before.x), point_at(*a, after.x), point_at(*b, before.x),
                                    point_at(*b, after.x)};
  if (std::ranges::find(ends, nullptr) != std::end(ends)) {
    return std::nullopt;
  }
  const double gap_before = std::log(ends[0]->median / ends[2]->median);
  const double gap_after = std::log(ends[1]->median / ends[3]->median);
  const double way = gap_before == gap_after ? 0.5 : gap_before / (gap_before - gap_after);
  Crossover crossover{.x = std::exp(std::lerp(std::log(before.x), std::log(after.x), way)),
                      .y = std::exp(std::lerp(std::log(ends[0]->median), std::log(ends[1]->median), way)),
                      .separated = before.separated() && after.separated(),
                      .hover = {}};
  crossover.hover =
      fmt::format("Between {} and {} the best changes from {} ({}) to {} ({})", place_of(data, before.x),
                  after.x, before.family, describe_lead(before), after.family, describe_lead(after));
  return crossover;
}

/// Why there is no point at all, in one line.
std::string why_nothing(std::span<const SeriesSet> sets) {
  std::size_t failed = 0;
  std::size_t skipped = 0;
  std::map<std::string, std::size_t> without;  // by reason
  for (const SeriesSet& set : sets) {
    if (has_samples(set)) {
      return "no benchmark has a positive numeric argument and positive samples of " + printable(set.metric);
    }
    failed += set.failed.size();
    skipped += set.skipped.size();
    for (const LeftOut& row : set.not_drawn) {
      ++without[row.reason.substr(0, row.reason.find(": median"))];  // not each one's figures
    }
  }
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const std::string& what) {
    if (count > 0) {
      parts.push_back(fmt::format("{} {}: {}", count, count == 1 ? "row" : "rows", what));
    }
  };
  add(failed, "failed");
  add(skipped, "skipped");
  for (const auto& [reason, count] : without) {
    add(count, reason);
  }
  return fmt::format("no benchmark has samples of {}{}{}", printable(sets.back().metric),
                     parts.empty() ? "" : "; ", joined(parts));
}

}  // namespace

bool is_newest(const ChartData& data, const ChartCurve& curve) {
  return curve.run + 1 == data.runs.size();
}

bool are_neighbours(const ChartData& data, double from, double to) {
  const auto is_between = [&](double x) { return x > from && x < to; };
  return std::ranges::none_of(data.curves, [&](const ChartCurve& curve) {
    return curve.run + 1 == data.runs.size() &&
           (std::ranges::any_of(curve.gaps, is_between) ||
            std::ranges::any_of(curve.points, is_between, &ChartPoint::x));
  });
}

ChartData make_chart_data(std::span<const SeriesSet> sets, std::vector<std::string> runs,
                          const std::string& base) {
  const SeriesSet& newest = sets.back();
  ChartData data;
  data.metric = newest.metric;
  data.direction = newest.direction;
  data.axis = axis_name(newest);
  data.runs = std::move(runs);
  data.base = base;
  if (!base.empty() &&
      std::ranges::all_of(sets, [&](const SeriesSet& set) { return !has_family(set, base); })) {
    throw std::invalid_argument(unknown_family(base, sets));
  }
  for (std::size_t run = 0; run < sets.size(); ++run) {
    const Series* const base_series = base.empty() ? nullptr : find_series(sets[run], base);
    data.base_medians.push_back(medians(base_series));
    for (const Series& series : sets[run].series) {
      ChartCurve curve = make_curve(data, series, base_series, run, sets[run]);
      if (!curve.points.empty() || !curve.failures.empty()) {
        data.curves.push_back(std::move(curve));
      }
    }
    for (const auto& [name, point] : sets[run].without_axis) {
      data.left_out.push_back({(data.runs.size() > 1 ? data.runs[run] + ": " : "") + name,
                               "it is without " + printable(argument_name(sets[run]))});
    }
  }
  if (std::ranges::all_of(data.curves, [](const ChartCurve& curve) { return curve.points.empty(); })) {
    throw NothingToDraw("nothing to draw: " + why_nothing(sets));
  }
  give_styles(data.curves);
  data.winners = find_winners(newest);
  if (!is_contested(data.winners)) {
    data.winners.clear();
  }
  std::erase_if(data.winners, [&](const Winner& winner) {
    const ChartCurve* const curve = newest_curve(data, winner.family);
    return curve == nullptr || point_at(*curve, winner.x) == nullptr;
  });
  for (std::size_t i = 1; i < data.winners.size(); ++i) {
    if (data.winners[i].family != data.winners[i - 1].family) {
      if (auto crossover = crossover_between(data, data.winners[i - 1], data.winners[i])) {
        data.crossovers.push_back(*std::move(crossover));
      }
    }
  }
  constexpr std::size_t many = 8;
  if (data.crossovers.size() > many) {
    std::erase_if(data.crossovers, [](const Crossover& crossover) { return !crossover.separated; });
  }
  return data;
}

}  // namespace bench_report
