// What `bench-report quantiles` writes.
#pragma once

#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/output/csv.hpp"
#include "tools/bench_report/output/document.hpp"
#include "tools/bench_report/output/json.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

class QuantilesReport : public Report {
 public:
  /// The table must outlive the report.
  explicit QuantilesReport(const QuantileTable& table) : table_(table) {}

  Document document(Format format) const override;
  void write(Json& json) const override;
  Records records() const override;

 private:
  const QuantileTable& table_;
};

}  // namespace bench_report
