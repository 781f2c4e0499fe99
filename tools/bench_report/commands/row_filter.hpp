// Which rows: --filter and --exclude.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace bench_report {

/// Regular expressions (ECMAScript) that a row's name is searched for; "" for none.
struct RowFilter {
  std::string filter;
  std::string exclude;
};

/// Adds --filter and --exclude. The filter outlives the command.
void add_row_filter(CLI::App& command, RowFilter& filter);

/// Whether a name is wanted; may be asked by several threads at a time. Empty where all are. Throws
/// std::invalid_argument for what is no regular expression.
std::function<bool(const std::string&)> wanted(const RowFilter& filter);

}  // namespace bench_report
