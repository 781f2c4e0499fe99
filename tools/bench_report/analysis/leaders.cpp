// Comparing contestants with the best of them.
#include "tools/bench_report/analysis/leaders.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <utility>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/statistics/ratio.hpp"

namespace bench_report {
namespace {

struct Contestant {
  const std::string* family;
  const std::vector<double>* samples;
  double median;
};

/// All that were measured at one size, the best median first.
std::vector<Contestant> contestants_at(const SeriesSet& set, double x) {
  std::vector<Contestant> contestants;
  for (const Series& series : set.series) {
    const auto point = series.points.find(x);
    if (!series.is_limit() && point != series.points.end() && !point->second.samples.empty()) {
      contestants.push_back(
          {&series.name, &replicates(set, point->second), quantile(point->second.samples, 0.5)});
    }
  }
  const bool more_is_better = set.direction == Direction::more;
  std::ranges::stable_sort(contestants, [&](const Contestant& a, const Contestant& b) {
    return more_is_better ? a.median > b.median : a.median < b.median;
  });
  return contestants;
}

/// How the best stands to another one.
struct Standing {
  Lead lead = Lead::alone;
  std::optional<Interval> ratio;
};

Standing standing_of(const Contestant& best, const Contestant& other, const SeriesSet& set,
                     double confidence) {
  if (std::ranges::min(*best.samples) <= 0 || std::ranges::min(*other.samples) <= 0) {
    return {.lead = Lead::no_ratio, .ratio = std::nullopt};
  }
  const auto lead = set.direction == Direction::more ? ratio(*other.samples, *best.samples, confidence)
                                                     : ratio(*best.samples, *other.samples, confidence);
  return {.lead = !lead                                            ? Lead::too_few_samples
                  : lead->high < 1                                 ? Lead::contradicted
                  : lead->low > 1 && lead->estimate >= 1 + set.tie ? Lead::separated
                                                                   : Lead::not_separated,
          .ratio = lead};
}

std::optional<Winner> winner_at(const SeriesSet& set, double x) {
  const auto contestants = contestants_at(set, x);
  if (contestants.empty()) {
    return std::nullopt;
  }
  const Contestant& best = contestants.front();
  Winner winner;
  winner.x = x;
  winner.family = *best.family;
  winner.median = best.median;
  const auto count = static_cast<double>(contestants.size());
  const double confidence = 1 - 0.05 / std::max(1.0, count * (count - 1) / 2);
  for (std::size_t i = 1; i < contestants.size(); ++i) {
    const Standing standing = standing_of(best, contestants[i], set, confidence);
    if (i == 1) {
      winner.runner_up = *contestants[i].family;
      winner.standing = standing.lead;
      winner.lead = standing.ratio;
    }
    if (standing.lead == Lead::not_separated || standing.lead == Lead::contradicted) {
      winner.tied.push_back({.family = *contestants[i].family, .median = contestants[i].median});
    }
  }
  return winner;
}

/// How much worse the median is than the best: 0.05 for 5 %.
double behind(const Winner& winner, const std::string& family) {
  const auto tied = std::ranges::find(winner.tied, family, &Tied::family);
  if (tied == winner.tied.end() || tied->median <= 0 || winner.median <= 0) {
    return 0;
  }
  return std::max(tied->median / winner.median, winner.median / tied->median) - 1;
}

std::optional<Lead> doubt_of(const Winner& winner) {
  return winner.decided() ? std::nullopt : std::optional(winner.standing);
}

std::size_t rank_of(const Winner& winner, const std::string& family) {
  const auto list = leaders(winner);
  return static_cast<std::size_t>(std::ranges::find(list, family) - list.begin());
}

/// Orders the families, and finds the guests.
void finish(Stretch& stretch, std::span<const Winner> winners) {
  std::map<std::string, std::size_t> ranks;
  for (std::size_t i = stretch.first; i <= stretch.last; ++i) {
    for (const std::string& family : stretch.families) {
      ranks[family] += rank_of(winners[i], family);
      stretch.within = std::max(stretch.within, behind(winners[i], family));
    }
    for (const std::string& family : leaders(winners[i])) {
      if (std::ranges::find(stretch.families, family) == stretch.families.end()) {
        auto guest = std::ranges::find(stretch.guests, family, &Stretch::Guest::family);
        if (guest == stretch.guests.end()) {
          guest = stretch.guests.insert(guest, {.family = family, .places = {}});
        }
        guest->places.push_back(i);
      }
    }
  }
  std::ranges::stable_sort(stretch.families, {}, [&](const std::string& family) { return ranks[family]; });
}

}  // namespace

std::vector<Winner> find_winners(const SeriesSet& set) {
  std::vector<Winner> winners;
  if (set.is_contest && set.direction != Direction::unknown) {
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

std::vector<std::string> leaders(const Winner& winner) {
  std::vector<std::string> families{winner.family};
  std::ranges::transform(winner.tied, std::back_inserter(families), &Tied::family);
  return families;
}

bool share_a_leader(const Winner& a, const Winner& b) {
  const auto others = leaders(b);
  return std::ranges::any_of(leaders(a), [&](const std::string& family) {
    return std::ranges::find(others, family) != others.end();
  });
}

std::vector<Stretch> find_stretches(std::span<const Winner> winners) {
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < winners.size(); ++i) {
    const auto best = leaders(winners[i]);
    if (!stretches.empty() && doubt_of(winners[i]) == doubt_of(winners[i - 1])) {
      std::vector<std::string> common;
      std::ranges::copy_if(
          stretches.back().families, std::back_inserter(common),
          [&](const std::string& family) { return std::ranges::find(best, family) != best.end(); });
      if (!common.empty()) {
        stretches.back().families = std::move(common);
        stretches.back().last = i;
        continue;
      }
    }
    Stretch& next = stretches.emplace_back();
    next.first = next.last = i;
    next.families = best;
  }
  for (Stretch& stretch : stretches) {
    stretch.doubt = doubt_of(winners[stretch.first]);
    finish(stretch, winners);
  }
  return stretches;
}

}  // namespace bench_report
