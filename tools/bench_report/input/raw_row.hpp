// One object of the `benchmarks` array, as the file has it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench_report {

/// Keys of a row that mean something here; all others with a number are counters.
enum class Field {
  name,
  run_name,
  run_type,
  aggregate_name,
  aggregate_unit,
  label,
  time_unit,
  error_message,
  skip_message,
  big_o,
  error_occurred,
  skipped,
  real_time,
  cpu_time,
  rms,
  threads,
  family_index,
  per_family_instance_index,
  iterations,
  repetitions,
  repetition_index,
  cpu_coefficient,
  real_coefficient,
  counter,
};
inline constexpr auto field_names = std::to_array<std::string_view>({"name",
                                                                     "run_name",
                                                                     "run_type",
                                                                     "aggregate_name",
                                                                     "aggregate_unit",
                                                                     "label",
                                                                     "time_unit",
                                                                     "error_message",
                                                                     "skip_message",
                                                                     "big_o",
                                                                     "error_occurred",
                                                                     "skipped",
                                                                     "real_time",
                                                                     "cpu_time",
                                                                     "rms",
                                                                     "threads",
                                                                     "family_index",
                                                                     "per_family_instance_index",
                                                                     "iterations",
                                                                     "repetitions",
                                                                     "repetition_index",
                                                                     "cpu_coefficient",
                                                                     "real_coefficient"});
inline constexpr auto text_fields = static_cast<std::size_t>(Field::big_o) + 1;

/// `counter` for what is none of them.
Field field_of(std::string_view key);

struct RawRow {
  std::array<std::string, text_fields> texts;
  std::array<bool, field_names.size()> seen{};
  bool error_occurred = false;
  bool skipped = false;
  std::optional<double> real_time;
  std::optional<double> cpu_time;
  std::optional<int> threads;
  std::optional<std::size_t> repetition;
  std::size_t repetitions = 0;
  double family = 0;
  double instance = 0;
  // Their names are those of the reader: they last until the next row begins.
  std::vector<std::pair<std::string_view, double>> counters;
  std::vector<std::pair<std::string_view, double>> maybe_counters;  ///< where the row is no complexity row

  const std::string& text(Field field) const { return texts[static_cast<std::size_t>(field)]; }
  bool has(Field field) const { return seen[static_cast<std::size_t>(field)]; }
  void clear() {
    for (std::string& words : texts) {
      words.clear();  // keeps its memory
    }
    seen.fill(false);
    error_occurred = skipped = false;
    real_time.reset();
    cpu_time.reset();
    family = instance = 0;
    threads.reset();
    repetition.reset();
    repetitions = 0;
    maybe_counters.clear();
    counters.clear();
  }
};

}  // namespace bench_report
