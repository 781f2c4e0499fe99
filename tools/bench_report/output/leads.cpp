// Sentences about winners.
#include "tools/bench_report/output/leads.hpp"

#include <fmt/format.h>

#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {

std::string basis_of_leads(const SeriesSet& set) {
  return set.runs > 1 ? fmt::format("of {} processes", set.runs) : "within one process";
}

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
  if (!winner.separated()) {
    return fmt::format("not separated from {} {}", *winner.runner_up, interval);
  }
  return fmt::format("{}× faster than {} {}", format_bound(winner.lead->estimate), *winner.runner_up,
                     interval);
}

}  // namespace bench_report
