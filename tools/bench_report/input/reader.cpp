// From JSON events to objects: the file is never held as a whole, nor as a tree.
#include "tools/bench_report/input/reader.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bench_report/input/json_input.hpp"
#include "tools/bench_report/input/raw_row.hpp"
#include "tools/bench_report/input/run_builder.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

constexpr int deepest_nesting = 64;

/// Receives the events. Depth 1 is the document, 2 the context or the list of rows, 3 a row.
class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {
 public:
  explicit Handler(Run& run) : run_(run), builder_(run) {}

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
    const bool fine = !in_row() || take_row();
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

  /// To be called when all has been read.
  void finish() { builder_.finish(); }

 private:
  enum class Section { other, context, benchmarks };

  bool in_row() const { return is_row_open_ && depth_ == 3; }

  bool stop(std::string complaint) {
    complaint_ = std::move(complaint);
    return false;
  }

  bool take_row() {
    std::string complaint = builder_.add(row_);
    return complaint.empty() || stop(std::move(complaint));
  }

  bool deeper() {
    return ++depth_ <= deepest_nesting || stop("nested too deeply for Google Benchmark's JSON");
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
      if (field_ != Field::counter && row_.has(field_)) {
        builder_.count_duplicate();
      }
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

  Run& run_;
  RunBuilder builder_;
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

Run read_run(const std::string& path, const ReadOptions& options) {
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
  if (!result && !(is_cut_off && options.salvage && handler.has_benchmarks())) {
    throw UnusableInput(fmt::format("{}:{}: {}", path, file.line_and_column(result.Offset()),
                                    explain(handler, file, input.at_end(), options.salvage, result)));
  }
  if (!handler.has_benchmarks()) {
    throw UnusableInput(path + ": no \"benchmarks\" in it; is it the file that --benchmark_out wrote?");
  }
  handler.finish();
  if (is_cut_off) {
    run.warnings.push_back(fmt::format("the file is cut off at line {}; the whole rows before were kept",
                                       file.line_and_column(result.Offset())));
  }
  for (const std::string& key : options.ignored_context) {
    run.context.erase(key);
  }
  return run;
}

}  // namespace bench_report
