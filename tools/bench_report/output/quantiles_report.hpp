// What `bench-report quantiles` writes.
#pragma once

#include <cstddef>

#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/output/csv.hpp"
#include "tools/bench_report/output/document.hpp"
#include "tools/bench_report/output/json.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// How much a terminal shows.
struct QuantilesView {
  bool all = false;     ///< beside the answer and the medians the bands, leads and paybacks of each size
  bool ratios = false;  ///< a second table: every median relative to the best at its size
  bool shares = false;  ///< another one: how close each family comes to what binds
  std::size_t columns = 100;  ///< of the terminal: tables of medians are no wider
};

class QuantilesReport : public Report {
 public:
  /// The table must outlive the report.
  explicit QuantilesReport(const QuantileTable& table, const QuantilesView& view = {})
      : table_(table), view_(view) {}

  Document document(Format format) const override;
  void write(Json& json) const override;
  Records records() const override;

 private:
  const QuantileTable& table_;
  QuantilesView view_;
};

}  // namespace bench_report
