// From samples to curves.
#include "tools/bench_report/output/chart/chart_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/chart/chart_points.hpp"
#include "tools/bench_report/output/chart/groups.hpp"
#include "tools/bench_report/output/chart/value_axis.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/limit_words.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

void count_samples(ChartData& data, const Point& point) {
  data.fewest_samples =
      data.fewest_samples == 0 ? point.samples.size() : std::min(data.fewest_samples, point.samples.size());
  data.most_samples = std::max(data.most_samples, point.samples.size());
}

ChartCurve make_curve(ChartData& data, const Series& series, std::size_t run, const SeriesSet& set) {
  ChartCurve curve{.family = series.name,
                   .limit = series.is_limit(),
                   .style = {},
                   .run = run,
                   .points = {},
                   .failures = {},
                   .gaps = {series.without_samples.begin(), series.without_samples.end()}};
  for (const auto& [x, point] : series.points) {
    if (point.error) {
      curve.failures.push_back(
          {.x = x, .hover = where(data, curve.family, run, x) + ": failed: " + *point.error});
      curve.gaps.push_back(x);
    }
    if (point.samples.empty()) {
      continue;
    }
    const ChartSource source{.set = set, .run = run, .family = series.name, .x = x, .point = point};
    const std::string problem = point.samples.front() <= 0
                                    ? "a sample is not positive: a logarithmic axis has no place for it"
                                    : without_ratio(data, source);
    if (problem.empty()) {
      count_samples(data, point);
      curve.points.push_back(chart_point(data, source));
      if (const Share* const share =
              run + 1 == data.runs.size() ? find_share(data.limits, series.name, x) : nullptr) {
        curve.points.back().hover += ", " + share_text(*share);
      }
    } else {
      data.left_out.push_back({where(data, curve.family, run, x), problem});
      curve.gaps.push_back(x);
    }
  }
  std::ranges::sort(curve.gaps);
  return curve;
}

/// Rows without a place on the axis, of all runs, the best median of the newest run first.
void add_rows(ChartData& data, std::span<const SeriesSet> sets) {
  std::map<std::string, ChartRow> rows;
  for (std::size_t run = 0; run < sets.size(); ++run) {
    for (const auto& [name, point] : sets[run].without_axis) {
      const ChartSource source{
          .set = sets[run], .run = run, .family = name, .x = std::nullopt, .point = point};
      ChartRow& row = rows[name];
      row.family = name;
      row.limit = is_limit(name);
      row.runs.resize(sets.size());
      row.hovers.resize(sets.size());
      if (point.samples.empty()) {
        row.hovers[run] =
            where(data, name, run, std::nullopt) + ": failed: " + point.error.value_or("no samples");
      } else if (const std::string problem = without_ratio(data, source); !problem.empty()) {
        data.left_out.push_back({where(data, name, run, std::nullopt), problem});
      } else {
        count_samples(data, point);
        row.runs[run] = chart_point(data, source);
        row.hovers[run] = row.runs[run]->hover;
      }
    }
  }
  for (auto& [name, row] : rows) {
    if (std::ranges::any_of(row.hovers, [](const std::string& text) { return !text.empty(); })) {
      data.rows.push_back(std::move(row));
    }
  }
  const bool more_is_better = data.direction == Direction::more || !data.base.empty();
  std::ranges::stable_sort(data.rows, [&](const ChartRow& a, const ChartRow& b) {
    const auto& first = a.runs.back();
    const auto& second = b.runs.back();
    return first && second
               ? (more_is_better ? first->median > second->median : first->median < second->median)
               : first.has_value() && !second.has_value();
  });
}

bool has_point(const ChartRow& row) {
  return std::ranges::any_of(row.runs, [](const auto& point) { return point.has_value(); });
}

std::set<std::string> families_of(const ChartData& data) {
  std::set<std::string> families;
  for (const ChartCurve& curve : data.curves) {
    families.insert(curve.family);
  }
  for (const ChartRow& row : data.rows) {
    families.insert(row.family);
  }
  return families;
}

