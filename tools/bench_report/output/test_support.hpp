// Results in all formats, for tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tools/bench_report/analysis/history.hpp"
#include "tools/bench_report/output/calibration_report.hpp"
#include "tools/bench_report/output/compare_report.hpp"
#include "tools/bench_report/output/quantiles_report.hpp"

namespace bench_report::test {

/// Ten commits, a row that became slower where the compiler changed, and one whose newest commit is slow.
inline History made_history() {
  History history;
  HistoryRow slower{.name = "BM_a/8", .family = "BM_a", .noise = 0.01};
  HistoryRow watched{.name = "BM_b", .family = "BM_b", .noise = 0.01};
  for (std::size_t i = 0; i < 10; ++i) {
    const std::string id = "c" + std::to_string(i);
    history.commits.push_back(
        {.id = id, .moment = 1'767'225'600 + 86'400 * static_cast<std::int64_t>(i), .files = {id + ".json"}});
    slower.points.push_back({.commit = i, .value = i < 5 ? 1e-3 : 1.2e-3});
    watched.points.push_back({.commit = i, .value = i < 9 ? 2e-3 : 3e-3});
  }
  slower.levels = {{.begin = 0, .end = 5, .value = 1e-3}, {.begin = 5, .end = 10, .value = 1.2e-3}};
  slower.changes = {{.index = 5,
                     .last_good = 4,
                     .before = 1e-3,
                     .after = 1.2e-3,
                     .ratio = {.estimate = 1.2, .low = 1.18, .high = 1.22},
                     .adjusted_p = 1e-5,
                     .effect = Effect::regressed,
                     .explanations = {"compiler (GCC 12, then GCC 13)"}}};
  watched.levels = {{.begin = 0, .end = 10, .value = 2e-3}};
  watched.suspicion = {.commits = 1, .index = 9, .ratio = 1.5};
  history.rows = {slower, watched};
  history.warnings = {"a note"};
  return history;
}

inline QuantilesReport report_of(const QuantileTable& table) {
  return QuantilesReport(table);
}
inline CompareReport report_of(const Comparison& comparison) {
  return CompareReport(comparison);
}
inline CalibrationReport report_of(const Calibration& calibration) {
  return CalibrationReport(calibration);
}

template <class Result>
std::string to_text(const Result& result) {
  return formatted(report_of(result), Format::text);
}
template <class Result>
std::string to_markdown(const Result& result) {
  return formatted(report_of(result), Format::markdown);
}
template <class Result>
std::string to_csv(const Result& result) {
  return formatted(report_of(result), Format::csv);
}
template <class Result>
std::string to_json(const Result& result) {
  return formatted(report_of(result), Format::json);
}
template <class Result>
std::string to_junit(const Result& result) {
  return formatted(report_of(result), Format::junit);
}

}  // namespace bench_report::test
