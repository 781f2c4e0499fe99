// How a process samples each of its rows, where the caller has not said it.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/measure/clock.hpp"
#include "tools/bench_report/measure/process.hpp"
#include "tools/bench_report/measure/program.hpp"

namespace bench_report {

/// Flags for both programs. A process's sample of a row is its best repetition, and that of many short ones
/// varies less than that of few long ones: here twelve of half a millisecond, in random order where the
/// library can do that, so that what disturbs for a moment spoils one of them. Measured with 170 rows on a
/// shared machine of two cores (Google Benchmark 1.7.1, 8 to 20 processes): the best of 3 × 5 ms spread by
/// 4.0 % (standard deviation, median of rows; 19 % at the 90th percentile), the best of 12 × 0.5 ms by 1.0 %
/// (5.6 %), for a third more of time.
///
/// `pilot` is run once for that, with one repetition, into the file: if so many processes of both sides
/// would take longer than `seconds` with twelve of them, each as long as the pilot, there are fewer, one at
/// least. (They take less: starting a program, and finding the numbers of iterations, is done once.) Nothing
/// is run, and no number of repetitions is told, where the flags have one. Throws like measure().
std::vector<std::string> sampling_flags(Processes& processes, const Clock& clock, const Program& pilot,
                                        const std::string& file, std::size_t processes_a_side,
                                        double seconds);

}  // namespace bench_report
