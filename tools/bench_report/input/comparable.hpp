// Are runs comparable: the same machine, the same way of building?
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// Throws UnusableInput, one line that names them, where the contexts of the runs state different facts:
/// host, number of processors, build, compiler, custom context. Dates and the like may differ. With `force`
/// that is a warning.
void require_one_commit(const std::vector<Run>& runs, bool force, std::vector<std::string>& warnings);

/// The same within each side and between the two, which may be of different commits. What only one side
/// states is a warning.
void require_comparable(const std::vector<Run>& before, const std::vector<Run>& after, bool force,
                        std::vector<std::string>& warnings);

/// One line that says in what the runs differ: machines, builds, commits; "" where they do not. For what
/// shows runs as one without comparing them.
std::string describe_mixture(std::span<const Run> runs);

/// Noise floors are of one machine and build: that which the runs were made with. Of commits they may differ.
void require_same_machine(const Run& calibration, const std::vector<Run>& runs, bool force,
                          std::vector<std::string>& warnings);

}  // namespace bench_report
