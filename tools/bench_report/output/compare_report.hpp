// What `bench-report compare` writes.
#pragma once

#include <string_view>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/verdict.hpp"
#include "tools/bench_report/output/document.hpp"
#include "tools/bench_report/output/json.hpp"
#include "tools/bench_report/output/junit.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// "REGRESSED", "ONLY-OLD" and so on: the same in all formats.
std::string_view name_of(Verdict verdict);

class CompareReport : public Report {
 public:
  /// The comparison must outlive the report.
  explicit CompareReport(const Comparison& comparison) : comparison_(comparison) {}

  Document document(Format format) const override;
  void write(Json& json) const override;
  TestSuite suite() const override;

 private:
  const Comparison& comparison_;
};

}  // namespace bench_report
