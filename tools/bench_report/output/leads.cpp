// Sentences about winners.
#include "tools/bench_report/output/leads.hpp"

#include <fmt/format.h>

#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {

std::string basis_of_leads(const SeriesSet& set) {
  return set.runs > 1 ? fmt::format("of {} processes", set.runs) : "within one process";
}

namespace {

/// The families that are tied with the best, without the runner-up.
std::string other_ties(const Winner& winner) {
  std::vector<std::string> names;
  for (const Tied& tied : winner.tied) {
    if (tied.family != winner.runner_up) {
      names.push_back(tied.family);
    }
  }
  return joined(names);
}

}  // namespace

std::string describe_lead(const Winner& winner) {
  if (!winner.runner_up) {
    return "alone";
  }
  if (!winner.lead) {
    return winner.standing == Lead::no_ratio
               ? fmt::format("no ratio to {}: a sample is not positive", *winner.runner_up)
               : "too few samples to separate it from " + *winner.runner_up;
  }
  const std::string interval =
      fmt::format("[{}, {}]", format_bound(winner.lead->low), format_bound(winner.lead->high));
  if (winner.standing == Lead::contradicted) {
    return fmt::format("best median, but in most pairs of samples {} is better {}", *winner.runner_up,
                       interval);
  }
  const std::string others = other_ties(winner);
  if (!winner.separated()) {
    return fmt::format("not separated from {} {}{}", *winner.runner_up, interval,
                       others.empty() ? "" : ", nor from " + others);
  }
  return fmt::format("{}× faster than {} {}{}", format_bound(winner.lead->estimate), *winner.runner_up,
                     interval, others.empty() ? "" : ", but not separated from " + others);
}

}  // namespace bench_report
