// A Google Benchmark program, as something that is called.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "tools/bench_report/measure/process.hpp"

namespace bench_report {

struct Program {
  std::string side;                ///< in messages: "old", "new"
  std::string path;                ///< absolute
  std::vector<std::string> flags;  ///< of every call
  double limit = 0;                ///< seconds that a call may take; 0: any
};

/// What was wrong with a program, in one line.
class ProgramFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Somebody wants us to stop.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

/// The names of its benchmarks, as it lists them: by --benchmark_list_tests. Throws ProgramFailed and
/// Interrupted.
std::vector<std::string> list_rows(Processes& processes, const Program& program);

/// One process: with the pattern as --benchmark_filter, unless that is empty, it writes its results to the
/// file. An exit status of 1 with results is none: some programs say so that a row is an error row. Throws
/// like list_rows().
void measure(Processes& processes, const Program& program, const std::string& filter,
             const std::string& file);

/// Throws std::invalid_argument for flags that say where results go or that nothing is measured.
void check_flags(const std::vector<std::string>& flags);

}  // namespace bench_report
