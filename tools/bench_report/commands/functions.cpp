// `bench-report functions FILE…`
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/functions.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/contest_arguments.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/words.hpp"
#include "tools/bench_report/output/functions_report.hpp"
#include "tools/bench_report/output/quantiles_report.hpp"
#include "tools/bench_report/text/terminal.hpp"

namespace bench_report {
namespace {

struct FunctionsCommand {
  std::vector<std::string> files;
  SeriesOptions series;
  std::optional<double> at;
  std::string base = default_base;
  Format format = Format::text;
  std::string output;
  bool chart = false;
  std::string title;
  ReadOptions reading;
  QuantilesView view{.shares = true};
  Color color = Color::automatic;
  RowArguments rows;
};

/// The runs as far as they are compared: what the files differ in by purpose is no mixture; compile times are
/// of one function, and pay back nothing here; and of other sizes nothing is to be said.
std::vector<Run> compared(std::vector<Run> runs, const Functions& functions) {
  for (Run& run : runs) {
    std::erase_if(run.rows, [&](const Row& row) { return !is_compared(functions, row.name.full); });
    for (Row& row : run.rows) {
      row.counters.clear();
    }
    for (const char* const key : {"function", "formula", "input", "contest"}) {
      run.context.erase(key);
    }
  }
  return runs;
}

std::string chart_of(const Functions& functions, const std::vector<Run>& runs, const std::string& title,
                     const std::vector<std::string>& notes) {
  const std::vector<Side> sides{{.name = functions.size, .runs = runs}};
  const ChartData data = make_chart_data({&functions.set, 1}, names_of(sides), "");
  ChartText text = chart_text(data, sides, title);
  if (title.empty()) {
    text.title = "Which strategy is fastest for which function? " + functions.size;
  }
  text.x_label = "function, the least arithmetic per byte first";
  text.small_print = small_print(data, sides, {&functions.set, 1});
  text.small_print.insert(text.small_print.begin(), order_of_functions(functions));
  for (const std::string& note : notes) {
    text.small_print.push_back("Note: " + note);
  }
  return draw_chart(data, text);
}

}  // namespace

void add_functions(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "functions", "Several functions at one size: what binds, who is the fastest, how close to the limit");
  auto arguments = std::make_shared<FunctionsCommand>();
  command
      ->add_option("files", arguments->files,
                   "Google Benchmark JSON files of bench; those of one function are put together")
      ->required()
      ->type_name("FILE…");
  command
      ->add_option("--at", arguments->at,
                   "Size at which functions are compared; default: the largest that all of them have")
      ->check(is_not_empty)
      ->type_name("NUMBER");
  command->add_flag("--chart", arguments->chart, "Write a chart of families over functions instead (SVG)");
  command->add_option("--title", arguments->title, "Title of the chart")->type_name("TEXT");
  command->add_flag("--ratios", arguments->view.ratios, "Text: also a table of medians relative to the best");
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
                   "Part of the names that is the size; default: the number that varies most")
      ->type_name("NAME");
  add_format(*command, arguments->format, {"text", "json", "markdown"});
  add_color(*command, arguments->color);
  command->add_option("-o,--output", arguments->output, "File to write; default: standard output")
      ->type_name("FILE");
  add_row_arguments(*command, arguments->rows, false);
  add_reading_arguments(*command, arguments->reading, arguments->series.directions);
  command->callback([arguments, &status] {
    auto runs = read_runs(arguments->files, arguments->reading);
    const auto notes = select_rows(runs, arguments->rows);
    tell_apart(names_by_file(runs));
    const auto functions = make_functions(by_function(runs), arguments->series, arguments->at);
    const auto alike = compared(std::move(runs), functions);
    auto table = make_quantile_table(functions.set, alike, arguments->base, false);
    table.warnings.insert(table.warnings.begin(), notes.begin(), notes.end());
    const QuantilesReport families(table, arguments->view);
    write_output(arguments->output,
                 arguments->chart ? chart_of(functions, alike, arguments->title, notes)
                                  : formatted(FunctionsReport(functions, families), arguments->format,
                                              is_coloured(arguments->color, arguments->output)),
                 arguments->files);
    status = Exit::success;
  });
}

}  // namespace bench_report
