// --contest and --tie.
#include "tools/bench_report/commands/contest_arguments.hpp"

#include <fmt/format.h>

#include "tools/bench_report/commands/command.hpp"

namespace bench_report {

void add_contest_arguments(CLI::App& command, SeriesOptions& series) {
  command.add_flag("--contest", series.contest,
                   "The families do one job: say which is the best (files of bench say so themselves)");
  command
      .add_option(
          "--tie", series.tie,
          fmt::format("Leads below this share count as none; default: {} of several processes, {} within one",
                      tie_of_processes, tie_within_a_process))
      ->check(is_not_empty)
      ->check(CLI::Range(0.0, 10.0))
      ->type_name("SHARE");
}

}  // namespace bench_report
