// From the library's runs to bench-report's.
#include "benchmarks/answer.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/run_facts.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/quantiles_report.hpp"
#include "tools/bench_report/output/report.hpp"

namespace parallelization {
namespace {

/// Keeps times; rows that failed or were skipped have been shown above.
class Collector final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& report) override {
    bench_report::Row row;
    for (const Run& run : report) {
      if (run.run_type == Run::RT_Iteration && error_of(run).empty() && run.iterations > 0) {
        row.name = bench_report::parse_name(run.benchmark_name());
        row.real_time.push_back(run.real_accumulated_time / static_cast<double>(run.iterations));
      }
    }
    if (!row.real_time.empty()) {
      rows.push_back(std::move(row));
    }
  }

  std::vector<bench_report::Row> rows;
};

}  // namespace

std::string answer_of(const Journal& journal, std::size_t columns) {
  Collector collector;
  journal.report(collector);
  if (collector.rows.empty()) {
    return {};
  }
  bench_report::Run run;
  run.rows = std::move(collector.rows);
  bench_report::SeriesOptions options;
  options.contest = true;
  const auto table = bench_report::make_quantile_table({run}, options, bench_report::default_base, false);
  constexpr std::size_t least = 40;
  return bench_report::formatted(bench_report::QuantilesReport(table, {.columns = std::max(columns, least)}),
                                 bench_report::Format::text);
}

}  // namespace parallelization
