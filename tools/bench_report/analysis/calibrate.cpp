// Calibrating and resampling.
#include "tools/bench_report/analysis/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>
#include <utility>

#include "tools/bench_report/analysis/run_warnings.hpp"
#include "tools/bench_report/analysis/side_rows.hpp"
#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/ratio.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

constexpr double percentile = 0.99;
constexpr std::size_t resamples = 1000;

double floor_of_pairs(const std::vector<double>& samples) {
  std::vector<double> distances;
  for (auto a = samples.begin(); a != samples.end(); ++a) {
    for (auto b = std::next(a); b != samples.end(); ++b) {
      distances.push_back(std::abs(std::log(*a / *b)));
    }
  }
  std::ranges::sort(distances);
  return quantile(distances, percentile);
}

}  // namespace

Calibration calibrate(const std::vector<Run>& runs, const CalibrateOptions& options) {
  Calibration result{.options = options, .runs = runs.size(), .floor = {}, .rows = {}, .warnings = {}};
  result.floor.metric = options.metric;
  result.floor.per_process = options.per_process;
  require_one_commit(runs, options.force, result.warnings);
  for (std::string& warning : joint_warnings({&runs})) {
    result.warnings.push_back(std::move(warning));
  }
  result.floor.context = runs.front().context;
  std::vector<std::string> failed;
  std::vector<std::string> left_out;
  std::vector<std::string> few;
  const Direction direction = direction_of(options.metric, options.directions);
  const SideRows side = collect(runs, options.metric);
  for (const SideRow& row : side.rows) {
    auto samples = process_samples(row, options.per_process, direction);
    if (row.error) {
      failed.push_back(row.name);
      continue;
    }
    if (samples.size() < 2 || std::ranges::any_of(samples, [](double s) { return s <= 0; })) {
      left_out.push_back(row.name);
      continue;
    }
    if (samples.size() < enough_calibration_runs) {
      few.push_back(row.name);
    }
    const double floor = floor_of_pairs(samples);
    result.rows.push_back(
        {.name = row.name, .median = median(samples), .floor = floor, .levels = two_level(row.repetitions)});
    result.floor.rows.push_back(
        {.name = parse_name(row.name), .samples = std::move(samples), .floor = floor});
  }
  result.floor.make_index();
  if (result.rows.empty()) {
    throw UnusableInput(
        fmt::format("{}: no benchmark has samples of {} in two files or more: calibrate with {} "
                    "runs of one commit",
                    runs.front().file, options.metric, enough_calibration_runs));
  }
  if (runs.size() < enough_calibration_runs) {
    result.warnings.push_back(fmt::format("{} runs are few: the 99th percentile wants {} or more",
                                          runs.size(), enough_calibration_runs));
  } else if (!few.empty()) {
    result.warnings.push_back(fmt::format("in fewer than {} runs, which the 99th percentile wants: {}",
                                          enough_calibration_runs, some(few)));
  }
  if (!failed.empty()) {
    result.warnings.push_back("no floor, since they failed in some run: " + some(failed));
  }
  if (!left_out.empty()) {
    result.warnings.push_back("no floor, for want of positive samples in two runs: " + some(left_out));
  }
  return result;
}

double floor_of(const FloorRow& row, std::size_t before, std::size_t after) {
  if (before == 1 && after == 1) {
    return row.floor;
  }
  std::mt19937_64 random(1);
  std::vector<double> distances(resamples);
  std::vector<double> x(before);
  std::vector<double> y(after);
  const auto draw = [&] { return row.samples[random() % row.samples.size()]; };
  for (double& distance : distances) {
    std::ranges::generate(x, draw);
    std::ranges::generate(y, draw);
    distance = std::abs(std::log(ratio_estimate(x, y)));
  }
  std::ranges::sort(distances);
  return quantile(distances, percentile);
}

}  // namespace bench_report
