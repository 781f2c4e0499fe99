// Are runs comparable? What makes times incomparable refuses; what only identifies runs does not.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// What a key of the context is for.
enum class Role {
  decides,        ///< times depend on it: processor, caches, compiler, flags, build type
  names_code,     ///< commit, branch, version: what two sides differ in by purpose
  names_run,      ///< host, program, number of a run
  varies,         ///< date, clock and the like: of no interest
  says_anything,  ///< a key that nobody knows
};
Role role_of(const std::string& key);

/// Throws UnusableInput, one line that names them, where the contexts of the runs state different facts that
/// decide, or name different code; with `force` that is a warning. In what else they differ is a warning.
void require_one_commit(const std::vector<Run>& runs, bool force, std::vector<std::string>& warnings);

/// The same of two sides, which may be of different code; several on one side are a warning. So is what
/// decides and only one side states.
void require_comparable(const std::vector<Run>& before, const std::vector<Run>& after, bool force,
                        std::vector<std::string>& warnings);

/// One line that says in what the runs differ: machines, builds, programs, commits; "" where they do not. For
/// what shows runs as one without comparing them.
std::string describe_mixture(std::span<const Run> runs);

/// Noise floors are of one machine and build: that which the runs were made with. Of commits they may differ.
void require_same_machine(const Run& calibration, const std::vector<Run>& runs, bool force,
                          std::vector<std::string>& warnings);

}  // namespace bench_report
