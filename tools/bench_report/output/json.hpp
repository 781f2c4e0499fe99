// Writing JSON, of any result.
#pragma once

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// One JSON object, indented, numbers as short as they can be read back, NaN and Infinity as null.
class Json {
 public:
  Json() {
    writer_.SetIndent(' ', 2);
    writer_.StartObject();
  }

  void field(std::string_view key, std::string_view value) {
    name(key);
    write(value);
  }
  void field(std::string_view key, const std::string& value) { field(key, std::string_view(value)); }
  void field(std::string_view key, const char* value) { field(key, std::string_view(value)); }
  template <std::same_as<bool> Boolean>
  void field(std::string_view key, Boolean value) {
    name(key);
    writer_.Bool(value);
  }
  void field(std::string_view key, double value) {
    name(key);
    write(value);
  }
  void field(std::string_view key, std::size_t value) {
    name(key);
    write(value);
  }
  /// Null where there is no number.
  void field(std::string_view key, std::optional<double> value) {
    name(key);
    value ? write(*value) : void(writer_.Null());
  }
  void field(std::string_view key, const std::vector<std::string>& lines) {
    name(key);
    writer_.StartArray();
    for (const std::string& line : lines) {
      write(line);
    }
    writer_.EndArray();
  }
  void null(std::string_view key) {
    name(key);
    writer_.Null();
  }

  /// `fill` writes the fields of the object.
  template <std::invocable Fill>
  void object(std::string_view key, Fill fill) {
    name(key);
    writer_.StartObject();
    fill();
    writer_.EndObject();
  }

  /// An array of objects: `fill` writes the fields of each.
  template <class Range, class Fill>
  void objects(std::string_view key, const Range& range, Fill fill) {
    name(key);
    writer_.StartArray();
    for (const auto& element : range) {
      writer_.StartObject();
      fill(element);
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  /// An array of numbers in one line.
  template <typename Number>
  void numbers(std::string_view key, const std::vector<Number>& values) {
    name(key);
    writer_.SetFormatOptions(rapidjson::kFormatSingleLineArray);
    writer_.StartArray();
    for (const Number value : values) {
      write(value);
    }
    writer_.EndArray();
    writer_.SetFormatOptions(rapidjson::kFormatDefault);
  }

  /// The whole text; nothing can be written after that.
  std::string text() && {
    writer_.EndObject();
    return std::string(buffer_.GetString(), buffer_.GetSize()) + '\n';
  }

 private:
  void name(std::string_view key) { writer_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size())); }
  void write(std::string_view value) {
    writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  void write(double value) { std::isfinite(value) ? writer_.Double(value) : writer_.Null(); }
  void write(std::size_t value) { writer_.Uint64(value); }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace bench_report
