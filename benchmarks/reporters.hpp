// Between Google Benchmark and its reporters: what is skipped is shown once, what was cut short not at all.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace parallelization {

/// Passes reports on to a reporter of the library, with these changes: a skipped family is one row, not one
/// per repetition; repetitions that an interrupt cut short are left out.
class RunFilter : public benchmark::BenchmarkReporter {
 public:
  explicit RunFilter(std::shared_ptr<benchmark::BenchmarkReporter> reporter)
      : reporter_(std::move(reporter)) {}

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& report) override;
  void Finalize() override;

 protected:
  benchmark::BenchmarkReporter& reporter() { return *reporter_; }

  /// A row that did not run here, with its reason.
  virtual void report_skipped(const Run& run) { reporter_->ReportRuns({run}); }

 private:
  std::shared_ptr<benchmark::BenchmarkReporter> reporter_;
  std::set<std::string> skipped_;
};

/// What the user sees on stdout.
class DisplayReporter final : public RunFilter {
 public:
  /// `table`: ours; `console`: Google Benchmark's text for people.
  enum class Kind { table, console, json, csv };

  /// `before_output` is called before anything is written.
  DisplayReporter(Kind kind, std::function<void()> before_output);

  void ReportRuns(const std::vector<Run>& report) override;
  void Finalize() override;

  /// Some row failed (a skipped one did not).
  bool has_errors() const { return has_errors_; }

 private:
  void report_skipped(const Run& run) override;

  Kind kind_;
  std::function<void()> before_output_;
  bool has_errors_ = false;
};

/// Collects what belongs into the file of --benchmark_out.
class FileReporter final : public RunFilter {
 public:
  explicit FileReporter(const std::string& format);

  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::ostringstream ignored_;  ///< the context, which some reporters write for people
};

}  // namespace parallelization
