// The command line of `bench`: Google Benchmark's flags, and our own.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace parallelization {

/// Bad input: what() is one line that says what is wrong, where, and what to do. Exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Options {
  std::vector<std::size_t> sizes;
  bool sizes_given = false;  ///< then an entry's own extra sizes are left out
  unsigned workers = 1;
  std::uint64_t seed = 42;
  std::optional<std::string> explain;  ///< family whose code is printed instead of measuring
  bool list_families = false;
  std::vector<std::string> given;  ///< the command line, as far as it decides what is measured

  // What Google Benchmark's flags, or its BENCHMARK_… variables, ask for, as far as this program acts on it.
  std::string filter = ".";
  bool list_tests = false;
  bool help = false;
  bool version = false;  ///< print what this program is, instead of measuring
  std::string format = "console";
  std::optional<std::string> out;
  std::string out_format = "json";
  int repetitions = 20;
  bool own_table = true;          ///< no wishes about the table: not Google Benchmark's
  double min_time = 0;            ///< seconds; 0 when iterations are fixed
  bool fixed_iterations = false;  ///< --benchmark_min_time=100x, or a dry run
  double min_warmup_time = 0;     ///< seconds
  benchmark::TimeUnit time_unit = benchmark::kMicrosecond;
  std::vector<std::pair<std::string, std::string>> context;  ///< what the user adds

  /// What Google Benchmark is initialised with, after the program's name: our defaults, the user's flags for
  /// it.
  std::vector<std::string> benchmark_arguments;
};

/// Exit statuses of `bench`.
enum class Exit : int { measured = 0, error_rows = 1, bad_input = 2, interrupted = 130 };

/// Parses the command line and the BENCHMARK_… variables. Throws UsageError.
Options parse_options(int argc, char** argv);

/// The help text on our own flags, without Google Benchmark's.
std::string own_help();

/// Our own flags, for those who ask what there is rather than parse.
void with_own_flags(const std::function<void(const CLI::App&)>& visit);

}  // namespace parallelization
