// Who is best at each size: one family, or several that are not told apart.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {

/// What can be said of the best and its runner-up.
enum class Lead {
  alone,            ///< there is no runner-up
  no_ratio,         ///< a sample is not positive
  too_few_samples,  ///< for an interval
  not_separated,    ///< the interval includes 1, or the lead is below SeriesSet::tie
  contradicted,  ///< the interval lies below 1: the best median, but in most pairs of samples the runner-up
                 ///< is better
  separated
};

/// A family that is not told apart from the best.
struct Tied {
  std::string family;
  double median = 0;

  bool operator==(const Tied&) const = default;
};

/// The best families at one size: the least time or the highest rate, say; bounds (`limit/…`) do not compete.
struct Winner {
  double x = 0;
  std::string family;  ///< of the best median
  double median = 0;
  std::vector<Tied> tied;  ///< the others that may be the best, the best median first
  std::optional<std::string> runner_up;
  Lead standing = Lead::alone;   ///< towards the runner-up
  std::optional<Interval> lead;  ///< how many times better than the runner-up; empty where that can't be said

  /// The runner-up is told apart.
  bool separated() const { return standing == Lead::separated; }

  /// The samples say who may be the best.
  bool decided() const {
    return standing == Lead::separated || standing == Lead::not_separated || standing == Lead::contradicted;
  }
};

/// Who is best at each size; empty where nobody knows what is better, or nobody competes (is_contest).
///
/// A family is told apart from the best where the interval of their ratio (ratio() in statistics) excludes 1
/// and the ratio is at least 1 + SeriesSet::tie. Which one is the best is chosen by the same samples, so all
/// pairs at that size count as compared: of k families each interval has the confidence 1 − 0.05 / (k (k − 1)
/// / 2) (Bonferroni). Thus the group of the best and all that are tied has the true best in at least 95 % of
/// the sizes, and two equal families are told apart in at most 5 %.
std::vector<Winner> find_winners(const SeriesSet& set);

/// Whether there is a runner-up anywhere: otherwise nobody wins.
bool is_contested(const std::vector<Winner>& winners);

/// All that may be the best, the best median first.
std::vector<std::string> leaders(const Winner& winner);

/// Whether some family may be the best at both.
bool share_a_leader(const Winner& a, const Winner& b);

/// Neighbouring sizes at which the same families may be the best.
struct Stretch {
  std::size_t first = 0;  ///< place among the winners
  std::size_t last = 0;
  std::vector<std::string>
      families;       ///< that may be the best at each of its sizes; the least sum of ranks first
  double within = 0;  ///< how much worse than the best the worst of them is at the most: 0.05 for 5 %

  /// A family that may be the best at some of the sizes only.
  struct Guest {
    std::string family;
    std::vector<std::size_t> places;  ///< among the winners
  };
  std::vector<Guest> guests;  ///< by where they come first
  std::optional<Lead> doubt;  ///< why the samples do not say who may be the best, at any of its sizes
};

/// As few stretches as possible, from the smallest size on: each goes on as long as some family may be the
/// best at all of its sizes, and all or none of them are decided.
std::vector<Stretch> find_stretches(std::span<const Winner> winners);

}  // namespace bench_report
