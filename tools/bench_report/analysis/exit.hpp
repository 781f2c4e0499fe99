// What a program that calls `bench-report` learns.
#pragma once

namespace bench_report {

/// Exit statuses of `bench-report`.
enum class Exit : int { success = 0, regression = 1, bad_input = 2, inconclusive = 3, interrupted = 130 };

}  // namespace bench_report
