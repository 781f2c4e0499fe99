// Options, and what they come to.
#include "tools/bench_report/commands/compare_arguments.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/input/selection.hpp"

namespace bench_report {

void add_compare_arguments(CLI::App& command, CompareArguments& arguments) {
  CompareOptions& options = arguments.options;
  command.add_option("--metric", options.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  command
      .add_option(
          "--families", arguments.families,
          "Compare rows that the first regular expression finds in the old file with those that the second "
          "finds in the new one, or two families of one file: what was found counts as the same name")
      ->expected(2)
      ->type_name("OLD-REGEX NEW-REGEX");
  command.add_option("--alpha", options.alpha, "Chance of any false alarm among all rows")
      ->check(is_not_empty)
      ->capture_default_str()
      ->type_name("P");
  command
      .add_option("--min-effect", options.least_effect,
                  "Changes up to this are none; default: 0.05 with several files a side, 0.10 with one")
      ->check(is_not_empty)
      ->type_name("RATIO");
  command
      .add_option(
          "--max-ratio", options.max_ratio,
          "A plain limit: rows that are worse than this many times by their medians fail, proved or not")
      ->check(is_not_empty)
      ->type_name("RATIO");
  command
      .add_option("--per-process", arguments.per_process,
                  "A process's sample, with several files a side: its best repetition or their median "
                  "(default: min)")
      ->check(CLI::IsMember({"min", "median"}))
      ->type_name("WHICH");
  command
      .add_option("--floor", arguments.floor_file,
                  "Noise floors that `calibrate` wrote: the larger of the two counts")
      ->type_name("FILE");
  command.add_flag("--allow-missing", options.allow_missing,
                   "Rows that vanished or are skipped now do not fail");
  command.add_flag("--strict", options.strict, "Rows that can't be told apart fail, with exit status 3");
  command.add_flag("--fail-on-change", options.fail_on_change,
                   "Rows that changed fail, where nobody knows whether for better");
  command.add_flag("--force", options.force, "Compare runs of different machines or builds nevertheless");
  add_row_arguments(command, arguments.rows, true);
  add_reading_arguments(command, arguments.reading, options.directions);
}

void settle(CompareArguments& arguments) {
  CompareOptions& options = arguments.options;
  if (!arguments.floor_file.empty()) {
    arguments.floor = read_floor(arguments.floor_file);
    options.floor = &arguments.floor;
    options.per_process = arguments.floor.per_process;
  }
  if (arguments.per_process) {
    options.per_process = *arguments.per_process == "median" ? PerProcess::median : PerProcess::minimum;
  }
}

Comparison compare_runs(std::vector<Run> before, std::vector<Run> after, const CompareArguments& arguments,
                        const Judging& judging) {
  CompareOptions options = arguments.options;
  Floor floor = arguments.floor;
  if (options.floor != nullptr) {
    options.floor = &floor;
  }
  const std::span<Run> sides[] = {before, after};
  const auto notes = select_rows(sides, arguments.rows);
  if (!arguments.families.empty()) {
    select_families(arguments.families[0], arguments.families[1], before, after);
    options.allow_missing = true;
  }
  std::vector<FileNames> files = names_by_file(before);
  std::ranges::move(names_by_file(after), std::back_inserter(files));
  files.push_back(floor.names());
  tell_apart(files);
  floor.make_index();
  Comparison comparison = compare(before, after, options, judging);
  comparison.options.floor = arguments.options.floor;
  comparison.warnings.insert(comparison.warnings.begin(), notes.begin(), notes.end());
  return comparison;
}

}  // namespace bench_report
