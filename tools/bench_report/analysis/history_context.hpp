// Where another machine, compiler or library came in.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/history.hpp"

namespace bench_report {

/// In what all contexts of `before` agree, those of `after` too, but not with each other: "compiler (GCC 12,
/// GCC 13)" for each such key. What changes from run to run explains nothing.
std::vector<std::string> explanations(std::span<const HistoryCommit* const> before,
                                      std::span<const HistoryCommit* const> after);

/// Notes of commits whose own runs differ in what times depend on, and of what differs over the whole
/// history.
void warn_of_mixtures(std::span<const HistoryCommit> commits, std::vector<std::string>& warnings);

}  // namespace bench_report
