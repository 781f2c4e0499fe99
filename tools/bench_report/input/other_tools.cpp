// Keys that only one tool writes.
#include "tools/bench_report/input/other_tools.hpp"

#include <algorithm>
#include <array>

#include "tools/bench_report/input/noise_floor.hpp"

namespace bench_report {

std::string_view tool_of(const std::set<std::string>& keys) {
  struct Tool {
    std::string_view name;
    std::array<std::string_view, 2> keys;  ///< all of them
  };
  constexpr auto tools = std::to_array<Tool>({
      {"pytest-benchmark", {"machine_info", "benchmarks"}},
      {"nvbench", {"devices", "states"}},
      {"nvbench", {"devices", "min_samples"}},
      {"JMH", {"jmhVersion", "primaryMetric"}},
      {"Criterion", {"reason", "typical"}},
      {"Criterion", {"median_abs_dev", "confidence_interval"}},
      {"Catch2", {"catch2-version", "metadata"}},
      {"hyperfine", {"results", "command"}},
      {"BenchmarkDotNet", {"HostEnvironmentInfo", "Benchmarks"}},
      {"swift-benchmark", {"time", "std"}},
      {"bench-report compare --format json", {"rows_in_family", "exit_status"}},
      {"bench-report calibrate", {noise_floor_key, "rows"}},
  });
  const auto* const tool = std::ranges::find_if(tools, [&](const Tool& candidate) {
    return std::ranges::all_of(candidate.keys,
                               [&](std::string_view key) { return keys.contains(std::string(key)); });
  });
  return tool == tools.end() ? "" : tool->name;
}

}  // namespace bench_report
