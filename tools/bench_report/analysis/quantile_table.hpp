// Bands, speedups, and who wins from which size on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/limits.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/payback.hpp"
#include "tools/bench_report/analysis/provenance.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

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

struct QuantileTable {
  SeriesSet set;
  std::string base;               ///< family that speedups are relative to
  std::vector<QuantileRow> rows;  ///< by size, those without one last; then by median, best first
  std::vector<Winner> winners;    ///< by size; none where nobody knows what is better
  Limits limits;                  ///< what binds at each size, and how close each family comes to it
  std::vector<Payback> paybacks;  ///< of families that compile while the program runs; only for real_time
  Provenance provenance;
  std::vector<std::string> run_warnings;  ///< of what spoils the runs' figures
  std::vector<std::string> warnings;      ///< of this table
};

/// Family that speedups are relative to where nobody says otherwise.
inline constexpr const char* default_base = "loops";

/// Samples below which 5 % and 95 % quantiles lie between or beyond the outermost two samples.
inline constexpr std::size_t samples_for_sure_tails = 20;

/// `base` may be absent: then there are no speedups, and a warning says so, unless it is the default.
QuantileTable make_quantile_table(const std::vector<Run>& runs, const SeriesOptions& options,
                                  const std::string& base, bool base_was_asked_for);
QuantileTable make_quantile_table(SeriesSet set, const std::vector<Run>& runs, const std::string& base,
                                  bool base_was_asked_for);

/// The warnings of its runs, and its own.
std::vector<std::string> all_warnings(const QuantileTable& table);

/// Whether any row has a speedup.
bool has_speedups(const QuantileTable& table);

}  // namespace bench_report
