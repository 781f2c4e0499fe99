// From JSON events to objects: the file is never held as a whole, nor as a tree.
#include "tools/bench_report/input/reader.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bench_report/input/json_handler.hpp"
#include "tools/bench_report/input/json_input.hpp"
#include "tools/bench_report/input/run_builder.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

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
  if (!handler.other_tool().empty()) {
    return fmt::format("the JSON of {}, not of Google Benchmark", handler.other_tool());
  }
  if (!handler.is_recognised()) {
    return fmt::format(
        "at byte {}: no JSON of Google Benchmark; is it CSV, the list of --benchmark_list_tests, or other "
        "output before "
        "it? Let the benchmark write JSON to a file of its own: --benchmark_out=FILE "
        "--benchmark_out_format=json",
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
  const bool is_in_a_string = result.Code() == rapidjson::kParseErrorObjectMissCommaOrCurlyBracket ||
                              result.Code() == rapidjson::kParseErrorStringEscapeInvalid ||
                              result.Code() == rapidjson::kParseErrorStringUnicodeEscapeInvalidHex;
  if (handler.is_old() && is_in_a_string) {
    return fmt::format(
        "not JSON ({}): Google Benchmark before 1.5, which wrote this, does not escape quotation marks and "
        "backslashes in "
        "names; put backslashes before them, or measure with a newer version",
        reason);
  }
  return fmt::format(
      "not a Google Benchmark JSON file ({}); where other output has come between, let the benchmark write "
      "to a file of "
      "its own: --benchmark_out=FILE",
      reason);
}

/// What is read without a row is no success.
void require_rows(const Handler& handler, const std::string& path, bool is_cut_off) {
  const RunBuilder& builder = handler.builder();
  if (!handler.other_tool().empty() && builder.is_empty()) {
    throw UnusableInput(
        fmt::format("{}: the JSON of {}, not of Google Benchmark", path, handler.other_tool()));
  }
  if (!handler.has_benchmarks()) {
    throw UnusableInput(path + ": no \"benchmarks\" in it; is it the file that --benchmark_out wrote?");
  }
  if (!builder.is_empty()) {
    return;
  }
  throw UnusableInput(
      path + (is_cut_off ? ": the file is cut off within its first row: there is nothing to salvage"
              : builder.has_only_names()
                  ? ": it lists benchmarks (--benchmark_list_tests), but holds no results"
              : builder.without_time() > 0 ? ": no row has a real_time: is it a Google Benchmark file?"
                                           : ": no benchmarks in it; did the filter match none?"));
}

std::vector<Run> read(JsonFile file, const std::string& path, const ReadOptions& options) {
  Run run;
  run.file = printable(path);
  Handler handler(run);
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
  require_rows(handler, path, is_cut_off);
  std::vector<Run> further = handler.finish(options.library_version);
  if (is_cut_off) {
    run.warnings.push_back(fmt::format("the file is cut off at line {}; the whole rows before were kept",
                                       file.line_and_column(result.Offset())));
  }
  std::vector<Run> runs{std::move(run)};
  std::ranges::move(further, std::back_inserter(runs));
  for (Run& one : runs) {
    for (const std::string& key : options.ignored_context) {
      one.context.erase(key);
    }
  }
  return runs;
}

}  // namespace

std::vector<Run> read_file(const std::string& path, const ReadOptions& options) {
  return read(JsonFile(ByteSource(path)), path, options);
}

std::vector<Run> read_bytes(std::string_view bytes, const std::string& name, const ReadOptions& options) {
  return read(JsonFile(ByteSource(bytes, name), bytes.size() + 1), name, options);
}

}  // namespace bench_report