/// More rows than that would make a page of their own.
void leave_out_last_rows(ChartData& data) {
  constexpr std::size_t most_rows = 100;
  while (data.rows.size() > most_rows) {
    data.left_out.push_back({data.rows.back().family, "the chart has room for 100 rows"});
    data.rows.pop_back();
  }
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
  if (a == nullptr || b == nullptr || data.scale.kind == AxisKind::categories ||
      !are_neighbours(data, before.x, after.x)) {
    return std::nullopt;
  }
  const ChartPoint* const ends[] = {point_at(*a, before.x), point_at(*a, after.x), point_at(*b, before.x),
                                    point_at(*b, after.x)};
  if (std::ranges::find(ends, nullptr) != std::end(ends)) {
    return std::nullopt;
  }
  const auto bent = [&](double value) {
    return data.bend == Bend::root ? std::sqrt(value) : std::log(value);
  };
  const auto straight = [&](double value) {
    return data.bend == Bend::root ? value * value : std::exp(value);
  };
  const double gap_before = bent(ends[0]->median) - bent(ends[2]->median);
  const double gap_after = bent(ends[1]->median) - bent(ends[3]->median);
  const double way = gap_before == gap_after ? 0.5 : gap_before / (gap_before - gap_after);
  const bool logarithmic = data.scale.kind == AxisKind::logarithmic && before.x > 0;
  Crossover crossover{.x = logarithmic ? std::exp(std::lerp(std::log(before.x), std::log(after.x), way))
                                       : std::lerp(before.x, after.x, way),
                      .y = straight(std::lerp(bent(ends[0]->median), bent(ends[1]->median), way)),
                      .separated = before.separated() && after.separated(),
                      .hover = {}};
  crossover.hover = fmt::format("Between {} and {} the best changes from {} ({}) to {} ({})",
                                place_of(data, before.x), value_text(data.scale, after.x), before.family,
                                describe_lead(before), after.family, describe_lead(after));
  return crossover;
}

/// One family for each stretch; where that has no point, the best itself.
std::vector<std::string> top_row_of(const ChartData& data) {
  std::vector<std::string> families;
  for (const Stretch& stretch : find_stretches(data.winners)) {
    for (std::size_t i = stretch.first; i <= stretch.last; ++i) {
      const ChartCurve* const curve = newest_curve(data, stretch.families.front());
      const bool is_drawn = curve != nullptr && point_at(*curve, data.winners[i].x) != nullptr;
      families.push_back(is_drawn ? stretch.families.front() : data.winners[i].family);
    }
  }
  return families;
}

/// Why there is no point at all, in one line.
std::string why_nothing(std::span<const SeriesSet> sets) {
  std::size_t failed = 0;
  std::size_t skipped = 0;
  std::map<std::string, std::size_t> without;  // by reason
  for (const SeriesSet& set : sets) {
    if (has_samples(set)) {
      return "no benchmark has positive samples of " + printable(set.metric);
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
      parts.push_back(counted(count, "row") + ": " + what);
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

bool has_lines(const ChartData& data) {
  return !data.curves.empty() && data.scale.kind != AxisKind::categories;
}

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
  data.scale = newest.scale;
  data.runs = std::move(runs);
  data.base = base;
  if (base.empty()) {
    data.limits = find_limits(newest);
  }
  if (!base.empty() &&
      std::ranges::all_of(sets, [&](const SeriesSet& set) { return !has_family(set, base); })) {
    throw std::invalid_argument(unknown_family(base, sets));
  }
  for (std::size_t run = 0; run < sets.size(); ++run) {
    data.base_medians.push_back(medians(base.empty() ? nullptr : find_series(sets[run], base)));
    for (const Series& series : sets[run].series) {
      ChartCurve curve = make_curve(data, series, run, sets[run]);
      if (!curve.points.empty() || !curve.failures.empty()) {
        data.curves.push_back(std::move(curve));
      }
    }
  }
  add_rows(data, sets);
  leave_out_last_rows(data);
  if (std::ranges::all_of(data.curves, [](const ChartCurve& curve) { return curve.points.empty(); })) {
    data.curves.clear();
  }
  if (data.curves.empty() && std::ranges::none_of(data.rows, has_point)) {
    throw NothingToDraw("nothing to draw: " + why_nothing(sets));
  }
  data.names = short_names(families_of(data), widest_name);
  give_styles(data.curves);
  data.bend = bend_of_values(data);
  data.winners = find_winners(newest);
  if (!is_contested(data.winners) || has_small_multiples(data)) {
    data.winners.clear();
  }
  std::erase_if(data.winners, [&](const Winner& winner) {
    const ChartCurve* const curve = newest_curve(data, winner.family);
    return curve == nullptr || point_at(*curve, winner.x) == nullptr;
  });
  data.top_row = top_row_of(data);
  for (std::size_t i = 1; i < data.winners.size(); ++i) {
    if (!share_a_leader(data.winners[i - 1], data.winners[i])) {
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
