// What a row is, and where its figures go.
#include "tools/bench_report/input/run_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "tools/bench_report/input/aggregates.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

constexpr std::size_t longest_name = std::size_t{1} << 16U;
constexpr std::string_view skip_prefix = "skipped: ";
constexpr std::size_t most_runs = 255;  ///< that are told apart in one file

/// How many of them make a second: dividing by a whole number keeps 50 µs what it is.
std::optional<double> units_per_second(std::string_view unit) {
  constexpr auto units =
      std::to_array<std::pair<std::string_view, double>>({{"ns", 1e9}, {"us", 1e6}, {"ms", 1e3}, {"s", 1.0}});
  const auto place = std::ranges::find(units, unit, &std::pair<std::string_view, double>::first);
  return place == units.end() ? std::nullopt : std::optional(place->second);
}

/// Before 1.5 there is no run_type: aggregates and complexity rows are known by the ends of their names.
std::string_view aggregate_suffix(std::string_view name) {
  constexpr auto suffixes =
      std::to_array<std::string_view>({"_mean", "_median", "_stddev", "_cv", "_BigO", "_RMS"});
  const auto place =
      std::ranges::find_if(suffixes, [&](std::string_view suffix) { return name.ends_with(suffix); });
  return place == suffixes.end() ? "" : *place;
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
  if (raw.text(Field::run_type) == "iteration") {
    std::ranges::move(raw.maybe_counters, std::back_inserter(raw.counters));
  }
  by_suffix_ += kind.by_suffix ? 1U : 0U;
  const std::string& unit = raw.text(Field::time_unit);
  const auto per_second = unit.empty() ? std::optional(1e9) : units_per_second(unit);
  if (kind.is_complexity) {
    add_complexity(run_, name, raw, per_second.value_or(1e9));
    return {};
  }
  if (!raw.real_time && !kind.is_skipped && !raw.error_occurred) {
    ++without_time_;
    only_names_ += std::ranges::count(raw.seen, true) == 1 && raw.counters.empty() ? 1U : 0U;
    return {};
  }
  if (!per_second) {
    return "time_unit \"" + printable(unit) + "\" is none of ns, us, ms and s";
  }
  const bool is_repetition = !kind.is_aggregate && !kind.is_skipped && !raw.error_occurred;
  Row* const row = &row_of(name, raw, is_repetition);
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
    add_aggregate(*row, kind.aggregate, raw, *per_second);
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
    std::ranges::stable_sort(raw.counters, {}, &std::pair<std::string_view, double>::first);
  }
  for (auto counter = raw.counters.begin(); counter != raw.counters.end(); ++counter) {
    const auto& [key, value] = *counter;
    if (counter != raw.counters.begin() && std::prev(counter)->first == key) {
      ++duplicates_;
      continue;
    }
    const auto known = row.counters.find(key);
    add_sample(known != row.counters.end() ? known->second : row.counters[printable(std::string(key))],
               value);
  }
}

void RunBuilder::add_sample(std::vector<double>& samples, double value) {
  if (std::isfinite(value)) {
    samples.push_back(value);
  } else {
    ++not_numbers_;
  }
}

/// The benchmark of that name and number, made if need be.
std::size_t RunBuilder::find(const std::string& name, const RawRow& raw) {
  const auto [place, is_new] = index_.try_emplace(name, benchmarks_.size());
  if (!is_new) {
    std::size_t i = place->second;
    while (raw.has(Field::family_index) &&
           (benchmarks_[i].family != raw.family || benchmarks_[i].instance != raw.instance)) {
      if (!benchmarks_[i].twin) {
        benchmarks_[i].twin = benchmarks_.size();
        has_twins_ = true;
        break;
      }
      i = *benchmarks_[i].twin;
    }
    if (!benchmarks_[i].twin || *benchmarks_[i].twin != benchmarks_.size()) {
      return i;
    }
  }
  benchmarks_.push_back({.row = run_.rows.size(),
                         .name = name,
                         .family = raw.family,
                         .instance = raw.instance,
                         .threads = raw.threads,
                         .seen = {},
                         .more = {},
                         .twin = std::nullopt});
  run_.rows.emplace_back().name = parse_name(printable(name));
  return benchmarks_.size() - 1;
}

/// The row for it: of a repetition that was there before, that of a further run.
Row& RunBuilder::row_of(const std::string& name, const RawRow& raw, bool is_repetition) {
  Benchmark& benchmark = benchmarks_[find(name, raw)];
  Row& row = run_.rows[benchmark.row];
  if (!is_repetition || !raw.repetition || *raw.repetition >= raw.repetitions) {
    return row;
  }
  if (benchmark.seen.size() <= *raw.repetition) {
    benchmark.seen.resize(*raw.repetition + 1);
  }
  const std::size_t before = std::min<std::size_t>(benchmark.seen[*raw.repetition]++, most_runs - 1);
  if (before == 0) {
    return row;
  }
  if (seen_twice_.empty()) {
    seen_twice_ = fmt::format("{} is there as repetition {} of {} twice", row.name.full, *raw.repetition,
                              raw.repetitions);
  }
  if (benchmark.more.size() < before) {
    benchmark.more.resize(before);
  }
  Row& further = benchmark.more[before - 1];
  further.name = row.name;
  return further;
}

/// In one run two benchmarks never have the same numbers.
bool RunBuilder::numbers_contradict() const {
  std::map<std::pair<double, double>, const std::string*> names;
  return std::ranges::any_of(benchmarks_, [&](const Benchmark& benchmark) {
    const auto [place, is_new] = names.try_emplace({benchmark.family, benchmark.instance}, &benchmark.name);
    return !is_new && *place->second != benchmark.name;
  });
}

