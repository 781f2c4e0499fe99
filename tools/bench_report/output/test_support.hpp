// Results in all formats, for tests.
#pragma once

#include <string>

#include "tools/bench_report/output/calibration_report.hpp"
#include "tools/bench_report/output/compare_report.hpp"
#include "tools/bench_report/output/quantiles_report.hpp"

namespace bench_report::test {

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
