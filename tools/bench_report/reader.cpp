// From JSON events to rows: the file is never held as a whole, nor as a tree.
#include "tools/bench_report/reader.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "tools/bench_report/json_input.hpp"
#include "tools/bench_report/xml.hpp"

namespace bench_report {
namespace {

constexpr int deepest_nesting = 64;
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
constexpr std::array<std::string_view, 23> field_names{"name",
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
                                                       "real_coefficient"};
constexpr auto text_fields = static_cast<std::size_t>(Field::big_o) + 1;

Field field_of(std::string_view key) {
  return static_cast<Field>(std::ranges::find(field_names, key) - field_names.begin());
}

/// One object of the `benchmarks` array.
struct RawRow {
  std::array<std::string, text_fields> texts;
  std::array<bool, field_names.size()> seen{};
  bool error_occurred = false;
  bool skipped = false;
  std::optional<double> real_time;
  std::optional<double> cpu_time;
  std::optional<int> threads;
  double family = 0;
  double instance = 0;
  std::vector<std::pair<std::string, double>> counters;

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
    counters.clear();
  }
};

/// Receives the events. Depth 1 is the document, 2 the context or the list of rows, 3 a row.
class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {
 public:
  explicit Handler(Run& run) : run_(run) {}

  bool has_benchmarks() const { return has_benchmarks_; }
  /// Has it the parts of a Google Benchmark file, as far as it was read?
  bool is_recognised() const { return is_recognised_; }
  bool in_context() const { return depth_ == 2 && section_ == Section::context; }
  /// Why parsing was stopped from here; empty where the parser itself did.
  const std::string& complaint() const { return complaint_; }

  bool Key(const char* text, rapidjson::SizeType size, bool) {
    const std::string_view key(text, size);
    if (in_row()) {
      find_field(key);
      return true;
    }
    key_ = key;
    if (depth_ == 1) {
      section_ = key == "benchmarks" ? Section::benchmarks
                 : key == "context"  ? Section::context
                                     : Section::other;
      has_benchmarks_ = has_benchmarks_ || section_ == Section::benchmarks;
      is_recognised_ = is_recognised_ || section_ != Section::other;
    }
    return true;
  }

  bool StartObject() {
    if (!deeper()) {
      return false;
    }
    if (depth_ == 3 && section_ == Section::benchmarks) {
      is_row_open_ = true;
      row_.clear();
      key_place_ = 0;
    }
    return true;
  }

  bool EndObject(rapidjson::SizeType) {
    const bool fine = !in_row() || finish_row();
    --depth_;
    is_row_open_ = is_row_open_ && depth_ >= 3;
    return fine;
  }

  bool StartArray() {
    is_load_average_ = in_context() && key_ == "load_avg";
    return deeper();
  }

  bool EndArray(rapidjson::SizeType) {
    is_load_average_ = false;
    --depth_;
    return true;
  }

  bool Null() { return true; }
  bool Bool(bool value) {
    if (in_context()) {
      run_.context.emplace(printable(key_), value ? "true" : "false");
    } else if (in_row() && (field_ == Field::error_occurred || field_ == Field::skipped) && first_time()) {
      (field_ == Field::skipped ? row_.skipped : row_.error_occurred) = value;
    }
    return true;
  }
  bool Int(int value) { return number(value); }
  bool Uint(unsigned value) { return number(value); }
  bool Int64(std::int64_t value) { return number(static_cast<double>(value)); }
  bool Uint64(std::uint64_t value) { return number(static_cast<double>(value)); }
  bool Double(double value) { return number(value); }

  bool String(const char* text, rapidjson::SizeType size, bool) {
    if (in_context()) {
      const auto [place, is_new] = run_.context.emplace(printable(key_), printable({text, size}));
      if (is_new && key_ == "num_cpus") {
        std::from_chars(text, text + size, run_.processors);
      }
    } else if (in_row() && static_cast<std::size_t>(field_) < text_fields && first_time()) {
      row_.texts[static_cast<std::size_t>(field_)].assign(text, size);
    }
    return true;
  }

