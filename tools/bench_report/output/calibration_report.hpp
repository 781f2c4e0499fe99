// What `bench-report calibrate` shows, and the file that it writes.
#pragma once

#include "tools/bench_report/analysis/calibrate.hpp"
#include "tools/bench_report/output/document.hpp"
#include "tools/bench_report/output/json.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// For people the calibration; as JSON the noise floors, as read_floor() reads them.
class CalibrationReport : public Report {
 public:
  /// The calibration must outlive the report.
  explicit CalibrationReport(const Calibration& calibration) : calibration_(calibration) {}

  Document document(Format format) const override;
  void write(Json& json) const override;

 private:
  const Calibration& calibration_;
};

}  // namespace bench_report
