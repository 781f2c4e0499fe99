// Floors beside what they are made of.
#include "tools/bench_report/output/calibration_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/noise_floor.hpp"
#include "tools/bench_report/output/metric_text.hpp"

namespace bench_report {
namespace {

std::string percent(double share) {
  return share < 1 ? fmt::format("{:.2g} %", 100 * share) : fmt::format("{:.0f} %", 100 * share);
}

std::vector<Cell> cells(const CalibrationRow& row, const CalibrateOptions& options) {
  std::vector<Cell> line{row.name, format_metric(row.median, options.metric), percent(std::expm1(row.floor))};
  if (row.levels) {
    const auto worthwhile = row.levels->worthwhile_repetitions(options.process_cost);
    line.emplace_back(percent(std::sqrt(row.levels->within) / row.median));
    line.emplace_back(percent(std::sqrt(row.levels->between) / row.median));
    line.emplace_back(worthwhile ? fmt::format("{:.0f} a process", std::ceil(*worthwhile))
                                 : "more processes bring nothing");
  }
  return line;
}

}  // namespace

Document CalibrationReport::document(Format) const {
  Table table{.heading = {},
              .columns = {{"benchmark"},
                          {"median", true},
                          {"noise floor", true},
                          {"within processes", true},
                          {"between", true},
                          {"repetitions worth running", true}},
              .rows = {},
              .indented = false,
              .remark_title = {},
              .remarks = {}};
  for (const CalibrationRow& row : calibration_.rows) {
    table.rows.push_back(cells(row, calibration_.options));
  }
  Lines foot{{"Within and between: standard deviations of repetitions and of processes, by the median."}};
  for (const std::string& warning : calibration_.warnings) {
    foot.lines.push_back("Note: " + warning);
  }
  return {
      Paragraph{fmt::format("{} runs of one commit; a floor is the 99th percentile of the ratio of two runs",
                            calibration_.runs)},
      std::move(table), std::move(foot)};
}

void CalibrationReport::write(Json& json) const {
  const Floor& floor = calibration_.floor;
  json.field(noise_floor_key, std::size_t{1});
  json.field("metric", floor.metric);
  json.field("per_process", floor.per_process == PerProcess::median ? "median" : "min");
  json.object("context", [&] {
    for (const auto& [key, value] : floor.context) {
      json.field(key, value);
    }
  });
  json.object("rows", [&] {
    for (const FloorRow& row : floor.rows) {
      json.object(row.name.full, [&] {
        json.field("floor", row.floor);
        json.numbers("samples", row.samples);
      });
    }
  });
}

}  // namespace bench_report
