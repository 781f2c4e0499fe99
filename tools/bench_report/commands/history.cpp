// `bench-report history FILE|FOLDER…`
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <stdexcept>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/history.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/git.hpp"
#include "tools/bench_report/commands/history_files.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/input/selection.hpp"
#include "tools/bench_report/output/chart/history_chart.hpp"
#include "tools/bench_report/output/history_report.hpp"
#include "tools/bench_report/output/page/history_page.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {
namespace {

struct HistoryCommand {
  std::vector<std::string> paths;
  HistoryOptions options;
  DigestOptions digest;
  DirectionRules directions;
  RowArguments rows;
  std::string repository;
  std::string gate;
  bool strict = false;
  Format format = Format::text;
  bool has_format = false;
  std::string output;
  ReadOptions reading;
};

void add_options(CLI::App& command, HistoryCommand& arguments) {
  HistoryOptions& options = arguments.options;
  command
      .add_option("files", arguments.paths,
                  "Google Benchmark JSON files, and folders of them, of any number of commits")
      ->required()
      ->type_name("FILE|FOLDER…");
  command.add_option("--metric", options.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  add_row_arguments(command, arguments.rows, false);
  command
      .add_option("--commit-key", arguments.digest.commit_key,
                  "Key of the context that names the commit; default: commit, GIT_COMMIT_HASH and the like")
      ->type_name("KEY");
  command
      .add_option("--git", arguments.repository,
                  "Order commits as this repository does, parents first, instead of by their dates")
      ->type_name("FOLDER");
  command.add_option("--since", options.since, "Only commits from this date, or from this commit on")
      ->type_name("DATE|COMMIT");
  command
      .add_option("--fail-on-regression-since", arguments.gate,
                  "Exit status 1 where a row became worse after this commit")
      ->type_name("COMMIT");
  command.add_option("--alpha", options.alpha, "Share of false changes among those told, on average")
      ->check(is_not_empty)
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->type_name("P");
  command.add_option("--min-effect", options.least_effect, "Changes up to this are none")
      ->check(is_not_empty)
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->type_name("RATIO");
  command.add_flag("--strict", arguments.strict, "A file that can't be used is an error");
}

void require_one_form(const HistoryCommand& arguments) {
  const bool is_drawn = arguments.output.ends_with(".html") || arguments.output.ends_with(".svg");
  if (is_drawn && arguments.has_format) {
    throw std::invalid_argument(
        arguments.output +
        ": the name asks for a page or a picture, --format for another form: leave one out");
  }
}

void require_direction(const HistoryCommand& arguments) {
  if (!arguments.gate.empty() && arguments.options.direction == Direction::unknown) {
    throw std::invalid_argument("--fail-on-regression-since: whether more or less of " +
                                arguments.options.metric +
                                " is better is unknown: say so by --more-is-better or --less-is-better");
  }
}

/// A page or a picture, where the file to write is called so; else a report in the format that was chosen.
std::string rendered(const History& history, const std::optional<HistoryGate>& gate,
                     const HistoryCommand& arguments) {
  if (arguments.output.ends_with(".html")) {
    return make_history_page(history, gate);
  }
  if (arguments.output.ends_with(".svg")) {
    if (history.rows.size() > most_rows_of_svg) {
      throw std::invalid_argument(
          fmt::format("{}: {} rows are too many for a picture (at most {}): choose some by --filter, "
                      "or write a page: -o history.html",
                      arguments.output, history.rows.size(), most_rows_of_svg));
    }
    return history_svg(history);
  }
  return formatted(HistoryReport(history, gate), arguments.format);
}

std::optional<HistoryGate> gate_of(const History& history, const HistoryCommand& arguments) {
  if (arguments.gate.empty()) {
    return {};
  }
  const std::size_t place = place_of(history.commits, arguments.gate, "--fail-on-regression-since");
  return HistoryGate{.place = place, .regressions = regressions_since(history, place)};
}

}  // namespace

void add_history(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "history", "Many commits: where rows became slower or faster, and whether they stay so");
  auto arguments = std::make_shared<HistoryCommand>();
  add_options(*command, *arguments);
  add_reading_arguments(*command, arguments->reading, arguments->directions);
  add_format(*command, arguments->format, {"text", "markdown", "csv", "json"});
  command
      ->add_option("-o,--output", arguments->output,
                   "File to write: a page where its name ends in .html, a picture where in .svg; default: "
                   "standard output")
      ->type_name("FILE");
  command->callback([arguments, command, &status] {
    arguments->has_format = command->count("--format") > 0;
    HistoryOptions& options = arguments->options;
    options.direction = direction_of(options.metric, arguments->directions);
    DigestOptions& chosen = arguments->digest;
    chosen.metric = options.metric;
    chosen.direction = options.direction;
    const Selection selection(arguments->rows.filters, arguments->rows.excludes);
    chosen.wants = [&](const std::string& name) { return selection.wants(name); };
    require_one_form(*arguments);
    require_direction(*arguments);
    const auto files = find_files(arguments->paths);
    const auto known = arguments->repository.empty() ? std::vector<KnownCommit>{}
                                                     : commits_of_repository(arguments->repository);
    Pool pool;
    std::vector<std::string> notes;
    const auto runs = read_digests(files, arguments->reading, renames_of(arguments->rows), chosen,
                                   arguments->strict, pool, notes);
    History history = make_history(runs, pool, options, known);
    history.warnings.insert(history.warnings.begin(), notes.begin(), notes.end());
    const auto gate = gate_of(history, *arguments);
    write_output(arguments->output, rendered(history, gate, *arguments), files);
    status = gate && gate->regressions > 0 ? Exit::regression : Exit::success;
  });
}

}  // namespace bench_report
