// Labels and complexities behind what another report says.
#pragma once

#include "tools/bench_report/analysis/row_facts.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// A report, and two sections more where there are labels and complexities. CSV stays as it is.
class RowFactsReport : public Report {
 public:
  /// Both must outlive the report.
  RowFactsReport(const Report& report, const RowFacts& facts) : report_(report), facts_(facts) {}

  Document document(Format format) const override;
  void write(Json& json) const override;
  Records records() const override { return report_.records(); }

 private:
  const Report& report_;
  const RowFacts& facts_;
};

}  // namespace bench_report
