// `bench-report calibrate FILE… -o floor.json`
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "tools/bench_report/analysis/calibrate.hpp"
#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/calibration_report.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {
namespace {

struct CalibrateCommand {
  std::vector<std::string> files;
  std::string metric = "real_time";
  RowArguments rows;
  std::string per_process = "min";
  double process_cost = 1;
  bool force = false;
  ReadOptions reading;
  DirectionRules directions;
  std::string output;
};

}  // namespace

void add_calibrate(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "calibrate", "Noise floors: how far runs of one commit lie apart, for `compare --floor`");
  auto arguments = std::make_shared<CalibrateCommand>();
  command->add_option("files", arguments->files, "Runs of one commit, one file for each process: 10 or more")
      ->required()
      ->type_name("FILE…");
  command->add_option("-o,--output", arguments->output, "File to write")->required()->type_name("FILE");
  command->add_option("--metric", arguments->metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  command
      ->add_option("--per-process", arguments->per_process,
                   "A process's number: its best repetition or their median")
      ->check(CLI::IsMember({"min", "median"}))
      ->capture_default_str()
      ->type_name("WHICH");
  command
      ->add_option("--process-cost", arguments->process_cost,
                   "What starting a process costs, in repetitions: for the advice on how many are worth it")
      ->check(CLI::Validator(
          [](const std::string& text) {
            double cost = 0;
            return CLI::detail::lexical_cast(text, cost) && cost > 0
                       ? ""
                       : "must be a number above 0, not " + text;
          },
          ""))
      ->capture_default_str()
      ->type_name("RATIO");
  command->add_flag("--force", arguments->force,
                    "Take runs of different machines, builds or commits nevertheless");
  add_row_arguments(*command, arguments->rows, false);
  add_reading_arguments(*command, arguments->reading, arguments->directions);
  command->callback([arguments, &status] {
    auto runs = read_runs(arguments->files, arguments->reading);
    const auto notes = select_rows(runs, arguments->rows);
    tell_apart(names_by_file(runs));
    auto calibration = calibrate(
        runs, {.metric = arguments->metric,
               .directions = arguments->directions,
               .per_process = arguments->per_process == "median" ? PerProcess::median : PerProcess::minimum,
               .process_cost = arguments->process_cost,
               .force = arguments->force});
    calibration.warnings.insert(calibration.warnings.begin(), notes.begin(), notes.end());
    const CalibrationReport report(calibration);
    write_output(arguments->output, formatted(report, Format::json), arguments->files);
    if (!arguments->output.empty() && arguments->output != "-") {
      write_output("", formatted(report, Format::text), {});
    }
    status = Exit::success;
  });
}

}  // namespace bench_report
