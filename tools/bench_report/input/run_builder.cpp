// What a row is, and where its figures go.
#include "tools/bench_report/input/run_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <utility>

#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

constexpr std::size_t longest_name = std::size_t{1} << 16U;
constexpr std::string_view skip_prefix = "skipped: ";

/// How many of them make a second: dividing by a whole number keeps 50 µs what it is.
std::optional<double> units_per_second(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"ns", 1e9}, {"us", 1e6}, {"ms", 1e3}, {"s", 1.0}}};
  const auto place = std::ranges::find(units, unit, &std::pair<std::string_view, double>::first);
  return place == units.end() ? std::nullopt : std::optional(place->second);
}

/// Before 1.5 there is no run_type: aggregates and complexity rows are known by the ends of their names.
std::string_view aggregate_suffix(std::string_view name) {
  constexpr std::array<std::string_view, 6> suffixes{"_mean", "_median", "_stddev", "_cv", "_BigO", "_RMS"};
  const auto place =
      std::ranges::find_if(suffixes, [&](std::string_view suffix) { return name.ends_with(suffix); });
  return place == suffixes.end() ? "" : *place;
}

/// Since 1.9.0 real_time is no longer divided by the number of threads; 1.8.4 and 1.8.5 name their version,
/// too.
bool divides_by_threads(const Run& run) {
  const auto version = run.context.find("library_version");
  if (version == run.context.end()) {
    return true;
  }
  const std::string_view text =
      std::string_view(version->second).substr(version->second.starts_with('v') ? 1 : 0);
  int major = 0;
  int minor = 0;
  const char* const end = text.data() + text.size();
  const auto after_major = std::from_chars(text.data(), end, major);
  if (after_major.ec == std::errc() && after_major.ptr != end) {
    std::from_chars(after_major.ptr + 1, end, minor);
  }
  return std::pair(major, minor) < std::pair(1, 9);
}

/// What kind of row it is.
struct Kind {
  bool is_aggregate = false;
  std::string aggregate;  ///< "median" and so on
  bool by_suffix = false;
  bool is_complexity = false;
  bool is_skipped = false;
};

/// Takes the suffix of an aggregate off the name where no run_type tells.
Kind kind_of(const RawRow& raw, std::string& name) {
  Kind kind{.is_aggregate = raw.text(Field::run_type) == "aggregate",
            .aggregate = raw.text(Field::aggregate_name)};
  if (!raw.has(Field::run_type)) {
    if (const auto suffix = aggregate_suffix(name); !suffix.empty()) {
      kind.by_suffix = kind.is_aggregate = true;
      kind.aggregate = suffix.substr(1);
      name.resize(name.size() - suffix.size());
    }
  }
  kind.is_complexity = raw.has(Field::big_o) || kind.aggregate == "BigO" || kind.aggregate == "RMS" ||
                       (raw.has(Field::rms) && raw.text(Field::run_type) != "iteration");
  kind.is_skipped = raw.skipped || raw.text(Field::error_message).starts_with(skip_prefix);
  return kind;
}

}  // namespace

std::string RunBuilder::add(RawRow& raw) {
  std::string& name =
      raw.texts[static_cast<std::size_t>(raw.has(Field::run_name) ? Field::run_name : Field::name)];
  if (name.empty()) {
    return "a row without a name";
  }
  if (name.size() > longest_name) {
    return fmt::format("a name of {} bytes: no benchmark is called that", name.size());
  }
  const Kind kind = kind_of(raw, name);
  by_suffix_ += kind.by_suffix ? 1U : 0U;
  if (kind.is_complexity) {
    return {};
  }
  if (!raw.real_time && !kind.is_skipped && !raw.error_occurred) {
    ++without_time_;
    return {};
  }
  const std::string& unit = raw.text(Field::time_unit);
  const auto per_second = unit.empty() ? std::optional(1e9) : units_per_second(unit);
  if (!per_second) {
    return "time_unit \"" + printable(unit) + "\" is none of ns, us, ms and s";
  }
  Row* const row = find_row(name, raw);
  if (row == nullptr) {
    return "\"" + printable(name) +
           "\" names two different benchmarks (family_index, per_family_instance_index): register them under "
           "different names";
  }
  if (row->label.empty()) {
    row->label = printable(raw.text(Field::label));
  }
  const std::string& message = raw.text(Field::error_message);
  if (kind.is_skipped) {
    row->skipped =
        printable(raw.skipped ? raw.text(Field::skip_message) : message.substr(skip_prefix.size()));
  } else if (raw.error_occurred) {
    row->error = row->error.value_or(printable(message));
  } else if (kind.is_aggregate) {
    row->has_aggregates = true;
    if (kind.aggregate == "median" && raw.text(Field::aggregate_unit) != "percentage" &&
        std::isfinite(*raw.real_time)) {
      row->aggregate_median = *raw.real_time / *per_second;
    }
  } else {
    add_repetition(*row, raw, *per_second);
  }
  return {};
}

