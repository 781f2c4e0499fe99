// `bench-report history FILE|FOLDER…`
#include <memory>
#include <optional>
#include <stdexcept>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/history.hpp"
#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/history_files.hpp"
#include "tools/bench_report/commands/reading_arguments.hpp"
#include "tools/bench_report/commands/row_filter.hpp"
#include "tools/bench_report/output/history_report.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  HistoryOptions options;
  DigestOptions digest;
  DirectionRules directions;
  RowFilter rows;
  std::string gate;
  bool strict = false;
  Format format = Format::text;
  std::string output;
  ReadOptions reading;
};

void add_options(CLI::App& command, Arguments& arguments) {
  HistoryOptions& options = arguments.options;
  command
      .add_option("files", arguments.paths,
                  "Google Benchmark JSON files, and folders of them, of any number of commits")
      ->required()
      ->type_name("FILE|FOLDER…");
  command.add_option("--metric", options.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  add_row_filter(command, arguments.rows);
  command
      .add_option("--commit-key", arguments.digest.commit_key,
                  "Key of the context that names the commit; default: commit, GIT_COMMIT_HASH and the like")
      ->type_name("KEY");
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

std::optional<HistoryGate> gate_of(const History& history, const Arguments& arguments) {
  if (arguments.gate.empty()) {
    return {};
  }
  if (history.options.direction == Direction::unknown) {
    throw std::invalid_argument("--fail-on-regression-since: whether more or less of " +
                                history.options.metric +
                                " is better is unknown: say so by --more-is-better or --less-is-better");
  }
  const std::size_t place = place_of(history.commits, arguments.gate, "--fail-on-regression-since");
  return HistoryGate{.place = place, .regressions = regressions_since(history, place)};
}

}  // namespace

void add_history(CLI::App& program, Exit& status) {
  auto* const command = program.add_subcommand(
      "history", "Many commits: where rows became slower or faster, and whether they stay so");
  auto arguments = std::make_shared<Arguments>();
  add_options(*command, *arguments);
  add_reading_arguments(*command, arguments->reading, arguments->directions);
  add_format(*command, arguments->format, {"text", "markdown", "csv", "json"});
  command->add_option("-o,--output", arguments->output, "File to write; default: standard output")
      ->type_name("FILE");
  command->callback([arguments, &status] {
    HistoryOptions& options = arguments->options;
    options.direction = direction_of(options.metric, arguments->directions);
    DigestOptions& chosen = arguments->digest;
    chosen.metric = options.metric;
    chosen.direction = options.direction;
    chosen.wants = wanted(arguments->rows);
    const auto files = find_files(arguments->paths);
    Pool pool;
    std::vector<std::string> notes;
    auto runs = read_digests(files, arguments->reading, chosen, arguments->strict, pool, notes);
    History history = make_history(std::move(runs), pool, options);
    history.warnings.insert(history.warnings.begin(), notes.begin(), notes.end());
    const auto gate = gate_of(history, *arguments);
    write_output(arguments->output, formatted(HistoryReport(history, gate), arguments->format), files);
    status = gate && gate->regressions > 0 ? Exit::regression : Exit::success;
  });
}

}  // namespace bench_report
