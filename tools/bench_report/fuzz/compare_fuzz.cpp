// libFuzzer's target for comparisons: two documents, or one that is compared with itself, through the tests
// and every format.
#include <rapidjson/document.h>

#include <iterator>
#include <stdexcept>
#include <string>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/fuzz/fuzz.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/output/compare_report.hpp"
#include "tools/bench_report/output/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bench_report;
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t border = text.find(fuzz::separator);
  std::vector<Run> before = fuzz::runs_of(text.substr(0, border));
  std::vector<Run> after =
      border == std::string_view::npos ? before : fuzz::runs_of(text.substr(border + fuzz::separator.size()));
  if (before.empty() || after.empty()) {
    return 0;
  }
  std::vector<FileNames> names = names_by_file(before);
  for (FileNames& more : names_by_file(after)) {
    names.push_back(std::move(more));
  }
  tell_apart(names);
  try {
    const Comparison comparison = compare(before, after, {.force = true});
    if (border == std::string_view::npos) {
      fuzz::require(comparison.count(Verdict::regressed) == 0, "nothing is slower than itself");
    }
    const CompareReport report(comparison);
    for (const Format format : {Format::text, Format::markdown, Format::junit}) {
      formatted(report, format);
    }
    rapidjson::Document json;
    json.Parse(formatted(report, Format::json).c_str());
    fuzz::require(!json.HasParseError(), "the result in JSON is none");
  } catch (const UnusableInput&) {  // nothing in common, say
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
