// JSON of other benchmarking tools, which people take for Google Benchmark's.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace bench_report {

/// Whose JSON has such keys, wherever they stand in it; "" for nobody's that is known. Google Benchmark's own
/// has none of those that decide.
std::string_view tool_of(const std::set<std::string>& keys);

}  // namespace bench_report
