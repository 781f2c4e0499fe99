// Options about files and metrics.
#include "tools/bench_report/commands/reading_arguments.hpp"

namespace bench_report {

void add_reading_arguments(CLI::App& command, ReadOptions& reading, DirectionRules& directions) {
  command.add_flag("--salvage", reading.salvage, "Keep the whole rows of files that are cut off");
  command
      .add_option(
          "--library-version", reading.library_version,
          "Version of Google Benchmark that wrote the files, whatever they say: times of threads depend "
          "on it")
      ->type_name("VERSION");
  command
      .add_option("--ignore-context", reading.ignored_context,
                  "Read files as if they did not state this of their context (several: once for each)")
      ->type_name("KEY")
      ->allow_extra_args(false);
  command
      .add_option("--more-is-better", directions.more_is_better,
                  "Metrics whose name this regular expression finds are better when more")
      ->type_name("REGEX");
  command.add_option("--less-is-better", directions.less_is_better, "… when less")->type_name("REGEX");
}

}  // namespace bench_report
