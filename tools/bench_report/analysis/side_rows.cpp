// Collecting the rows of several runs.
#include "tools/bench_report/analysis/side_rows.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>
#include <unordered_set>

#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {
namespace {

/// The standard library's regular expressions recurse: longer names would overflow the stack.
constexpr std::size_t longest_searched = 1024;

}  // namespace

SideRows collect(const std::vector<Run>& runs, const std::string& metric, const std::string& filter) {
  std::regex pattern;
  try {
    pattern = std::regex(filter);
  } catch (const std::regex_error& error) {
    throw std::invalid_argument("--filter " + filter + ": no regular expression (" + error.what() + ")");
  }
  SideRows side;
  for (const Run& run : runs) {
    std::unordered_set<std::string> seen;
    for (const Row& row : run.rows) {
      if (!filter.empty() && !std::regex_search(row.name.full.substr(0, longest_searched), pattern)) {
        continue;
      }
      std::string key = row_key(row.name);
      if (!seen.insert(key).second) {
        throw UnusableInput(run.file + ": " + row.name.full +
                            " is there twice with different settings (iterations, min_time …): use --filter");
      }
      const auto [place, is_new] = side.index.try_emplace(key, side.rows.size());
      if (is_new) {
        side.rows.emplace_back();
        side.rows.back().key = std::move(key);
        side.rows.back().name = row.name.full;
        side.rows.back().family = row.name.family;
        side.rows.back().has_arguments = !row.name.arguments.empty();
      }
      SideRow& collected = side.rows[place->second];
      ++collected.runs;
      if (const auto& samples = samples_of(row, metric); !samples.empty() && !row.skipped) {
        collected.repetitions.push_back(samples);
      }
      collected.failed_runs += row.error ? 1U : 0U;
      collected.error = collected.error ? collected.error : row.error;
      collected.skipped = collected.skipped ? collected.skipped : row.skipped;
      if (row.has_only_aggregates()) {
        collected.has_only_aggregates = true;
        if (metric == "real_time" && !collected.aggregate_median) {
          collected.aggregate_median = row.aggregate_median;
        }
      }
    }
  }
  return side;
}

std::vector<double> process_samples(const SideRow& row, PerProcess per_process, Direction direction) {
  std::vector<double> samples;
  for (const auto& repetitions : row.repetitions) {
    samples.push_back(per_process == PerProcess::median || direction == Direction::unknown
                          ? median(repetitions)
                      : direction == Direction::more ? std::ranges::max(repetitions)
                                                     : std::ranges::min(repetitions));
  }
  return samples;
}

}  // namespace bench_report
