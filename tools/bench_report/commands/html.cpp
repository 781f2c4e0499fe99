// `bench-report html FILE… -o FILE.html`
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/commands/chart_arguments.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/switches.hpp"
#include "tools/bench_report/output/chart/words.hpp"
#include "tools/bench_report/output/page/page.hpp"

namespace bench_report {
namespace {

/// Every point is left out of a chart once, though two charts may leave it out.
void add_new(std::vector<LeftOut>& list, const std::vector<LeftOut>& more) {
  for (const LeftOut& row : more) {
    if (std::ranges::none_of(list, [&](const LeftOut& other) {
          return other.name == row.name && other.reason == row.reason;
        })) {
      list.push_back(row);
    }
  }
}

bool has_rows(const SeriesSet& set) {
  return has_samples(set) || !set.failed.empty() || !set.skipped.empty() || !set.not_drawn.empty();
}

}  // namespace

void add_html(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "html", "One page that needs no script: chart, winners, quantiles, context, warnings");
  auto arguments = std::make_shared<ChartArguments>();
  add_chart_arguments(*command, *arguments);
  command
      ->add_option("--relative-to", arguments->relative_to,
                   "Family that speedups are relative to, with a chart of them; default: loops, with a chart "
                   "where families "
                   "compete")
      ->type_name("FAMILY");
  command->add_option("-o,--output", arguments->output, "HTML file to write; default: standard output")
      ->type_name("FILE");
  command->callback([arguments, &status] {
    const auto [sides, notes] = read_sides(*arguments);
    const auto sets = make_series_of_sides(sides, arguments->series);
    SeriesOptions with_aggregates = arguments->series;
    with_aggregates.takes_aggregates = true;
    const auto charted = make_series_of_sides(sides, with_aggregates);
    std::vector<Figure> figures;
    std::vector<LeftOut> not_charted;
    std::string title;
    const bool has_base = !arguments->relative_to.empty();
    std::vector<std::string> bases{""};
    if (has_base) {
      bases.push_back(arguments->relative_to);
    } else if (sets.back().is_contest && has_family(sets.back(), default_base)) {
      bases.emplace_back(default_base);
    }
    std::vector<FamilySwitch> switches;
    for (const std::string& base : bases) {
      try {
        ChartData data = make_chart_data(charted, names_of(sides), base);
        if (auto all = make_switchable(data, sets); all.size() > switches.size()) {
          switches = std::move(all);
        }
        ChartText text = chart_text(data, sides, arguments->title);
        text.id = fmt::format("chart-{}", figures.size() + 1);
        if (title.empty()) {
          title = text.title;
        }
        figures.push_back({.svg = draw_chart(data, text), .caption = reading_lines(data)});
        add_new(not_charted, data.left_out);
      } catch (const NothingToDraw& reason) {
        // The tables need no axis, and the lists of what failed or was left out no samples.
        if (std::ranges::none_of(sets, has_rows)) {
          throw;
        }
        figures.push_back({.svg = "", .caption = {std::string("No chart: ") + reason.what()}});
      }
    }
    if (title.empty()) {
      ChartData nothing;
      nothing.metric = arguments->series.metric;
      title = chart_text(nothing, sides, arguments->title).title;
    }
    QuantileTable table = make_quantile_table(sets.back(), sides.back().runs,
                                              has_base ? arguments->relative_to : default_base, false);
    const auto all_notes = notes_with_aggregates(notes, charted);
    table.warnings.insert(table.warnings.begin(), all_notes.begin(), all_notes.end());
    write_output(arguments->output,
                 make_page({.title = title,
                            .figures = std::move(figures),
                            .table = table,
                            .sides = sides,
                            .sets = sets,
                            .not_charted = not_charted,
                            .switches = std::move(switches)}),
                 arguments->inputs());
    status = Exit::success;
  });
}

}  // namespace bench_report
