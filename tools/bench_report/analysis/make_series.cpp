// From rows to points.
#include "tools/bench_report/analysis/make_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "tools/bench_report/analysis/axis.hpp"
#include "tools/bench_report/analysis/known_metrics.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/natural_order.hpp"
#include "tools/bench_report/text/numbers.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

std::string describe_aggregates(const Row& row, const std::string& metric) {
  const auto median = aggregate_median_of(row, metric);
  return median && metric == "real_time" ? "only aggregates: median " + format_seconds(*median)
                                         : "only aggregates";
}

/// The row's samples without the slowest: the largest times, or the lowest rates; of counters of which nobody
/// knows what is better, those of the repetitions that took longest.
std::vector<double> fastest_samples(const Row& row, const SeriesOptions& options, Direction direction) {
  const std::vector<double>& samples = samples_of(row, options.metric);
  if (options.drop_slowest == 0 || samples.empty()) {
    return samples;
  }
  const bool by_itself = direction != Direction::unknown;
  const std::vector<double>& order = by_itself ? samples : row.real_time;
  if (order.size() != samples.size()) {
    throw std::invalid_argument("--drop-slowest: " + row.name.full + " has " + printable(options.metric) +
                                " in some repetitions only: which are the slowest can't be told");
  }
  std::vector<std::size_t> places(samples.size());
  std::ranges::generate(places, [place = std::size_t{0}]() mutable { return place++; });
  std::ranges::stable_sort(places, [&](std::size_t a, std::size_t b) {
    return direction == Direction::more ? order[a] > order[b] : order[a] < order[b];
  });
  places.resize(places.size() - std::min(options.drop_slowest, places.size() - 1));
  std::vector<double> kept;
  std::ranges::transform(places, std::back_inserter(kept), [&](std::size_t place) { return samples[place]; });
  return kept;
}

/// Sorts the samples. A row that fails in some files has those of the others.
void finish(Point& point) {
  std::ranges::sort(point.samples);
  if (!point.samples.empty()) {
    point.error.reset();
  }
}

/// Rows that failed, each once, with the number of files where there are several.
class Failures {
 public:
  void add(const Row& row) {
    const auto [place, is_new] = index_.try_emplace(row.name.full, rows_.size());
    if (is_new) {
      rows_.push_back({.row = {row.name.full, *row.error}});
    }
    ++rows_[place->second].files;
  }
  std::vector<LeftOut> list(std::size_t files) && {
    std::vector<LeftOut> all;
    for (Failed& failed : rows_) {
      if (files > 1) {
        failed.row.reason += fmt::format(" (in {} of {} files)", failed.files, files);
      }
      all.push_back(std::move(failed.row));
    }
    return all;
  }

 private:
  struct Failed {
    LeftOut row;
    std::size_t files = 0;
  };
  std::vector<Failed> rows_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// Makes one set of the rows of a side.
class Collector {
 public:
  Collector(const SeriesOptions& options, const Arrangement& arrangement)
      : options_(options), arrangement_(arrangement) {
    set_.metric = options.metric;
    set_.direction = direction_of(options.metric, options.directions);
    set_.is_contest = options.contest;
    set_.axis = arrangement.axis();
    set_.scale = arrangement.scale();
    set_.runs = 0;
  }

  void add(const Run& run) {
    ++set_.runs;
    set_.is_contest = set_.is_contest || is_contest(run);
    seen_.clear();
    for (const Row& row : run.rows) {
      add(run, row);
    }
  }

