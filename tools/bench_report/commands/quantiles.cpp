// `bench-report quantiles FILE…`
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/analysis/row_facts.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/contest_arguments.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/quantiles_report.hpp"
#include "tools/bench_report/output/report.hpp"
#include "tools/bench_report/output/row_facts_report.hpp"
#include "tools/bench_report/text/terminal.hpp"

namespace bench_report {
namespace {

struct QuantilesCommand {
  std::vector<std::string> files;
  SeriesOptions series;
  std::string base = default_base;
  Format format = Format::text;
  std::string output;
  ReadOptions reading;
  QuantilesView view;
  Color color = Color::automatic;
  RowArguments rows;
};

}  // namespace

void add_quantiles(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "quantiles", "5/50/95 % quantiles per family and size, speedups, and the fastest at each size");
  auto arguments = std::make_shared<QuantilesCommand>();
  command
      ->add_option("files", arguments->files, "Google Benchmark JSON files; their samples are put together")
      ->required()
      ->type_name("FILE…");
  auto* const base =
      command->add_option("--relative-to", arguments->base, "Family that speedups are relative to")
          ->capture_default_str()
          ->type_name("FAMILY");
  command->add_flag("--all", arguments->view.all,
                    "Text: also bands, leads and paybacks of every size, and every name");
  command->add_flag("--ratios", arguments->view.ratios,
                    "Text: a second table, of medians relative to the best");
  command->add_flag("--shares", arguments->view.shares,
                    "Text: another table, of how close each family comes to the limit that binds");
  arguments->view.columns = std::max<std::size_t>(terminal_columns(STDOUT_FILENO, 100), 40);
  command->add_option("--columns", arguments->view.columns, "Text: width that tables of medians may have")
      ->check(CLI::Range(40, 100'000))
      ->type_name("COLUMNS");
  add_contest_arguments(*command, arguments->series);
  command->add_option("--metric", arguments->series.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  command
      ->add_option("--x", arguments->series.axis,
                   "Part of the names along the x axis: an argument (N, #2), any part by its place (/2), "
                   "threads; default: "
                   "the number that varies most")
      ->type_name("NAME");
  command
      ->add_option("--drop-slowest", arguments->series.drop_slowest,
                   "Drop each row's K slowest samples first (the notebook drops 1 of 5)")
      ->check(CLI::Range(0, 1'000'000))
      ->type_name("K");
  add_format(*command, arguments->format, {"text", "csv", "json", "markdown"});
  add_color(*command, arguments->color);
  command->add_option("-o,--output", arguments->output, "File to write; default: standard output")
      ->type_name("FILE");
  add_row_arguments(*command, arguments->rows, false);
  add_reading_arguments(*command, arguments->reading, arguments->series.directions);
  command->callback([arguments, base, &status] {
    auto runs = read_runs(arguments->files, arguments->reading);
    const auto notes = select_rows(runs, arguments->rows);
    tell_apart(names_by_file(runs));
    // Who asks for ratios, to the best or to a family, says that the families are for one job.
    arguments->series.contest |= arguments->view.ratios || base->count() > 0;
    auto table = make_quantile_table(runs, arguments->series, arguments->base, base->count() > 0);
    table.warnings.insert(table.warnings.begin(), notes.begin(), notes.end());
    const QuantilesReport report(table, arguments->view);
    const RowFacts facts = row_facts(runs);
    write_output(arguments->output,
                 formatted(RowFactsReport(report, facts, arguments->view.all), arguments->format,
                           is_coloured(arguments->color, arguments->output)),
                 arguments->files);
    status = Exit::success;
  });
}

}  // namespace bench_report
