// Which rows are looked at, and how they are called: options that every subcommand has.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/rename.hpp"

namespace bench_report {

struct RowArguments {
  std::vector<std::string> filters;
  std::vector<std::string> excludes;
  std::vector<std::string> renames;
  std::vector<std::string> old_renames;
  std::vector<std::string> new_renames;
};

/// Adds --filter, --exclude and --rename, and for those that look at several sides --rename-old and
/// --rename-new.
void add_row_arguments(CLI::App& command, RowArguments& arguments, bool has_sides);

/// Those of --rename. Throws std::invalid_argument for wrong ones.
std::vector<Substitution> renames_of(const RowArguments& arguments);

/// Renames rows, and takes out those that are not selected. The last of several sides is the new one. Returns
/// notes about what that did. Throws std::invalid_argument for wrong
/// expressions, and UnusableInput where no row is left.
std::vector<std::string> select_rows(std::span<const std::span<Run>> sides, const RowArguments& arguments);

/// The same of files that are looked at as one side.
std::vector<std::string> select_rows(std::span<Run> runs, const RowArguments& arguments);

}  // namespace bench_report