/// Those of its name are the same benchmark in further runs.
void RunBuilder::join_runs(Benchmark& first) {
  for (auto next = first.twin; next; next = benchmarks_[*next].twin) {
    Benchmark& twin = benchmarks_[*next];
    first.more.push_back(std::move(run_.rows[twin.row]));
    std::ranges::move(twin.more, std::back_inserter(first.more));
    twin.more.clear();
    run_.rows[twin.row].name.full.clear();  // moved away
  }
}

void RunBuilder::number_twins() {
  std::vector<std::string> names;
  for (const Benchmark& first : benchmarks_) {
    if (!first.twin || index_.at(first.name) != static_cast<std::size_t>(&first - benchmarks_.data())) {
      continue;
    }
    std::vector<const Benchmark*> twins{&first};
    for (auto next = first.twin; next; next = benchmarks_[*next].twin) {
      twins.push_back(&benchmarks_[*next]);
    }
    // Interleaved repetitions stand in random order.
    std::ranges::sort(twins, {},
                      [](const Benchmark* twin) { return std::pair(twin->family, twin->instance); });
    names.push_back(run_.rows[first.row].name.full);
    for (std::size_t i = 1; i < twins.size(); ++i) {
      for (Row* const row : rows_of(*twins[i])) {
        row->name = numbered(row->name, i + 1);
      }
    }
  }
  run_.warnings.push_back(
      fmt::format("{} registered more than once: the later ones are called (2nd) and so on: {}",
                  counted(names.size(), "name is", "names are"), some(names)));
}

std::vector<Row*> RunBuilder::rows_of(const Benchmark& benchmark) {
  std::vector<Row*> rows{&run_.rows[benchmark.row]};
  std::ranges::transform(benchmarks_[static_cast<std::size_t>(&benchmark - benchmarks_.data())].more,
                         std::back_inserter(rows), [](Row& row) { return &row; });
  return rows;
}

/// Numbers twins, or takes runs that were put together apart.
std::vector<Run> RunBuilder::take_apart() {
  if (has_twins_ && numbers_contradict()) {
    if (seen_twice_.empty()) {
      seen_twice_ = "its families have the same numbers more than once";
    }
    for (Benchmark& benchmark : benchmarks_) {
      if (index_.at(benchmark.name) == static_cast<std::size_t>(&benchmark - benchmarks_.data())) {
        join_runs(benchmark);
      }
    }
    std::erase_if(run_.rows, [](const Row& row) { return row.name.full.empty(); });
  } else if (has_twins_) {
    number_twins();
  }
  std::vector<Run> further;
  for (Benchmark& benchmark : benchmarks_) {
    for (std::size_t i = 0; i < benchmark.more.size(); ++i) {
      if (further.size() <= i) {
        further.push_back({.file = fmt::format("{}, run {}", run_.file, i + 2),
                           .context = run_.context,
                           .processors = run_.processors,
                           .load_average = run_.load_average,
                           .other_processors = run_.other_processors,
                           .rows = {},
                           .complexities = {},
                           .warnings = {}});
      }
      further[i].rows.push_back(std::move(benchmark.more[i]));
    }
  }
  if (!further.empty()) {
    run_.warnings.push_back(
        fmt::format("the file seems to be put together of {} runs ({}): each is taken for a file of its own",
                    further.size() + 1, seen_twice_));
  }
  return further;
}

void RunBuilder::multiply(Row& row, int threads) {
  const auto multiply = [&](std::vector<double>& times) {
    for (double& time : times) {
      time *= threads;
    }
  };
  multiply(row.real_time);
  const bool with_cpu_time = row.name.time_type.starts_with("process_time");
  if (with_cpu_time) {
    multiply(row.cpu_time);
  }
  multiply_aggregates(row, threads, with_cpu_time);
}

void RunBuilder::settle_threads(ThreadTimes times) {
  std::size_t count = 0;
  for (const Benchmark& benchmark : benchmarks_) {
    const int threads = benchmark.threads.value_or(run_.rows[benchmark.row].name.threads);
    if (threads <= 1) {
      continue;
    }
    ++count;
    if (times == ThreadTimes::divided) {
      for (Row* const row : rows_of(benchmark)) {
        multiply(*row, threads);
      }
    }
  }
  note(count, "row", "rows",
       times == ThreadTimes::divided
           ? " of several threads: Google Benchmark before 1.9.0 divides real_time by the number of threads, "
             "and the cpu_time of process_time rows; it was multiplied again"
           : " of several threads: before 1.9.0 Google Benchmark divided real_time by the number of threads, "
             "and the file does not tell which version wrote it; the times are left as they are "
             "(--library-version VERSION settles it)");
}

void RunBuilder::note(std::size_t count, std::string_view one, std::string_view several,
                      std::string_view text) {
  if (count > 0) {
    run_.warnings.push_back(counted(count, one, several).append(text));
  }
}

std::vector<Run> RunBuilder::finish(const std::string& library_version) {
  if (const ThreadTimes times = thread_times(run_.context, library_version); times != ThreadTimes::whole) {
    settle_threads(times);
  }
  note(not_numbers_, "value that is no number", "values that are no numbers",
       " (NaN, Infinity) are left out");
  note(without_time_, "row without a real_time is", "rows without a real_time are", " left out");
  note(duplicates_, "field stands twice in its row", "fields stand twice in their row",
       ": the first counts, the other is taken for a counter");
  note(
      by_suffix_, "row", "rows",
      " without a run_type (Google Benchmark before 1.5): taken for aggregates by the ends of names, such as "
      "_mean");
  return take_apart();
}

}  // namespace bench_report