  /// What is known only when all has been read.
  void finish() {
    if (divides_by_threads(run_)) {
      std::size_t multiplied = 0;
      for (std::size_t i = 0; i < run_.rows.size(); ++i) {
        Row& row = run_.rows[i];
        const int threads = facts_[i].threads.value_or(row.name.threads);
        if (threads > 1) {
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
      }
      note(multiplied,
           "rows of several threads: Google Benchmark before 1.9.0 divides their real_time by the number of "
           "threads, and the cpu_time of process_time rows; it was multiplied again");
    }
    note(not_numbers_, "values that are no numbers (NaN, Infinity) were left out");
    note(without_time_, "rows without a real_time were left out");
    note(duplicates_, "fields stand twice in their row: the first counts, the other is taken for a counter");
    note(by_suffix_,
         "rows without a run_type (Google Benchmark before 1.5) were taken for aggregates by the ends of "
         "their "
         "names, such as _mean");
  }

 private:
  /// What is needed of a row only while reading.
  struct Facts {
    double family;
    double instance;
    std::optional<int> threads;
  };

  enum class Section { other, context, benchmarks };

  bool in_row() const { return is_row_open_ && depth_ == 3; }

  bool stop(std::string complaint) {
    complaint_ = std::move(complaint);
    return false;
  }

  bool deeper() {
    return ++depth_ <= deepest_nesting || stop("nested too deeply for Google Benchmark's JSON");
  }

  void note(std::size_t count, const std::string& text) {
    if (count > 0) {
      run_.warnings.push_back(fmt::format("{} {}", count, text));
    }
  }

  /// Rows name their fields in the same order: the last row's is tried first.
  void find_field(std::string_view key) {
    if (key_place_ == last_keys_.size()) {
      last_keys_.emplace_back(key, field_of(key));
    } else if (last_keys_[key_place_].first != key) {
      last_keys_[key_place_] = {std::string(key), field_of(key)};
    }
    field_ = last_keys_[key_place_++].second;
  }
  const std::string& key_in_row() const { return last_keys_[key_place_ - 1].first; }

  /// The first value of a field counts.
  bool first_time() { return !std::exchange(row_.seen[static_cast<std::size_t>(field_)], true); }

  bool number(double value) {
    if (in_context()) {
      const auto [place, is_new] = run_.context.emplace(printable(key_), fmt::format("{}", value));
      if (is_new && key_ == "num_cpus" && value >= 0 && value < 1e9) {
        run_.processors = static_cast<int>(value);
      }
    } else if (depth_ == 3 && section_ == Section::context && is_load_average_) {
      run_.load_average.push_back(value);
    } else if (in_row()) {
      number_of_row(value);
    }
    return true;
  }

  void number_of_row(double value) {
    const bool is_number = static_cast<std::size_t>(field_) > static_cast<std::size_t>(Field::skipped);
    if (field_ == Field::counter || !is_number || !first_time()) {
      // A counter may be called like a field that is no number, too.
      duplicates_ += field_ != Field::counter && row_.has(field_) ? 1U : 0U;
      row_.counters.emplace_back(key_in_row(), value);
      return;
    }
    switch (field_) {
      case Field::real_time:
        row_.real_time = value;
        break;
      case Field::cpu_time:
        row_.cpu_time = value;
        break;
      case Field::threads:
        row_.threads = value >= 1 && value < 1e6 ? static_cast<int>(value) : 1;
        break;
      case Field::family_index:
        row_.family = value;
        break;
      case Field::per_family_instance_index:
        row_.instance = value;
        break;
      case Field::rms:
      case Field::cpu_coefficient:
      case Field::real_coefficient:
        if (row_.text(Field::run_type) == "iteration") {
          row_.counters.emplace_back(key_in_row(), value);  // of that name; complexity rows are aggregates
        }
        break;
      default:
        break;
    }
  }

  bool finish_row() {
    std::string& name =
        row_.texts[static_cast<std::size_t>(row_.has(Field::run_name) ? Field::run_name : Field::name)];
    if (name.empty()) {
      return stop("a row without a name");
    }
    if (name.size() > longest_name) {
      return stop(fmt::format("a name of {} bytes: no benchmark is called that", name.size()));
    }
    bool is_aggregate = row_.text(Field::run_type) == "aggregate";
    std::string aggregate = row_.text(Field::aggregate_name);
    if (!row_.has(Field::run_type)) {
      if (const auto suffix = aggregate_suffix(name); !suffix.empty()) {
        ++by_suffix_;
        is_aggregate = true;
        aggregate = suffix.substr(1);
        name.resize(name.size() - suffix.size());
      }
    }
    const bool is_complexity = row_.has(Field::big_o) || aggregate == "BigO" || aggregate == "RMS" ||
                               (row_.has(Field::rms) && row_.text(Field::run_type) != "iteration");
    const std::string& message = row_.text(Field::error_message);
    const bool is_skipped = row_.skipped || message.starts_with(skip_prefix);
    if (is_complexity) {
      return true;
    }
    if (!row_.real_time && !is_skipped && !row_.error_occurred) {
      ++without_time_;
      return true;
    }
    const std::string& unit = row_.text(Field::time_unit);
    const auto per_second = unit.empty() ? std::optional(1e9) : units_per_second(unit);
    if (!per_second) {
      return stop("time_unit \"" + printable(unit) + "\" is none of ns, us, ms and s");
    }
    const auto found = find_row(name);
    if (!found) {
      return stop(
          "\"" + printable(name) +
          "\" names two different benchmarks (family_index, per_family_instance_index): register them under "
          "different names");
    }
    Row& row = run_.rows[*found];
    if (row.label.empty()) {
      row.label = printable(row_.text(Field::label));
    }
    if (is_skipped) {
      row.skipped =
          printable(row_.skipped ? row_.text(Field::skip_message) : message.substr(skip_prefix.size()));
    } else if (row_.error_occurred) {
      row.error = row.error.value_or(printable(message));
    } else if (is_aggregate) {
      row.has_aggregates = true;
      if (aggregate == "median" && row_.text(Field::aggregate_unit) != "percentage" &&
          std::isfinite(*row_.real_time)) {
        row.aggregate_median = *row_.real_time / *per_second;
      }
    } else {
      add_sample(row.real_time, *row_.real_time / *per_second);
      if (row_.cpu_time) {
        add_sample(row.cpu_time, *row_.cpu_time / *per_second);
      }
      // Of equal names the first counts.
      if (row_.counters.size() > 1) {
        std::ranges::stable_sort(row_.counters, {}, &std::pair<std::string, double>::first);
      }
      for (auto counter = row_.counters.begin(); counter != row_.counters.end(); ++counter) {
        const auto& [key, value] = *counter;
        if (counter != row_.counters.begin() && std::prev(counter)->first == key) {
          ++duplicates_;
          continue;
        }
        const auto known = row.counters.find(key);
        add_sample(known != row.counters.end() ? known->second : row.counters[printable(key)], value);
      }
    }
    return true;
  }

  void add_sample(std::vector<double>& samples, double value) {
    if (std::isfinite(value)) {
      samples.push_back(value);
    } else {
      ++not_numbers_;
    }
  }

  /// The row of that name, made if need be; empty where that name already stands for another benchmark.
  std::optional<std::size_t> find_row(const std::string& name) {
    const auto [place, is_new] = index_.try_emplace(name, run_.rows.size());
    if (is_new) {
      run_.rows.emplace_back().name = parse_name(printable(name));
      facts_.push_back({.family = row_.family, .instance = row_.instance, .threads = row_.threads});
      return place->second;
    }
    const Facts& facts = facts_[place->second];
    if (row_.has(Field::family_index) && (facts.family != row_.family || facts.instance != row_.instance)) {
      return std::nullopt;
    }
    return place->second;
  }

  Run& run_;
  int depth_ = 0;
  bool has_benchmarks_ = false;
  bool is_recognised_ = false;
  std::string complaint_;
  std::string key_;  // outside rows
  Section section_ = Section::other;
  bool is_load_average_ = false;
  bool is_row_open_ = false;
  Field field_ = Field::counter;
  std::vector<std::pair<std::string, Field>> last_keys_;
  std::size_t key_place_ = 0;
  RawRow row_;
  std::vector<Facts> facts_;  // by row
  std::unordered_map<std::string, std::size_t> index_;
  std::size_t not_numbers_ = 0;
  std::size_t without_time_ = 0;
  std::size_t duplicates_ = 0;
  std::size_t by_suffix_ = 0;
};

/// A number with the separators of some locale: what the parser stumbles over in `1,000`, `1.000.000`,
/// `1'000`, `1 000` (a blank, or U+00A0, U+202F) and `1,25e+02`.
bool is_of_a_locale(const JsonFile& file, std::size_t offset) {
  const auto is_digit = [&](std::size_t place) {
    const char c = file.at(place);
    return c >= '0' && c <= '9';
  };
  const char here = file.at(offset);
  if (offset > 1 && is_digit(offset)) {
    const char before = file.at(offset - 1);
    return (before == ',' || before == ' ') && is_digit(offset - 2);
  }
  const std::size_t width = here == '.' || here == '\'' ? 1 : here == '\xC2' ? 2 : here == '\xE2' ? 3 : 0;
  return width > 0 && offset > 0 && is_digit(offset - 1) && is_digit(offset + width);
}

/// What went wrong, and what to do about it.
std::string explain(const Handler& handler, const JsonFile& file, bool at_end, bool salvage,
                    const rapidjson::ParseResult& result) {
  const std::string_view reason = rapidjson::GetParseError_En(result.Code());
  if (!handler.complaint().empty()) {
    return handler.complaint();
  }
  if (handler.is_recognised() && is_of_a_locale(file, result.Offset())) {
    return "a number with separators: it was written under a locale with its own; run the benchmark with "
           "LC_ALL=C";
  }
  if (at_end) {
    return salvage ? "the file is cut off here, before its first row: there is nothing to salvage"
                   : "the file is cut off here; --salvage keeps the whole rows before";
  }
  if (!handler.is_recognised()) {
    return fmt::format(
        "at byte {}: no JSON of Google Benchmark; is it CSV, or other output before it? Let the benchmark "
        "write JSON to "
        "a file of its own: --benchmark_out=FILE --benchmark_out_format=json",
        result.Offset());
  }
  if (result.Code() == rapidjson::kParseErrorDocumentRootNotSingular) {
    return fmt::format(
        "at byte {}: not only one JSON document, but other output behind it; let the benchmark write "
        "its results to a file of their own: --benchmark_out=FILE",
        result.Offset());
  }
  if (handler.in_context() && result.Code() == rapidjson::kParseErrorObjectMissCommaOrCurlyBracket) {
    return fmt::format(
        "in the context: {} (Google Benchmark 1.5.4 and 1.5.5 forget a comma before custom context: "
        "put it in, or use another version)",
        reason);
  }
  return fmt::format(
      "not a Google Benchmark JSON file ({}); where other output has come between, let the benchmark write "
      "to a file of "
      "its own: --benchmark_out=FILE",
      reason);
}

}  // namespace

Run read_run(const std::string& path, bool salvage) {
  Run run;
  run.file = printable(path);
  Handler handler(run);
  JsonFile file(path);
  JsonInput input(file);
  rapidjson::Reader reader;
  constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseNanAndInfFlag;
  const auto result = reader.Parse<flags>(input, handler);
  if (result.Code() == rapidjson::kParseErrorDocumentEmpty) {
    throw UnusableInput(path + ": the file is empty; did the filter match no benchmarks?");
  }
  const bool is_cut_off = !result && input.at_end() && handler.complaint().empty();
  if (!result && !(is_cut_off && salvage && handler.has_benchmarks())) {
    throw UnusableInput(fmt::format("{}:{}: {}", path, file.line_and_column(result.Offset()),
                                    explain(handler, file, input.at_end(), salvage, result)));
  }
  if (!handler.has_benchmarks()) {
    throw UnusableInput(path + ": no \"benchmarks\" in it; is it the file that --benchmark_out wrote?");
  }
  handler.finish();
  if (is_cut_off) {
    run.warnings.push_back(fmt::format("the file is cut off at line {}; the whole rows before were kept",
                                       file.line_and_column(result.Offset())));
  }
  return run;
}

}  // namespace bench_report
