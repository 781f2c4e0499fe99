// Runs grouped by commit, in order.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/analysis/history.hpp"

namespace bench_report {

struct CommitRuns {
  HistoryCommit commit;
  std::vector<const RunDigest*> runs;
};

/// Notes are added to `warnings`. Runs that stand there twice count once.
std::vector<CommitRuns> group_by_commit(const std::vector<RunDigest>& runs,
                                        const std::vector<KnownCommit>& repository,
                                        std::vector<std::string>& warnings);

/// Drops what came before; see HistoryOptions::since.
void keep_since(std::vector<CommitRuns>& commits, const std::string& since);

}  // namespace bench_report