void RunBuilder::add_repetition(Row& row, RawRow& raw, double per_second) {
  add_sample(row.real_time, *raw.real_time / per_second);
  if (raw.cpu_time) {
    add_sample(row.cpu_time, *raw.cpu_time / per_second);
  }
  // Of equal names the first counts.
  if (raw.counters.size() > 1) {
    std::ranges::stable_sort(raw.counters, {}, &std::pair<std::string, double>::first);
  }
  for (auto counter = raw.counters.begin(); counter != raw.counters.end(); ++counter) {
    const auto& [key, value] = *counter;
    if (counter != raw.counters.begin() && std::prev(counter)->first == key) {
      ++duplicates_;
      continue;
    }
    const auto known = row.counters.find(key);
    add_sample(known != row.counters.end() ? known->second : row.counters[printable(key)], value);
  }
}

void RunBuilder::add_sample(std::vector<double>& samples, double value) {
  if (std::isfinite(value)) {
    samples.push_back(value);
  } else {
    ++not_numbers_;
  }
}

/// The row of that name, made if need be; nullptr where that name already stands for another benchmark.
Row* RunBuilder::find_row(const std::string& name, const RawRow& raw) {
  const auto [place, is_new] = index_.try_emplace(name, run_.rows.size());
  if (is_new) {
    run_.rows.emplace_back().name = parse_name(printable(name));
    facts_.push_back({.family = raw.family, .instance = raw.instance, .threads = raw.threads});
    return &run_.rows.back();
  }
  const Facts& facts = facts_[place->second];
  if (raw.has(Field::family_index) && (facts.family != raw.family || facts.instance != raw.instance)) {
    return nullptr;
  }
  return &run_.rows[place->second];
}

void RunBuilder::multiply_by_threads() {
  std::size_t multiplied = 0;
  for (std::size_t i = 0; i < run_.rows.size(); ++i) {
    Row& row = run_.rows[i];
    const int threads = facts_[i].threads.value_or(row.name.threads);
    if (threads <= 1) {
      continue;
    }
    ++multiplied;
    const auto multiply = [&](std::vector<double>& times) {
      for (double& time : times) {
        time *= threads;
      }
    };
    multiply(row.real_time);
    if (row.name.time_type.starts_with("process_time")) {
      multiply(row.cpu_time);
    }
    if (row.aggregate_median) {
      *row.aggregate_median *= threads;
    }
  }
  note(multiplied,
       "rows of several threads: Google Benchmark before 1.9.0 divides their real_time by the number of "
       "threads, and the cpu_time of process_time rows; it was multiplied again");
}

void RunBuilder::note(std::size_t count, std::string_view text) {
  if (count > 0) {
    run_.warnings.push_back(fmt::format("{} {}", count, text));
  }
}

void RunBuilder::finish() {
  if (divides_by_threads(run_)) {
    multiply_by_threads();
  }
  note(not_numbers_, "values that are no numbers (NaN, Infinity) were left out");
  note(without_time_, "rows without a real_time were left out");
  note(duplicates_, "fields stand twice in their row: the first counts, the other is taken for a counter");
  note(by_suffix_,
       "rows without a run_type (Google Benchmark before 1.5) were taken for aggregates by the ends of their "
       "names, such as _mean");
}

}  // namespace bench_report
