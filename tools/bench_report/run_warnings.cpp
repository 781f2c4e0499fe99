// Reading the context, and testing rows for drift.
#include "tools/bench_report/run_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/bench_report/statistics.hpp"

namespace bench_report {
namespace {

/// Below this the normal approximation is poor.
constexpr std::size_t fewest_for_drift = 10;

std::vector<std::string> drifting_rows(const Run& run) {
  const auto tested = std::ranges::count_if(
      run.rows, [](const Row& row) { return !row.error && row.real_time.size() >= fewest_for_drift; });
  std::vector<std::string> names;
  for (const Row& row : run.rows) {
    if (!row.error && row.real_time.size() >= fewest_for_drift &&
        p_of_drift(row.real_time) < 0.01 / static_cast<double>(tested)) {
      names.push_back(row.name.full);
    }
  }
  return names;
}

bool is_on(const Run& run, const std::string& key) {
  const auto place = run.context.find(key);
  return place != run.context.end() && place->second == "true";
}

/// A few names, and how many more.
std::string some(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

}  // namespace

std::vector<std::string> run_warnings(const Run& run) {
  std::vector<std::string> lines = run.warnings;
  if (is_on(run, "interrupted")) {
    lines.emplace_back(
        "the run was interrupted: it holds the repetitions that were finished, and rows may be missing");
  }
  if (run.processors > 0 && !run.load_average.empty() && run.load_average.front() > run.processors) {
    lines.push_back(fmt::format(
        "the load average was {:.1f} at the start, on {} {}: other programs ran, and their noise "
        "is in the figures",
        run.load_average.front(), run.processors, run.processors == 1 ? "processor" : "processors"));
  }
  if (is_on(run, "cpu_scaling_enabled")) {
    lines.emplace_back(
        "frequency scaling was on: the processor's clock followed its load and temperature (the governor "
        "\"performance\" holds it)");
  }
  if (const auto rows = drifting_rows(run); !rows.empty()) {
    lines.push_back(fmt::format("{} {} during the run: {}", rows.size(),
                                rows.size() == 1 ? "row drifted" : "rows drifted", some(rows)));
  }
  return lines;
}

}  // namespace bench_report
