// `bench-report chart FILE… -o FILE.svg`
#include <memory>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/commands/chart_arguments.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/words.hpp"

namespace bench_report {
void add_chart(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand("chart", "Median lines and 5–95 % bands, as SVG");
  auto arguments = std::make_shared<ChartArguments>();
  add_chart_arguments(*command, *arguments);
  command
      ->add_option("--relative-to", arguments->relative_to,
                   "Draw speedups over this family instead of the metric itself")
      ->type_name("FAMILY");
  command->add_option("-o,--output", arguments->output, "SVG file to write; default: standard output")
      ->type_name("FILE");
  command->callback([arguments, &status] {
    const auto [sides, notes] = read_sides(*arguments);
    arguments->series.takes_aggregates = true;
    const auto sets = make_series_of_sides(sides, arguments->series);
    const ChartData data = make_chart_data(sets, names_of(sides), arguments->relative_to);
    ChartText text = chart_text(data, sides, arguments->title);
    text.small_print = small_print(data, sides, sets);
    for (const std::string& note : notes_with_aggregates(notes, sets)) {
      text.small_print.push_back("Note: " + note);
    }
    write_output(arguments->output, draw_chart(data, text), arguments->inputs());
    status = Exit::success;
  });
}

}  // namespace bench_report
