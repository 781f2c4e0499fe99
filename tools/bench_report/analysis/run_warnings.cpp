// Reading the context, and testing rows for drift.
#include "tools/bench_report/analysis/run_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "tools/bench_report/statistics/trend.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

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

/// Its assertions are on, and it is not optimised.
bool is_of_a_debug_library(const Run& run) {
  const auto place = run.context.find("library_build_type");
  return place != run.context.end() && place->second == "debug";
}

constexpr std::string_view debug_library =
    "the Google Benchmark library calls itself a debug build: unless it is Debian's package, which always "
    "does, "
    "short times hold its overhead";

/// Rows that some runs measured with other settings than others.
std::vector<std::string> unlike_sampling(std::initializer_list<const std::vector<Run>*> sides) {
  std::unordered_map<std::string, std::pair<std::string, std::string>>
      first;  // by row: its name and settings
  std::set<std::string> found;
  std::vector<std::string> rows;
  for (const auto* const side : sides) {
    for (const Run& run : *side) {
      for (const Row& row : run.rows) {
        std::string sampling = sampling_of(row.name);
        const auto [place, is_new] = first.try_emplace(row_key(row.name), row.name.full, sampling);
        if (!is_new && place->second.second != sampling && found.insert(place->first).second) {
          const auto told = [](const std::string& text) { return text.empty() ? "without" : text; };
          rows.push_back(fmt::format("{} with {} and {}", place->second.first, told(place->second.second),
                                     told(sampling)));
        }
      }
    }
  }
  return rows;
}

/// Processors that other programs used while it measured, where they are worth a word.
std::optional<double> used_by_others(const Run& run) {
  constexpr double noticeable = 0.05;
  return run.processors > 0 && !run.other_processors.empty() &&
                 run.other_processors.back() > noticeable * run.processors
             ? std::optional(run.other_processors.back())
             : std::nullopt;
}

/// The load average counts what ran just before, too, such as the compiler: it is asked only where nothing
/// better is known.
bool was_loaded(const Run& run) {
  return run.processors > 0 && run.other_processors.empty() && !run.load_average.empty() &&
         run.load_average.front() > run.processors;
}

}  // namespace

std::vector<std::string> run_warnings(const Run& run) {
  std::vector<std::string> lines = run.warnings;
  if (is_on(run, "interrupted")) {
    lines.emplace_back(
        "the run was interrupted: it holds the repetitions that were finished, and rows may be missing");
  }
  const std::string processors = counted(static_cast<std::size_t>(run.processors), "processor");
  if (const auto others = used_by_others(run)) {
    lines.push_back(
        fmt::format("other programs used {:.1f} of {} while it measured: their noise is in the figures",
                    *others, processors));
  }
  if (was_loaded(run)) {
    lines.push_back(
        fmt::format("the load average was {:.1f} at the start, on {}: other programs ran, and their noise is "
                    "in the figures",
                    run.load_average.front(), processors));
  }
  if (is_on(run, "cpu_scaling_enabled")) {
    lines.emplace_back(
        "frequency scaling was on: the processor's clock followed its load and temperature (the governor "
        "\"performance\" holds it)");
  }
  if (is_of_a_debug_library(run)) {
    lines.emplace_back(debug_library);
  }
  if (const auto rows = drifting_rows(run); !rows.empty()) {
    lines.push_back(fmt::format("{} drifted during the run: {}", counted(rows.size(), "row"), some(rows)));
  }
  return lines;
}

std::vector<std::string> joint_warnings(std::initializer_list<const std::vector<Run>*> sides) {
  std::vector<std::string> warnings;
  std::set<std::string> seen;
  std::size_t files = 0;
  std::size_t interrupted = 0;
  std::size_t loaded = 0;
  std::size_t scaled = 0;
  std::size_t debug = 0;
  std::size_t disturbed = 0;
  double worst = 0;
  double most_others = 0;
  for (const auto* const side : sides) {
    for (const Run& run : *side) {
      for (const std::string& warning : run.warnings) {
        if (seen.insert(warning).second) {
          warnings.push_back(run.file + ": " + warning);
        }
      }
      ++files;
      interrupted += is_on(run, "interrupted") ? 1U : 0U;
      scaled += is_on(run, "cpu_scaling_enabled") ? 1U : 0U;
      debug += is_of_a_debug_library(run) ? 1U : 0U;
      if (const auto others = used_by_others(run)) {
        ++disturbed;
        most_others = std::max(most_others, *others);
      }
      if (was_loaded(run)) {
        ++loaded;
        worst = std::max(worst, run.load_average.front());
      }
    }
  }
  if (interrupted > 0) {
    warnings.push_back(
        counted_of(interrupted, files, "run", "was", "were") +
        " interrupted: only repetitions that were finished are there, and rows may be missing");
  }
  if (disturbed > 0) {
    warnings.push_back(fmt::format("during {} other programs used processors (up to {:.1f})",
                                   counted_of(disturbed, files, "run"), most_others));
  }
  if (loaded > 0) {
    warnings.push_back(
        fmt::format("in {} the load average at the start was above the number of processors (up to {:.1f}): "
                    "other programs were running",
                    counted_of(loaded, files, "file"), worst));
  }
  if (scaled > 0) {
    warnings.push_back(fmt::format("in {} frequency scaling was on: times depend on what ran before",
                                   counted_of(scaled, files, "file")));
  }
  if (debug > 0) {
    warnings.push_back(fmt::format("in {} {}", counted_of(debug, files, "file"), debug_library));
  }
  if (const auto rows = unlike_sampling(sides); !rows.empty()) {
    warnings.push_back(fmt::format("{} measured in unlike ways, which changes times by itself: {}",
                                   counted(rows.size(), "row was", "rows were"), some(rows)));
  }
  return warnings;
}

}  // namespace bench_report
