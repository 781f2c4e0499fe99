// The table of `bench-report quantiles`: bands, speedups, and who wins from which size on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/payback.hpp"
#include "tools/bench_report/series.hpp"
#include "tools/bench_report/statistics.hpp"

namespace bench_report {

/// One family at one size.
struct QuantileRow {
  std::string family;
  std::optional<double> x;  ///< empty: the row is without the axis's argument
  std::size_t samples = 0;
  double low = 0;     ///< 0.05-quantile, in the metric's unit: seconds for times
  double median = 0;  ///< 0.50
  double high = 0;    ///< 0.95
  double minimum = 0;
  std::optional<Interval> median_interval;  ///< 95 %, as median_interval() has it
  std::optional<double>
      speedup;  ///< median of the base's time by this one's; empty where the base has no such row
};

/// What can be said of the best and its runner-up.
enum class Lead {
  alone,            ///< there is no runner-up
  no_ratio,         ///< a sample is not positive
  too_few_samples,  ///< for an interval
  not_separated,    ///< the interval includes 1
  contradicted,  ///< the interval lies below 1: the best median, but in most pairs of samples the runner-up
                 ///< is better
  separated
};

/// The best family at one size: the least time or the highest rate; bounds (`limit/…`) do not compete.
struct Winner {
  double x = 0;
  std::string family;
  double median = 0;
  std::optional<std::string> runner_up;
  Lead standing = Lead::alone;
  std::optional<Interval> lead;  ///< how many times better than the runner-up; empty where that can't be said

  /// The lead's interval excludes 1.
  bool separated() const { return standing == Lead::separated; }
};

struct QuantileTable {
  SeriesSet set;
  std::string base;                  ///< family that speedups are relative to
  std::vector<QuantileRow> rows;     ///< by size, those without one last; then by median, best first
  std::vector<Winner> winners;       ///< by size; only for times and rates
  std::vector<Payback> paybacks;     ///< of families that compile while the program runs; only for real_time
  std::vector<std::string> context;  ///< one line each: machine, commit, date
  std::vector<std::string> run_warnings;  ///< of what spoils the runs' figures
  std::vector<std::string> warnings;      ///< of this table
};

/// Family that speedups are relative to where nobody says otherwise.
inline constexpr const char* default_base = "loops";

/// Samples below which 5 % and 95 % quantiles lie between or beyond the outermost two samples.
inline constexpr std::size_t samples_for_sure_tails = 20;

/// Who is best at each size; empty where the metric is neither a time nor a rate.
std::vector<Winner> find_winners(const SeriesSet& set);

/// Whether there is a runner-up anywhere: otherwise nobody wins.
bool is_contested(const std::vector<Winner>& winners);

/// What the leads are of: repetitions of one process, or processes, of which each is one sample.
std::string basis_of_leads(const SeriesSet& set);

/// "1.21× faster than b [1.10, 1.33]", "not separated from b [0.97, 1.08]", "alone".
std::string describe_lead(const Winner& winner);

/// `base` may be absent: then there are no speedups, and a warning says so, unless it is the default.
QuantileTable make_quantile_table(const std::vector<Run>& runs, const SeriesOptions& options,
                                  const std::string& base, bool base_was_asked_for);
QuantileTable make_quantile_table(SeriesSet set, const std::vector<Run>& runs, const std::string& base,
                                  bool base_was_asked_for);

std::string to_text(const QuantileTable& table);
std::string to_markdown(const QuantileTable& table);
std::string to_csv(const QuantileTable& table);
std::string to_json(const QuantileTable& table);

/// Machine, processor, commit and date of a run, as far as its context tells; for small print.
std::vector<std::string> context_lines(const std::vector<Run>& runs);

/// Stretches of sizes with the same winner: "N = 100 … 215: vectorized/eigen".
struct Reign {
  double from = 0;
  double to = 0;
  std::string family;
};
std::vector<Reign> reigns(const std::vector<Winner>& winners);

}  // namespace bench_report
