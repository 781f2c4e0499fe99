// What binds, in words.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/analysis/limits.hpp"
#include "tools/bench_report/analysis/series.hpp"

namespace bench_report {

/// "One worker: memory binds from N = 100 to 278, arithmetic from N = 359 on.", and the same of all workers,
/// as far as it is known.
std::vector<std::string> limit_sentences(const Limits& limits, const AxisScale& scale);

/// "97.3 % of the limit (memory)".
std::string share_text(const Share& share);

/// The same for a table, with the first letter of what binds: "97.3 m".
std::string short_share(const Share& share);

/// What a table of shares shows, for the line below it.
inline constexpr const char* shares_legend =
    "% of the limit that binds at that size: m memory (limit/copy), a arithmetic (limit/arithmetic), b both "
    "alike; of several workers that of all workers (limit/…_parallel)";

}  // namespace bench_report
