// What `bench-report` keeps of a Google Benchmark JSON file: rows, each with one sample per repetition.
// Times are seconds, whatever unit the file used.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bench_report {

/// One argument of a benchmark: `N:464` has the name "N", a bare `464` has none.
struct Argument {
  std::string name;
  std::string value;

  bool operator==(const Argument&) const = default;
};

/// A benchmark's name in parts: `multithreading/pool/N:464/real_time` is the family `multithreading/pool`
/// with the argument N = 464 and the time type `real_time`.
struct Name {
  std::string full;    ///< as the file has it, without an aggregate's suffix
  std::string family;  ///< what stands before the arguments
  std::vector<Argument> arguments;
  std::string time_type;  ///< "", "real_time", "manual_time", "process_time", "process_time/real_time"…
  int threads = 1;
  bool has_settings = false;  ///< `iterations:7`, `threads:2`: parts that say how it was measured

  /// Two rows of two files are the same benchmark when these parts are the same
  /// (not `repeats:`, `min_time:` and the like).
  bool matches(const Name& other) const {
    return family == other.family && arguments == other.arguments && time_type == other.time_type &&
           threads == other.threads;
  }
};

/// Splits a name; never fails: what it does not understand stays in the family.
Name parse_name(const std::string& full);

/// Name::matches as text: what two rows of two files have in common when they are the same benchmark.
std::string row_key(const Name& name);

/// How its samples were taken, where the name says so: "iterations:10", "min_time:0.5/min_warmup_time:1", ""
/// otherwise.
std::string sampling_of(const Name& name);

/// The name of a row that is called like an earlier one: of `BM_sort/8` the second is `BM_sort (2nd)/8`.
Name numbered(const Name& name, std::size_t number);

/// The names of one file.
using FileNames = std::vector<Name*>;

/// Where a file has several rows that only settings tell apart (`BM_Solve/iterations:100` and
/// `iterations:1000`: an argument is called like a setting, or one benchmark was measured under several),
/// those settings become arguments: of all rows that match, in all files alike. To be called once, for all
/// files that are looked at together.
void tell_apart(std::span<const FileNames> files);

/// What a file says of a row's repetitions as a whole: in seconds, or the counter's unit.
struct Aggregates {
  std::optional<double> mean;
  std::optional<double> median;
  std::optional<double> stddev;
  std::size_t repetitions = 0;  ///< 0: unknown
};

/// How the time of a family grows, as the library has fitted it.
struct Complexity {
  std::string name;                        ///< of the family, as rows have it
  std::string order;                       ///< "N", "N^2", "NlgN", "lgN", "(1)", "f(N)"
  std::optional<double> real_coefficient;  ///< seconds for each of those
  std::optional<double> cpu_coefficient;
  std::optional<double> rms;  ///< root mean square of the errors, a share of the mean time
};

/// One benchmark of one file.
struct Row {
  Name name;
  std::string label;
  std::vector<double> real_time;                                     ///< seconds, one per repetition
  std::vector<double> cpu_time;                                      ///< seconds, one per repetition
  std::map<std::string, std::vector<double>, std::less<>> counters;  ///< one value per repetition that has it
  std::optional<std::string> error;              ///< message of the first repetition that failed
  std::optional<std::string> skipped;            ///< why it did not run here
  bool has_aggregates = false;                   ///< beside its repetitions, or without them
  std::map<std::string, Aggregates> aggregates;  ///< by metric

  /// The library was told to report no repetitions.
  bool has_only_aggregates() const {
    return has_aggregates && real_time.empty() && cpu_time.empty() && counters.empty() && !skipped;
  }
};

/// The samples of a metric (real_time, cpu_time, or a counter's name); none where the row lacks it.
const std::vector<double>& samples_of(const Row& row, const std::string& metric);

/// The median of a metric that a row without repetitions has among its aggregates.
std::optional<double> aggregate_median_of(const Row& row, const std::string& metric);

/// One file, that is: one process.
struct Run {
  std::string file;
  std::map<std::string, std::string> context;  ///< scalars of the file's context, as text; custom keys too
  int processors = 0;                          ///< 0: unknown
  std::vector<double> load_average;            ///< at the start; empty: unknown
  std::vector<double> other_processors;  ///< used by other programs, as bench writes it: at the start, and
                                         ///< while it measured; empty: unknown
  std::vector<Row> rows;                 ///< in the order in which the file names them first
  std::vector<Complexity> complexities;  ///< in the order of the file
  std::vector<std::string> warnings;     ///< each one line, for the reader of the report
};

/// Whether the file says that its families do one job, so that one of them is the best: a key `contest` in
/// its context, with the name of the job.
bool is_contest(const Run& run);

/// Which number of a process's repetitions is its sample.
enum class PerProcess {
  minimum,  ///< the best: the minimum of times, the maximum of rates
  median,
};

/// Those of each run, for tell_apart().
std::vector<FileNames> names_by_file(std::span<Run> runs);

}  // namespace bench_report
