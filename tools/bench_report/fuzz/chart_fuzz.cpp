// libFuzzer's target for charts and tables: one or two documents through series, chart and quantiles.
#include <rapidjson/document.h>

#include <stdexcept>
#include <string>

#include "tools/bench_report/analysis/make_series.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/fuzz/fuzz.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/output/chart/chart.hpp"
#include "tools/bench_report/output/chart/chart_data.hpp"
#include "tools/bench_report/output/chart/words.hpp"
#include "tools/bench_report/output/quantiles_report.hpp"
#include "tools/bench_report/output/report.hpp"

namespace {

using namespace bench_report;

void draw(const std::vector<Side>& sides, const std::vector<SeriesSet>& sets) {
  const ChartData data = make_chart_data(sets, names_of(sides), "");
  ChartText text = chart_text(data, sides, "");
  text.small_print = small_print(data, sides, sets);
  const std::string svg = draw_chart(data, text);
  for (const char* const place : {"=\"nan", "=\"-nan", "=\"inf", "=\"-inf"}) {
    fuzz::require(svg.find(place) == std::string::npos, "a coordinate that is no number");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t border = text.find(fuzz::separator);
  std::vector<Side> sides;
  std::vector<FileNames> names;
  for (const std::string_view document :
       {text.substr(0, border),
        border == std::string_view::npos ? "" : text.substr(border + fuzz::separator.size())}) {
    if (std::vector<Run> runs = fuzz::runs_of(document); !runs.empty()) {
      sides.push_back({.name = std::to_string(sides.size() + 1), .runs = std::move(runs)});
    }
  }
  for (Side& side : sides) {
    for (FileNames& more : names_by_file(side.runs)) {
      names.push_back(std::move(more));
    }
  }
  tell_apart(names);
  try {
    if (!sides.empty()) {
      const auto sets = make_series_of_sides(sides, {.takes_aggregates = true});
      const QuantileTable table = make_quantile_table(sets.back(), sides.back().runs, default_base, false);
      const QuantilesReport report(table);
      for (const Format format : {Format::text, Format::markdown, Format::csv}) {
        formatted(report, format);
      }
      rapidjson::Document json;
      json.Parse(formatted(report, Format::json).c_str());
      fuzz::require(!json.HasParseError(), "the result in JSON is none");
      draw(sides, sets);
    }
  } catch (const UnusableInput&) {
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
