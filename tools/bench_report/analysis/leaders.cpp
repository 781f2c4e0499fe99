// Sorting contestants by their medians.
#include "tools/bench_report/analysis/leaders.hpp"

#include <algorithm>
#include <utility>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/statistics/ratio.hpp"

namespace bench_report {
namespace {

std::optional<Winner> winner_at(const SeriesSet& set, double x) {
  struct Contestant {
    const Series* series;
    const Point* point;
    double median;
  };
  std::vector<Contestant> contestants;
  for (const Series& series : set.series) {
    const auto point = series.points.find(x);
    if (!series.is_limit() && point != series.points.end() && !point->second.samples.empty()) {
      contestants.push_back({&series, &point->second, quantile(point->second.samples, 0.5)});
    }
  }
  if (contestants.empty()) {
    return std::nullopt;
  }
  const bool more_is_better = set.direction == Direction::more;
  std::ranges::stable_sort(contestants, [&](const Contestant& a, const Contestant& b) {
    return more_is_better ? a.median > b.median : a.median < b.median;
  });
  Winner winner{.x = x,
                .family = contestants[0].series->name,
                .median = contestants[0].median,
                .runner_up = std::nullopt,
                .standing = Lead::alone,
                .lead = std::nullopt};
  if (contestants.size() > 1) {
    winner.runner_up = contestants[1].series->name;
    const auto& best = replicates(set, *contestants[0].point);
    const auto& second = replicates(set, *contestants[1].point);
    const bool positive = std::ranges::min(best) > 0 && std::ranges::min(second) > 0;
    if (positive) {
      winner.lead = more_is_better ? ratio(second, best) : ratio(best, second);
    }
    winner.standing = !positive               ? Lead::no_ratio
                      : !winner.lead          ? Lead::too_few_samples
                      : winner.lead->low > 1  ? Lead::separated
                      : winner.lead->high < 1 ? Lead::contradicted
                                              : Lead::not_separated;
  }
  return winner;
}

}  // namespace

std::vector<Winner> find_winners(const SeriesSet& set) {
  std::vector<Winner> winners;
  if (set.direction != Direction::unknown) {
    for (const double x : sizes_of(set)) {
      if (auto winner = winner_at(set, x)) {
        winners.push_back(*std::move(winner));
      }
    }
  }
  return winners;
}

bool is_contested(const std::vector<Winner>& winners) {
  return std::ranges::any_of(winners, [](const Winner& winner) { return winner.runner_up.has_value(); });
}

std::vector<Reign> reigns(const std::vector<Winner>& winners) {
  std::vector<Reign> list;
  for (const Winner& winner : winners) {
    if (list.empty() || list.back().family != winner.family) {
      list.push_back({.from = winner.x, .to = winner.x, .family = winner.family});
    }
    list.back().to = winner.x;
  }
  return list;
}

}  // namespace bench_report