  SeriesSet finish() && {
    std::ranges::sort(set_.series, {}, &Series::name);
    for (Series& series : set_.series) {
      // Another file may have measured what is skipped here.
      std::ranges::copy_if(without_samples_[series.name],
                           std::inserter(series.without_samples, series.without_samples.end()),
                           [&](double x) { return !series.points.contains(x); });
      for (auto& [x, point] : series.points) {
        bench_report::finish(point);
      }
    }
    for (auto& [name, point] : set_.without_axis) {
      bench_report::finish(point);
    }
    std::ranges::stable_sort(set_.not_drawn, stands_before, &LeftOut::name);  // files may be shuffled
    set_.failed = std::move(failures_).list(set_.runs);
    set_.tie = options_.tie.value_or(set_.runs > 1 ? tie_of_processes : tie_within_a_process);
    return std::move(set_);
  }

 private:
  void add(const Run& run, const Row& row) {
    const auto x = arrangement_.value_of(row.name);
    const std::string name = arrangement_.series_of(row.name);
    if (row.skipped) {
      leave_out(set_.skipped, row, *row.skipped, name, x);
      return;
    }
    std::vector<double> samples;
    if (row.error) {
      failures_.add(row);
    } else {
      samples = fastest_samples(row, options_, set_.direction);
      std::erase_if(samples, [](double value) { return !std::isfinite(value); });
    }
    if (const auto median = aggregate_median_of(row, options_.metric);
        options_.takes_aggregates && median && samples.empty() && !row.error) {
      samples = {*median};
      ++set_.aggregates;
    }
    if (samples.empty() && !row.error) {
      leave_out(set_.not_drawn, row,
                row.has_only_aggregates() ? describe_aggregates(row, options_.metric)
                                          : "no samples of " + options_.metric,
                name, x);
      return;
    }
    if (!seen_.emplace(name, x).second) {
      throw UnusableInput(
          run.file + ": " + row.name.full +
          " is there twice with different settings (iterations, min_time …): measure them into "
          "files of their own");
    }
    Point& point = point_of(name, x);
    if (!samples.empty()) {
      point.processes.push_back(median(samples));
    }
    point.samples.insert(point.samples.end(), samples.begin(), samples.end());
    point.error = point.error ? point.error : row.error;
    const std::string counter = "workers";
    for (const double workers : samples_of(row, counter)) {
      point.workers = std::max(point.workers, workers);
    }
  }

  void leave_out(std::vector<LeftOut>& list, const Row& row, std::string reason, const std::string& name,
                 std::optional<double> x) {
    list.push_back({row.name.full, std::move(reason)});
    if (x) {
      without_samples_[name].insert(*x);
    }
  }

  Point& point_of(const std::string& name, std::optional<double> x) {
    if (!x) {
      return set_.without_axis[name];
    }
    const auto [place, is_new] = index_.try_emplace(name, set_.series.size());
    if (is_new) {
      set_.series.push_back({.name = name, .points = {}, .without_samples = {}});
    }
    return set_.series[place->second].points[*x];
  }

  const SeriesOptions& options_;
  const Arrangement& arrangement_;
  SeriesSet set_;
  std::set<std::pair<std::string, std::optional<double>>> seen_;  // in the run
  std::unordered_map<std::string, std::size_t> index_;
  std::map<std::string, std::set<double>> without_samples_;
  Failures failures_;
};

std::vector<SeriesSet> collect_all(const RunsOfSides& sides, const SeriesOptions& options) {
  require_metric(sides, options.metric);
  const Arrangement arrangement(sides, options.axis);
  std::vector<SeriesSet> sets;
  sets.reserve(sides.size());
  for (const auto* const runs : sides) {
    Collector collector(options, arrangement);
    for (const Run& run : *runs) {
      collector.add(run);
    }
    sets.push_back(std::move(collector).finish());
  }
  return sets;
}

}  // namespace

SeriesSet make_series(const std::vector<Run>& runs, const SeriesOptions& options) {
  return std::move(collect_all({&runs}, options).front());
}

std::vector<SeriesSet> make_series_of_sides(std::span<const Side> sides, const SeriesOptions& options) {
  RunsOfSides runs;
  for (const Side& side : sides) {
    runs.push_back(&side.runs);
  }
  return collect_all(runs, options);
}

}  // namespace bench_report
