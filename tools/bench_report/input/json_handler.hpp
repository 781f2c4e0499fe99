// From the events of RapidJSON's parser to objects.
#pragma once

#include <fmt/format.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/other_tools.hpp"
#include "tools/bench_report/input/raw_row.hpp"
#include "tools/bench_report/input/run_builder.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {

inline constexpr int deepest_nesting = 64;
inline constexpr std::size_t most_keys = 200;
inline constexpr double most_repetitions = 1e6;  ///< that are told apart

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
    if (keys_.size() < most_keys) {
      keys_.emplace(key);
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
    if (in_cache()) {
      caches_ +=
          fmt::format("{}L{} {} {} B", caches_.empty() ? "" : ", ", cache_.level, cache_.type, cache_.size);
      cache_ = {};
    }
    --depth_;
    is_row_open_ = is_row_open_ && depth_ >= 3;
    return fine;
  }

  bool StartArray() {
    numbers_ = !in_context()                ? nullptr
               : key_ == "load_avg"         ? &run_.load_average
               : key_ == "other_processors" ? &run_.other_processors
                                            : nullptr;
    is_caches_ = is_caches_ || (in_context() && key_ == "caches");
    return deeper();
  }

  bool EndArray(rapidjson::SizeType) {
    numbers_ = nullptr;
    --depth_;
    if (is_caches_ && in_context()) {
      is_caches_ = false;
      if (!caches_.empty()) {
        run_.context.emplace("caches", std::exchange(caches_, ""));
      }
    }
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
    } else if (in_cache() && key_ == "type") {
      cache_.type = printable({text, size});
    } else if (in_row() && static_cast<std::size_t>(field_) < text_fields && first_time()) {
      row_.texts[static_cast<std::size_t>(field_)].assign(text, size);
    }
    return true;
  }

  /// Of what program the file is, where that is none that uses Google Benchmark; "" where nobody knows.
  std::string_view other_tool() const { return tool_of(keys_); }
  const RunBuilder& builder() const { return builder_; }
  /// Rows without run_type: before 1.5.
  bool is_old() const { return lacks_run_type_; }

  /// To be called when all has been read. Returns the runs that the file holds beside the first.
  std::vector<Run> finish(const std::string& library_version) { return builder_.finish(library_version); }

 private:
  enum class Section { other, context, benchmarks };

  bool in_row() const { return is_row_open_ && depth_ == 3; }
  bool in_cache() const { return is_caches_ && depth_ == 4; }

  /// An entry of the context's caches, of which one text is made: they tell processors apart.
  struct Cache {
    std::string type;
    double level = 0;
    double size = 0;
    double other = 0;
  };

  bool stop(std::string complaint) {
    complaint_ = std::move(complaint);
    return false;
  }

  bool take_row() {
    lacks_run_type_ = lacks_run_type_ || !row_.has(Field::run_type);
    std::string complaint = builder_.add(row_);
    if (builder_.is_empty() && keys_.size() < most_keys) {
      for (std::size_t i = 0; i < key_place_; ++i) {
        keys_.insert(last_keys_[i].first);
      }
    }
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
    } else if (depth_ == 3 && section_ == Section::context && numbers_ != nullptr) {
      numbers_->push_back(value);
    } else if (in_cache()) {
      (key_ == "level" ? cache_.level : key_ == "size" ? cache_.size : cache_.other) = value;
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
        row_.maybe_counters.emplace_back(key_in_row(), value);  // run_type may come later
        break;
      case Field::repetitions:
        row_.repetitions = whole(value).value_or(0);
        break;
      case Field::repetition_index:
        row_.repetition = whole(value);
        break;
      default:
        break;
    }
  }

  /// A number of repetitions.
  static std::optional<std::size_t> whole(double value) {
    return value >= 0 && value < most_repetitions ? std::optional(static_cast<std::size_t>(value))
                                                  : std::nullopt;
  }

  Run& run_;
  RunBuilder builder_;
  int depth_ = 0;
  bool has_benchmarks_ = false;
  bool is_recognised_ = false;
  bool lacks_run_type_ = false;
  std::set<std::string> keys_;  ///< that are no fields of a row with a time: of the first ones
  std::string complaint_;
  std::string key_;  // outside rows
  Section section_ = Section::other;
  std::vector<double>* numbers_ = nullptr;  ///< of the context: where those of the open list belong
  bool is_caches_ = false;
  Cache cache_;
  std::string caches_;
  bool is_row_open_ = false;
  Field field_ = Field::counter;
  std::deque<std::pair<std::string, Field>> last_keys_;  ///< which stay where they are: rows refer to them
  std::size_t key_place_ = 0;
  RawRow row_;
};

}  // namespace bench_report
