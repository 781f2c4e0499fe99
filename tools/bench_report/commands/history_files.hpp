// Reading many files at a time.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/run_digest.hpp"
#include "tools/bench_report/input/reader.hpp"
#include "tools/bench_report/input/rename.hpp"

namespace bench_report {

/// Files as named, and of folders all that end in .json or .json.gz, below them too, in the order of their
/// paths; links within a folder are left out, since they name what is there already. Throws UnusableInput for
/// a folder without any.
std::vector<std::string> find_files(const std::vector<std::string>& paths);

/// In the order of the files, their rows renamed. What can't be read is left out, with a note; with `strict`
/// the first one is thrown. Throws UnusableInput where nothing can be read.
std::vector<RunDigest> read_digests(const std::vector<std::string>& files, const ReadOptions& reading,
                                    std::span<const Substitution> renames, const DigestOptions& options,
                                    bool strict, Pool& pool, std::vector<std::string>& warnings);

}  // namespace bench_report
