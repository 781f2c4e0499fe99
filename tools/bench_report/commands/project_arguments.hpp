// A project whose commits are built and measured: what `commits` and `bisect` share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "tools/bench_report/commands/compare_arguments.hpp"
#include "tools/bench_report/commands/measure_arguments.hpp"
#include "tools/bench_report/measure/builds.hpp"
#include "tools/bench_report/measure/git.hpp"
#include "tools/bench_report/measure/process.hpp"
#include "tools/bench_report/measure/program.hpp"

namespace bench_report {

struct ProjectArguments {
  std::string folder;  ///< "": the root of the repository that we are in
  BuildRecipe recipe;
  std::string cache;
  CompareArguments comparing;
  MeasureArguments measuring;
};

/// Adds --project, --build, --program and --cache, and the options of comparing and measuring; `arguments`
/// outlive the command.
void add_project_arguments(CLI::App& command, ProjectArguments& arguments);

/// The project's repository. What the command line does not say of the recipe comes from the project's
/// .bench-report, and the flags of that file stand before those of the command line. Throws
/// std::runtime_error and std::invalid_argument.
Git open_project(Processes& processes, ProjectArguments& arguments);

}  // namespace bench_report
