// Labels and complexities behind what another report says.
#pragma once

#include "tools/bench_report/analysis/row_facts.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// A report, and two sections more where there are labels and complexities. CSV stays as it is.
class RowFactsReport : public Report {
 public:
  /// Both must outlive the report. Text for a terminal has labels where they are few, or with `all_labels`.
  RowFactsReport(const Report& report, const RowFacts& facts, bool all_labels = false)
      : report_(report), facts_(facts), all_labels_(all_labels) {}

  Document document(Format format) const override;
  void write(Json& json) const override;
  Records records() const override { return report_.records(); }

 private:
  const Report& report_;
  const RowFacts& facts_;
  bool all_labels_;
};

}  // namespace bench_report
