// `bench-report chart FILE… -o FILE.svg`
#include <fmt/format.h>

#include <memory>

#include "tools/bench_report/chart_arguments.hpp"
#include "tools/bench_report/command.hpp"
#include "tools/bench_report/quantiles.hpp"
#include "tools/bench_report/run_warnings.hpp"

namespace bench_report {
namespace {

/// Lines of small print about what was left out, beyond which a chart only counts them.
constexpr std::size_t most_lines = 12;

std::vector<std::string> small_print(const ChartData& data, std::span<const Side> sides,
                                     std::span<const SeriesSet> sets) {
  std::vector<std::string> lines;
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const std::string prefix = sides.size() > 1 ? sides[i].name + ": " : "";
    std::string machine;
    for (const std::string& line : context_lines(sides[i].runs)) {
      machine += (machine.empty() ? "" : ". ") + line;
    }
    if (!machine.empty()) {
      lines.push_back(prefix + machine);
    }
    for (const auto& [rows, what] :
         {std::pair(&sets[i].skipped, "Skipped"), std::pair(&sets[i].failed, "Failed"),
          std::pair(&sets[i].not_drawn, "Not drawn")}) {
      for (const std::string& line : left_out_lines(*rows, what)) {
        notes.push_back(prefix + line);
      }
    }
    for (const Run& run : sides[i].runs) {
      for (const std::string& warning : run_warnings(run)) {
        const std::string note = prefix + "Note: " + warning;
        if (std::ranges::find(notes, note) == notes.end()) {
          notes.push_back(note);
        }
      }
    }
  }
  const auto more = left_out_lines(data.left_out, "Not drawn");
  notes.insert(notes.end(), more.begin(), more.end());
  const auto reading = reading_lines(data);
  lines.insert(lines.end(), reading.begin(), reading.end());
  const std::size_t shown = std::min(notes.size(), most_lines);
  lines.insert(lines.end(), notes.begin(), notes.begin() + static_cast<std::ptrdiff_t>(shown));
  if (shown < notes.size()) {
    lines.push_back(
        fmt::format("… and {} notes more: bench-report html has them all.", notes.size() - shown));
  }
  return lines;
}

}  // namespace

void add_chart(CLI::App& program, Exit& status) {
  auto* const command =
      program.add_subcommand("chart", "Median lines and 5–95 % bands on logarithmic axes, as SVG");
  auto arguments = std::make_shared<ChartArguments>();
  add_chart_arguments(*command, *arguments);
  command
      ->add_option("--relative-to", arguments->relative_to,
                   "Draw speedups over this family instead of the metric itself")
      ->type_name("FAMILY");
  command->add_option("-o,--output", arguments->output, "SVG file to write; default: standard output")
      ->type_name("FILE");
  command->callback([arguments, &status] {
    const auto sides = read_sides(*arguments);
    const auto sets = make_series_of_sides(sides, arguments->series);
    const ChartData data = make_chart_data(sets, names_of(sides), arguments->relative_to);
    ChartText text = chart_text(data, sides, *arguments);
    text.small_print = small_print(data, sides, sets);
    write_output(arguments->output, draw_chart(data, text), arguments->inputs());
    status = Exit::success;
  });
}

}  // namespace bench_report
