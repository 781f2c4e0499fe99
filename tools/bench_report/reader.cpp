// From JSON events to rows: the file is never held as a tree.
#include "tools/bench_report/reader.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace bench_report {
namespace {

std::string whole_file(const std::string& path) {
  std::error_code ignored;
  errno = std::filesystem::is_directory(path, ignored) ? EISDIR : 0;
  std::ifstream file(path, std::ios::binary);
  if (errno != 0 || !file) {
    throw UnusableInput(path + ": can't be read (" + std::strerror(errno) + ")");
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string position(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::ranges::count(before, '\n') + 1;
  const auto start = before.rfind('\n');
  return fmt::format("{}:{}", line, before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1);
}

/// How many of them make a second: dividing by a whole number keeps 50 µs what it is.
std::optional<double> units_per_second(std::string_view unit) {
  if (unit == "ns") {
    return 1e9;
  }
  if (unit == "us") {
    return 1e6;
  }
  if (unit == "ms") {
    return 1e3;
  }
  if (unit == "s") {
    return 1.0;
  }
  return std::nullopt;
}

/// One object of the `benchmarks` array.
struct RawRow {
  std::string name;
  std::string run_name;
  std::string run_type;
  std::string aggregate_name;
  std::string aggregate_unit;
  std::string label;
  std::string time_unit;
  std::string error_message;
  std::string skip_message;
  bool error_occurred = false;
  bool skipped = false;
  double real_time = 0;
  double cpu_time = 0;
  std::vector<std::pair<std::string, double>> counters;
};

constexpr std::string_view skip_prefix = "skipped: ";

/// Receives the events. Depth 1 is the document, 2 the context or the list of rows, 3 a row.
class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {
 public:
  explicit Handler(Run& run) : run_(run) {}

  bool has_benchmarks() const { return has_benchmarks_; }

  bool Key(const char* text, rapidjson::SizeType size, bool) {
    key_.assign(text, size);
    if (depth_ == 1) {
      section_ = key_;
      has_benchmarks_ = has_benchmarks_ || section_ == "benchmarks";
    }
    return true;
  }

  bool StartObject() {
    ++depth_;
    if (in_row()) {
      row_ = RawRow();
    }
    return true;
  }

  bool EndObject(rapidjson::SizeType) {
    if (in_row()) {
      finish_row();
    }
    --depth_;
    return true;
  }

  bool StartArray() {
    ++depth_;
    list_ = key_;
    return true;
  }

  bool EndArray(rapidjson::SizeType) {
    --depth_;
    return true;
  }

  bool Null() { return true; }
  bool Bool(bool value) {
    if (in_context()) {
      run_.context.emplace(key_, value ? "true" : "false");
    } else if (in_row()) {
      row_.error_occurred = row_.error_occurred || (key_ == "error_occurred" && value);
      row_.skipped = row_.skipped || (key_ == "skipped" && value);
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
      run_.context.emplace(key_, std::string(text, size));
    } else if (in_row()) {
      if (std::string* const field = text_field(); field != nullptr) {
        field->assign(text, size);
      }
    }
    return true;
  }

 private:
  bool in_context() const { return depth_ == 2 && section_ == "context"; }
  bool in_row() const { return depth_ == 3 && section_ == "benchmarks"; }

  bool number(double value) {
    if (in_context()) {
      run_.context.emplace(key_, fmt::format("{}", value));
      if (key_ == "num_cpus") {
        run_.processors = static_cast<int>(value);
      }
    } else if (depth_ == 3 && section_ == "context" && list_ == "load_avg") {
      run_.load_average.push_back(value);
    } else if (in_row()) {
      if (key_ == "real_time") {
        row_.real_time = value;
      } else if (key_ == "cpu_time") {
        row_.cpu_time = value;
      } else if (!is_bookkeeping(key_)) {
        row_.counters.emplace_back(key_, value);
      }
    }
    return true;
  }

  static bool is_bookkeeping(std::string_view key) {
    return key == "iterations" || key == "threads" || key == "repetitions" || key == "repetition_index" ||
           key == "family_index" || key == "per_family_instance_index";
  }

  std::string* text_field() {
    if (key_ == "name") {
      return &row_.name;
    }
    if (key_ == "run_name") {
      return &row_.run_name;
    }
    if (key_ == "run_type") {
      return &row_.run_type;
    }
    if (key_ == "aggregate_name") {
      return &row_.aggregate_name;
    }
    if (key_ == "aggregate_unit") {
      return &row_.aggregate_unit;
    }
    if (key_ == "label") {
      return &row_.label;
    }
    if (key_ == "time_unit") {
      return &row_.time_unit;
    }
    if (key_ == "error_message") {
      return &row_.error_message;
    }
    return key_ == "skip_message" ? &row_.skip_message : nullptr;
  }

  void finish_row() {
    const std::string& name = row_.run_name.empty() ? row_.name : row_.run_name;
    const auto [place, is_new] = index_.try_emplace(name, run_.rows.size());
    if (is_new) {
      run_.rows.emplace_back().name = parse_name(name);
    }
    Row& row = run_.rows[place->second];
    if (row.label.empty()) {
      row.label = row_.label;
    }
    const double per_second = units_per_second(row_.time_unit).value_or(1e9);
    if (row_.skipped || row_.error_message.starts_with(skip_prefix)) {
      row.skipped = row_.skipped ? row_.skip_message : row_.error_message.substr(skip_prefix.size());
    } else if (row_.error_occurred) {
      row.error = row.error.value_or(row_.error_message);
    } else if (row_.run_type == "aggregate") {
      if (row_.aggregate_name == "median" && row_.aggregate_unit != "percentage") {
        row.aggregate_median = row_.real_time / per_second;
      }
    } else {
      row.real_time.push_back(row_.real_time / per_second);
      row.cpu_time.push_back(row_.cpu_time / per_second);
      for (auto& [key, value] : row_.counters) {
        row.counters[key].push_back(value);
      }
    }
  }

  Run& run_;
  int depth_ = 0;
  bool has_benchmarks_ = false;
  std::string key_;
  std::string section_;
  std::string list_;
  RawRow row_;
  std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace

Run read_run(const std::string& path) {
  const std::string text = whole_file(path);
  if (text.empty()) {
    throw UnusableInput(path + ": the file is empty; did the filter match no benchmarks?");
  }
  Run run;
  run.file = path;
  Handler handler(run);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  constexpr unsigned flags = rapidjson::kParseNanAndInfFlag | rapidjson::kParseFullPrecisionFlag;
  if (const auto result = reader.Parse<flags>(stream, handler); !result) {
    throw UnusableInput(fmt::format("{}:{}: not a Google Benchmark JSON file ({})", path,
                                    position(text, result.Offset()),
                                    rapidjson::GetParseError_En(result.Code())));
  }
  if (!handler.has_benchmarks()) {
    throw UnusableInput(path + ": no \"benchmarks\" in it; is it the file that --benchmark_out wrote?");
  }
  return run;
}

}  // namespace bench_report
