// A result as every format shows it: a subcommand adds one of these, and no writer.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tools/bench_report/output/csv.hpp"
#include "tools/bench_report/output/document.hpp"
#include "tools/bench_report/output/json.hpp"
#include "tools/bench_report/output/junit.hpp"

namespace bench_report {

class Json;

enum class Format { text, markdown, csv, json, junit };

/// What every result in JSON begins with, `"schema_version"`. It grows when a field goes away or means
/// something else, not when one is added.
inline constexpr std::size_t json_schema_version = 1;

/// "markdown" and so on; throws std::invalid_argument for what is none.
Format format_named(std::string_view name);

/// What a result has to say. A subcommand offers the formats that its result overrides.
class Report {
 public:
  virtual ~Report() = default;

  /// For people; `format` is text or markdown, which may differ in order and detail.
  virtual Document document(Format format) const = 0;
  /// For programs.
  virtual void write(Json& json) const = 0;
  virtual Records records() const { throw std::logic_error("this result has no records"); }
  virtual TestSuite suite() const { throw std::logic_error("this result has no cases"); }
};

/// The whole text; text may be coloured, for a terminal.
std::string formatted(const Report& report, Format format, bool coloured = false);

}  // namespace bench_report
