// `bench-report compare OLD NEW` and `compare --old FILE… --new FILE…`
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <span>
#include <stdexcept>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/gate.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/noise_floor.hpp"
#include "tools/bench_report/input/selection.hpp"
#include "tools/bench_report/output/compare_report.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {
namespace {

struct Arguments {
  std::vector<std::string> positional;
  std::vector<std::string> before;
  std::vector<std::string> after;
  CompareOptions options;
  double least_effect = 0;
  std::string per_process;
  std::string floor;
  Format format = Format::text;
  std::string output;
  Color color = Color::automatic;
  double max_ratio = 0;
  ReadOptions reading;
  RowArguments rows;
  std::vector<std::string> families;  ///< none, or the old and the new one's expressions
};

void take_positional(Arguments& arguments) {
  if (arguments.positional.empty() && !arguments.before.empty() && !arguments.after.empty()) {
    return;
  }
  if (arguments.positional.size() == 1 && !arguments.families.empty() && arguments.before.empty() &&
      arguments.after.empty()) {
    arguments.before = arguments.after = arguments.positional;
    return;
  }
  if (arguments.positional.size() != 2 || !arguments.before.empty() || !arguments.after.empty()) {
    throw std::invalid_argument(
        "compare takes two files, OLD.json NEW.json, or several a side: --old A1.json A2.json --new B1.json "
        "B2.json");
  }
  arguments.before = {arguments.positional[0]};
  arguments.after = {arguments.positional[1]};
}

}  // namespace

void add_compare(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "compare",
      "Which rows became slower or faster: for people, and to gate CI (exit status 1: regression)");
  auto arguments = std::make_shared<Arguments>();
  CompareOptions& options = arguments->options;
  command->add_option("files", arguments->positional, "Two files: OLD.json NEW.json")->type_name("FILE");
  command->add_option("--old", arguments->before, "Files of the old side, one for each process")
      ->type_name("FILE…");
  command->add_option("--new", arguments->after, "Files of the new side")->type_name("FILE…");
  command->add_option("--metric", options.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  command
      ->add_option(
          "--families", arguments->families,
          "Compare rows that the first regular expression finds in the old file with those that the second "
          "finds in the new one, or two families of one file: what was found counts as the same name")
      ->expected(2)
      ->type_name("OLD-REGEX NEW-REGEX");
  command->add_option("--alpha", options.alpha, "Chance of any false alarm among all rows")
      ->check(is_not_empty)
      ->capture_default_str()
      ->type_name("P");
  auto* const least_effect =
      command
          ->add_option("--min-effect", arguments->least_effect,
                       "Changes up to this are none; default: 0.05 with several files a side, 0.10 with one")
          ->check(is_not_empty)
          ->type_name("RATIO");
  auto* const max_ratio =
      command
          ->add_option(
              "--max-ratio", arguments->max_ratio,
              "A plain limit: rows that are worse than this many times by their medians fail, proved or not")
          ->check(is_not_empty)
          ->type_name("RATIO");
  auto* const per_process =
      command
          ->add_option("--per-process", arguments->per_process,
                       "A process's sample, with several files a side: its best repetition or their median "
                       "(default: min)")
          ->check(CLI::IsMember({"min", "median"}))
          ->type_name("WHICH");
  command
      ->add_option("--floor", arguments->floor,
                   "Noise floors that `calibrate` wrote: the larger of the two counts")
      ->type_name("FILE");
  command->add_flag("--allow-missing", options.allow_missing,
                    "Rows that vanished or are skipped now do not fail");
  command->add_flag("--strict", options.strict, "Rows that can't be told apart fail, with exit status 3");
  command->add_flag("--fail-on-change", options.fail_on_change,
                    "Rows that changed fail, where nobody knows whether for better");
  command->add_flag("--force", options.force, "Compare runs of different machines or builds nevertheless");
  add_row_arguments(*command, arguments->rows, true);
  add_reading_arguments(*command, arguments->reading, options.directions);
  add_format(*command, arguments->format, {"text", "markdown", "json", "junit"});
  add_color(*command, arguments->color);
  command->add_option("-o,--output", arguments->output, "File to write; default: standard output")
      ->type_name("FILE");
  command->callback([arguments, least_effect, max_ratio, per_process, &status] {
    take_positional(*arguments);
    CompareOptions& chosen = arguments->options;
    if (least_effect->count() > 0) {
      chosen.least_effect = arguments->least_effect;
    }
    if (max_ratio->count() > 0) {
      chosen.max_ratio = arguments->max_ratio;
    }
    Floor floor;
    if (!arguments->floor.empty()) {
      floor = read_floor(arguments->floor);
      chosen.floor = &floor;
      chosen.per_process = floor.per_process;
    }
    if (per_process->count() > 0) {
      chosen.per_process = arguments->per_process == "median" ? PerProcess::median : PerProcess::minimum;
    }
    auto before = read_runs(arguments->before, arguments->reading);
    auto after = read_runs(arguments->after, arguments->reading);
    const std::span<Run> sides[] = {before, after};
    const auto notes = select_rows(sides, arguments->rows);
    if (!arguments->families.empty()) {
      select_families(arguments->families[0], arguments->families[1], before, after);
      chosen.allow_missing = true;
    }
    std::vector<FileNames> files = names_by_file(before);
    std::ranges::move(names_by_file(after), std::back_inserter(files));
    files.push_back(floor.names());
    tell_apart(files);
    floor.make_index();
    Comparison comparison = compare(before, after, chosen);
    comparison.warnings.insert(comparison.warnings.begin(), notes.begin(), notes.end());
    std::vector<std::string> inputs = arguments->before;
    inputs.insert(inputs.end(), arguments->after.begin(), arguments->after.end());
    inputs.push_back(arguments->floor);
    write_output(arguments->output,
                 formatted(CompareReport(comparison), arguments->format,
                           is_coloured(arguments->color, arguments->output)),
                 inputs);
    status = exit_status(comparison);
  });
}

}  // namespace bench_report
