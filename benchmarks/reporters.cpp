// Filtering runs on their way to Google Benchmark's reporters.
#include "benchmarks/reporters.hpp"

#include <ostream>

#include "benchmarks/families.hpp"
#include "benchmarks/journal.hpp"

namespace parallelization {
namespace {

using Run = benchmark::BenchmarkReporter::Run;

/// Message of a run that failed; version 1.8 renamed the fields.
template <class AnyRun>
std::string error_of(const AnyRun& run) {
  if constexpr (requires { run.error_occurred; }) {
    return run.error_occurred ? run.error_message : "";
  } else {
    return static_cast<bool>(run.skipped) ? run.skip_message : "";
  }
}

bool is_skipped(const Run& run) {
  return error_of(run).starts_with(skip_prefix);
}

std::unique_ptr<benchmark::BenchmarkReporter> file_reporter(const std::string& format) {
  if (format == "json") {
    return std::make_unique<benchmark::JSONReporter>();
  }
  if (format == "console") {
    return std::make_unique<benchmark::ConsoleReporter>(benchmark::ConsoleReporter::OO_None);
  }
// The library calls its CSV reporter deprecated, and goes on offering the format.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  return std::make_unique<benchmark::CSVReporter>();
#pragma GCC diagnostic pop
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

DisplayReporter::DisplayReporter(bool console, std::function<void()> before_output)
    : RunFilter(std::unique_ptr<benchmark::BenchmarkReporter>(benchmark::CreateDefaultDisplayReporter())),
      console_(console),
      before_output_(std::move(before_output)) {}

void DisplayReporter::ReportRuns(const std::vector<Run>& report) {
  for (const Run& run : report) {
    const std::string error = error_of(run);
    has_errors_ = has_errors_ || (!error.empty() && !is_skipped(run) && error != interrupted_message);
  }
  before_output_();
  RunFilter::ReportRuns(report);
}

void DisplayReporter::report_skipped(const Run& run) {
  if (console_) {
    GetOutputStream() << run.benchmark_name() << "  " << error_of(run) << '\n' << std::flush;
  } else {
    RunFilter::report_skipped(run);
  }
}

FileReporter::FileReporter(const std::string& format) : RunFilter(file_reporter(format)) {
  reporter().SetOutputStream(&text_);
}

}  // namespace parallelization
