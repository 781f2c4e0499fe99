// The functions' own table.
#include "tools/bench_report/output/functions_report.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

std::string intensity_text(const Roof& roof) {
  return format_in(roof.intensity(), {});
}

void write_roof(Json& json, const std::string& key, const Roof& roof) {
  json.object(key, [&] {
    json.field("memory", roof.memory);
    json.field("arithmetic", roof.arithmetic);
    json.field("binds", name_of(roof.binds));
  });
}

}  // namespace

Document FunctionsReport::document(Format format) const {
  Table table{.heading = functions_.size,
              .columns = {{"function"},
                          {"formula"},
                          {"arithmetic ÷ memory, one worker", true},
                          {"binds"},
                          {"all workers", true},
                          {"binds"}},
              .rows = {},
              .remark_title = {},
              .remarks = {}};
  for (const PlacedFunction& function : functions_.functions) {
    auto& cells = table.rows.emplace_back();
    cells = {function.name, function.formula, intensity_text(function.one), name_of(function.one.binds)};
    if (function.all) {
      cells.emplace_back(intensity_text(*function.all));
      cells.emplace_back(name_of(function.all->binds));
    }
  }
  Document document{std::move(table)};
  Document families = families_.document(format);
  std::ranges::move(families, std::back_inserter(document));
  return document;
}

void FunctionsReport::write(Json& json) const {
  json.field("size", functions_.size);
  json.objects("functions", functions_.functions, [&](const PlacedFunction& function) {
    json.field("name", function.name);
    json.field("formula", function.formula);
    write_roof(json, "one_worker", function.one);
    if (function.all) {
      write_roof(json, "all_workers", *function.all);
    }
  });
  families_.write(json);
}

std::string order_of_functions(const Functions& functions) {
  std::vector<std::string> texts;
  for (const PlacedFunction& function : functions.functions) {
    texts.push_back(function.name + " " + intensity_text(function.one));
  }
  return "Functions are in the order of limit/arithmetic ÷ limit/copy of one worker: " + joined(texts) + ".";
}

}  // namespace bench_report
