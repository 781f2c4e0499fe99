// Filtering runs on their way to Google Benchmark's reporters.
#include "benchmarks/reporters.hpp"

#include <ostream>
#include <type_traits>
#include <utility>

#include "benchmarks/csv_reporter.hpp"
#include "benchmarks/families.hpp"
#include "benchmarks/interrupt.hpp"
#include "benchmarks/run_facts.hpp"
#include "benchmarks/table_reporter.hpp"

namespace parallelization {
namespace {

using Run = benchmark::BenchmarkReporter::Run;

bool is_skipped(const Run& run) {
  return error_of(run).starts_with(skip_prefix);
}

/// Up to version 1.9.5 the library keeps its display reporter, and hands out the same one each time; later it
/// gives it away.
template <class Reporter>
std::shared_ptr<benchmark::BenchmarkReporter> shared(Reporter of_the_library) {
  if constexpr (std::is_pointer_v<Reporter>) {
    return {of_the_library, [](Reporter) {}};
  } else {
    return std::move(of_the_library);
  }
}

std::shared_ptr<benchmark::BenchmarkReporter> display_reporter(DisplayReporter::Kind kind) {
  switch (kind) {
    case DisplayReporter::Kind::table:
      return std::make_shared<TableReporter>();
    case DisplayReporter::Kind::csv:
      return std::make_shared<CsvReporter>();
    default:
      return shared(benchmark::CreateDefaultDisplayReporter());
  }
}

std::shared_ptr<benchmark::BenchmarkReporter> file_reporter(const std::string& format) {
  if (format == "json") {
    return std::make_shared<benchmark::JSONReporter>();
  }
  if (format == "csv") {
    return std::make_shared<CsvReporter>();
  }
  return std::make_shared<benchmark::ConsoleReporter>(benchmark::ConsoleReporter::OO_None);
}

}  // namespace

bool RunFilter::ReportContext(const Context& context) {
  return reporter_->ReportContext(context);
}

void RunFilter::Finalize() {
  reporter_->Finalize();
}

void RunFilter::ReportRuns(const std::vector<Run>& report) {
  std::vector<Run> kept;
  for (const Run& run : report) {
    if (is_skipped(run)) {
      if (skipped_.insert(run.benchmark_name()).second) {
        report_skipped(run);
      }
    } else if (error_of(run) != interrupted_message) {
      kept.push_back(run);
    }
  }
  if (!kept.empty()) {
    reporter_->ReportRuns(kept);
  }
}

DisplayReporter::DisplayReporter(Kind kind, std::function<void()> before_output)
    : RunFilter(display_reporter(kind)), kind_(kind), before_output_(std::move(before_output)) {}

void DisplayReporter::ReportRuns(const std::vector<Run>& report) {
  for (const Run& run : report) {
    const std::string error = error_of(run);
    has_errors_ = has_errors_ || (!error.empty() && !is_skipped(run) && error != interrupted_message);
  }
  before_output_();
  RunFilter::ReportRuns(report);
}

void DisplayReporter::Finalize() {
  before_output_();
  RunFilter::Finalize();
}

void DisplayReporter::report_skipped(const Run& run) {
  if (kind_ == Kind::console) {
    GetOutputStream() << run.benchmark_name() << "  " << error_of(run) << '\n' << std::flush;
  } else {
    RunFilter::report_skipped(run);
  }
}

FileReporter::FileReporter(const std::string& format) : RunFilter(file_reporter(format)) {
  reporter().SetOutputStream(&text_);
  reporter().SetErrorStream(&ignored_);
}

}  // namespace parallelization
