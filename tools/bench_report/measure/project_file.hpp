// The file `.bench-report` in a project's root: how its benchmarks are built and run.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/measure/builds.hpp"

namespace bench_report {

/// Lines such as
///     build = cmake -B build && cmake --build build --target bench
///     program = build/bench
///     flag = --benchmark_min_time=0.01
/// the last as often as one likes; empty lines, and those that begin with #, say nothing.
struct ProjectFile {
  BuildRecipe recipe;
  std::vector<std::string> flags;
};

/// Throws std::runtime_error, with file and line, for what is none of these; a file that is not there is
/// empty.
ProjectFile read_project_file(const std::string& path);

}  // namespace bench_report
