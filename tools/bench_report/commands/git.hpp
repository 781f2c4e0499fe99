// What git knows of commits.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/analysis/history.hpp"

namespace bench_report {

/// All commits of the repository in that folder, each after its parents, by `git rev-list`; no shell is
/// involved, and nothing in the repository is run. Throws UnusableInput, one line, where git is missing or
/// complains.
std::vector<KnownCommit> commits_of_repository(const std::string& folder);

}  // namespace bench_report
