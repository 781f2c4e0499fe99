// One way from a result to each format.
#include "tools/bench_report/output/report.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bench_report {

Format format_named(std::string_view name) {
  constexpr auto names = std::to_array<std::string_view>({"text", "markdown", "csv", "json", "junit"});
  const auto* const place = std::ranges::find(names, name);
  if (place == names.end()) {
    throw std::invalid_argument("no such format: " + std::string(name));
  }
  return static_cast<Format>(place - names.begin());
}

std::string formatted(const Report& report, Format format, bool coloured) {
  switch (format) {
    case Format::markdown:
      return to_markdown(report.document(format));
    case Format::csv:
      return to_csv(report.records());
    case Format::json: {
      Json json;
      json.field("schema_version", json_schema_version);
      report.write(json);
      return std::move(json).text();
    }
    case Format::junit:
      return to_junit(report.suite());
    default:
      return to_text(report.document(format), coloured);
  }
}

}  // namespace bench_report
