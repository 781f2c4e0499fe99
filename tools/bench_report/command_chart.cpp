// `bench-report chart FILE… -o FILE.svg`
#include <fmt/format.h>

#include <memory>

#include "tools/bench_report/chart.hpp"
#include "tools/bench_report/command.hpp"
#include "tools/bench_report/quantiles.hpp"

namespace bench_report {
namespace {

struct Arguments {
  std::vector<std::string> files;
  SeriesOptions series;
  std::string title;
  std::string output;
};

/// Skipped rows, those with one reason on one line.
std::vector<std::string> left_out_lines(const std::vector<LeftOut>& rows, const std::string& what) {
  std::vector<std::pair<std::string, std::string>> by_reason;
  for (const LeftOut& row : rows) {
    const auto place = std::ranges::find(by_reason, row.reason, &std::pair<std::string, std::string>::first);
    if (place == by_reason.end()) {
      by_reason.emplace_back(row.reason, row.name);
    } else {
      place->second += ", " + row.name;
    }
  }
  std::vector<std::string> lines;
  lines.reserve(by_reason.size());
  for (const auto& [reason, names] : by_reason) {
    lines.push_back(what + " " + names + ": " + reason);
  }
  return lines;
}

std::vector<std::string> small_print(const std::vector<Run>& runs, const SeriesSet& set) {
  std::size_t fewest = 0;
  std::size_t most = 0;
  for (const Series& series : set.series) {
    for (const auto& [x, point] : series.points) {
      if (!point.samples.empty()) {
        fewest = fewest == 0 ? point.samples.size() : std::min(fewest, point.samples.size());
        most = std::max(most, point.samples.size());
      }
    }
  }
  std::vector<std::string> lines = context_lines(runs);
  lines.push_back(
      fmt::format("Lines are medians, bands 5–95 % quantiles of repetition means ({} a point{}).",
                  fewest == most ? fmt::format("{}", most) : fmt::format("{} to {}", fewest, most),
                  fewest < samples_for_sure_tails ? ": the tails are unsure" : ""));
  for (const auto& [rows, what] : {std::pair(&set.skipped, "Skipped"), std::pair(&set.failed, "Failed"),
                                   std::pair(&set.not_drawn, "Not drawn")}) {
    const auto more = left_out_lines(*rows, what);
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return lines;
}

}  // namespace

void add_chart(CLI::App& program, Exit& status) {
  auto* const command =
      program.add_subcommand("chart", "Median lines and 5–95 % bands on logarithmic axes, as SVG");
  auto arguments = std::make_shared<Arguments>();
  command
      ->add_option("files", arguments->files, "Google Benchmark JSON files; their samples are put together")
      ->required()
      ->type_name("FILE…");
  command->add_option("-o,--output", arguments->output, "SVG file to write; default: standard output")
      ->type_name("FILE");
  command->add_option("--metric", arguments->series.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  command
      ->add_option("--x", arguments->series.axis,
                   "Argument along the x axis; default: the one that varies most")
      ->type_name("NAME");
  command->add_option("--title", arguments->title, "Title of the chart")->type_name("TEXT");
  command->callback([arguments, &status] {
    const auto runs = read_runs(arguments->files);
    const SeriesSet set = make_series(runs, arguments->series);
    const std::string title = !arguments->title.empty() ? arguments->title
                              : set.axis == "N"
                                  ? "y = x + x² + x³ over an N × N array: which strategy is fastest?"
                                  : "Benchmarks by size";
    write_output(arguments->output, draw_chart(set, {.title = title, .small_print = small_print(runs, set)}));
    status = Exit::success;
  });
}

}  // namespace bench_report
