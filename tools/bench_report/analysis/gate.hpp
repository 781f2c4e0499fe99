// What a comparison comes to: whether it passes, and with which exit status.
#pragma once

#include <cstddef>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/exit.hpp"

namespace bench_report {

enum class Outcome {
  passed,
  failed,          ///< a row regressed, is over the limit, fails now, vanished, or changed where that counts
  nothing_judged,  ///< rows were measured on both sides, but none of them could be tested
  inconclusive,    ///< some rows are, and --strict does not allow it
};

struct Gate {
  Outcome outcome = Outcome::passed;
  Exit status = Exit::success;
  std::size_t pairs = 0;        ///< rows that were measured on both sides
  std::size_t judged = 0;       ///< of those: could be tested
  std::size_t few_samples = 0;  ///< of the others: for want of samples
};

/// Failing comes first, then that nothing could be judged, which is no pass: the status is 3 with `strict`.
Gate gate_of(const Comparison& comparison);

/// 1 for what fails; 3, with `strict`, for inconclusive rows and where nothing could be judged; else 0.
Exit exit_status(const Comparison& comparison);

/// Whether a row of that verdict fails the comparison by itself.
bool fails_the_gate(Verdict verdict, const CompareOptions& options);

/// Whether more than max_ratio times worse by the medians: the plain limit, which proves nothing. The row
/// becomes OVER-LIMIT then, unless it has regressed.
void apply_limit(ComparedRow& row, double max_ratio, Direction direction);

}  // namespace bench_report
