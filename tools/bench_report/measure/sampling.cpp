// A pilot, and what follows from it.
#include "tools/bench_report/measure/sampling.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace bench_report {
namespace {

constexpr std::string_view repetitions = "--benchmark_repetitions";
constexpr std::string_view interleaving = "--benchmark_enable_random_interleaving";
constexpr auto numbers = std::to_array<int>({12, 6, 3, 1});

bool has(const std::vector<std::string>& flags, std::string_view name) {
  return std::ranges::any_of(flags, [name](const std::string& flag) {
    return std::string_view(flag).substr(0, flag.find('=')) == name;
  });
}

std::string with_value(std::string_view flag, std::string_view value) {
  return std::string(flag) + '=' + std::string(value);
}

/// One process with one repetition, and how long it took. The caller's flags come last: they win.
double seconds_of(Processes& processes, const Clock& clock, Program pilot, std::vector<std::string> flags,
                  const std::string& file) {
  flags.push_back(with_value(repetitions, "1"));
  pilot.flags.insert(pilot.flags.begin(), flags.begin(), flags.end());
  const double begin = clock.seconds();
  measure(processes, pilot, "", file);
  return clock.seconds() - begin;
}

}  // namespace

std::vector<std::string> sampling_flags(Processes& processes, const Clock& clock, const Program& pilot,
                                        const std::string& file, std::size_t processes_a_side,
                                        double seconds) {
  std::vector<std::string> flags{"--benchmark_min_time=0.0005"};
  if (has(pilot.flags, repetitions)) {
    return flags;
  }
  std::optional<double> one;
  if (!has(pilot.flags, interleaving)) {
    flags.push_back(with_value(interleaving, "true"));
    try {
      one = seconds_of(processes, clock, pilot, flags, file);
    } catch (const ProgramFailed&) {
      flags.pop_back();  // a library before 1.6, perhaps; if it is something else that shows now
    }
  }
  const double all = 2 * static_cast<double>(processes_a_side) *
                     (one ? *one : seconds_of(processes, clock, pilot, flags, file));
  const auto* const fits = std::ranges::find_if(numbers, [&](int number) { return number * all <= seconds; });
  flags.push_back(with_value(repetitions, std::to_string(fits == numbers.end() ? 1 : *fits)));
  return flags;
}

}  // namespace bench_report
