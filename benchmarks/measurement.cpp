// Handing rows to Google Benchmark, and what comes back to reporters and files.
#include "benchmarks/measurement.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <mutex>
#include <stdexcept>

#include "benchmarks/answer.hpp"
#include "benchmarks/context.hpp"
#include "benchmarks/machine.hpp"
#include "benchmarks/reporters.hpp"
#include "tools/bench_report/text/terminal.hpp"

namespace parallelization {
namespace {

using Kind = DisplayReporter::Kind;

Kind display_kind(const Options& options) {
  if (options.format == "console") {
    return options.own_table ? Kind::table : Kind::console;
  }
  return options.format == "json" ? Kind::json : Kind::csv;
}

}  // namespace

Measurement::Measurement(const std::vector<Family>& families, const Options& options,
                         std::optional<Output>& out, std::vector<std::string> notes)
    : families_(families),
      options_(options),
      out_(out),
      notes_(std::move(notes)),
      progress_(STDERR_FILENO),
      others_at_start_(ProcessorUse::by_others_now()) {}

void Measurement::say(const std::string& line) {
  progress_.clear();
  std::cerr << "bench: " << line << '\n' << std::flush;
}

/// Said when it happens, once: every row that needs the worker fails with the same message.
void Measurement::report_losses() {
  for (const Family& family : families_) {
    if (const auto trouble = family.entry->trouble ? family.entry->trouble() : std::nullopt) {
      journal_.on_worker_lost(*trouble);
    }
  }
}

void Measurement::watch_journal() {
  journal_.on_record = [this](const std::vector<Journal::Run>& finished) {
    if (out_) {
      out_->append(finished);
    }
    if (reader_is_gone()) {
      interrupt();
    }
    progress_.update(journal_.finished(), journal_.expected());
  };
  journal_.on_worker_lost = [this, mutex = std::make_shared<std::mutex>()](const std::string& loss) {
    const std::lock_guard lock(*mutex);
    if (loss != last_loss_) {
      say(loss);
      last_loss_ = loss;
    }
  };
}

void Measurement::write(const std::string& text) {
  const bool is_json = options_.out_format == "json";
  std::vector<std::string> members{flags_member(options_),
                                   others_member({others_at_start_, use_.by_others()})};
  if (interrupted()) {
    members.emplace_back("\"interrupted\": true");
  }
  out_->write(is_json ? with_members(text, members) : text);
}

void Measurement::write_interrupted() {
  report_losses();
  if (out_) {
    FileReporter file(options_.out_format);
    journal_.report(file);
    write(file.text());
  }
}

int Measurement::run() {
  watch_journal();
  journal_.expect(register_families(families_, options_, journal_));
  for (const std::string& warning : warnings(others_at_start_)) {
    notes_.push_back(warning);
  }
  for (const std::string& note : notes_) {
    say("note: " + note);
  }
  if (out_) {
    out_->begin({flags_member(options_), others_member({others_at_start_}), "\"interrupted\": true"});
  }

  InterruptGuard guard([this] { write_interrupted(); });
  DisplayReporter display(display_kind(options_), [this] { progress_.clear(); });
  FileReporter file(options_.out_format);
  benchmark::RunSpecifiedBenchmarks(&display, out_ ? &file : nullptr);
  guard.finish();
  progress_.clear();

  std::cout.flush();
  if (interrupted()) {
    write_interrupted();
    say("interrupted: " + std::to_string(journal_.finished()) + " of " + std::to_string(journal_.expected()) +
        " repetitions were finished" + (out_ ? " and are in " + out_->path() : ""));
    return static_cast<int>(Exit::interrupted);
  }
  constexpr double noticeable = 0.05;
  if (const double others = use_.by_others(); others > noticeable * usable_processors()) {
    say("note: while it measured, " + describe_others(others) +
        ": times of threads and processes have spread");
  }
  if (display_kind(options_) == Kind::table && isatty(STDOUT_FILENO) == 1) {
    std::cout << '\n'
              << answer_of(journal_, bench_report::terminal_columns(STDOUT_FILENO, 100)) << std::flush;
  }
  if (out_) {
    write(file.text());
  }
  if (!std::cout) {
    throw std::runtime_error("standard output can't be written: is the disk full?");
  }
  return static_cast<int>(display.has_errors() ? Exit::error_rows : Exit::measured);
}

}  // namespace parallelization
