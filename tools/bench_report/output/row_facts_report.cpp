// Two short sections.
#include "tools/bench_report/output/row_facts_report.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

std::string seconds(std::optional<double> value) {
  return value ? format_seconds(*value) : "";
}

Table labels_table(const RowFacts& facts) {
  Table table{.heading = "Labels",
              .columns = {{"benchmark"}, {"label"}},
              .rows = {},
              .remark_title = {},
              .remarks = {}};
  for (const auto& [name, label] : facts.labels) {
    table.rows.push_back({name, label});
  }
  return table;
}

Table complexities_table(const RowFacts& facts) {
  Table table{.heading = "Complexity, as Google Benchmark has fitted it",
              .columns = {{"family"},
                          {"grows as"},
                          {"real time per unit", true},
                          {"cpu time per unit", true},
                          {"RMS error", true}},
              .rows = {},
              .remark_title = {},
              .remarks = {}};
  for (const Complexity& complexity : facts.complexities) {
    table.rows.push_back({complexity.name, complexity.order.empty() ? "" : order_text(complexity.order),
                          seconds(complexity.real_coefficient), seconds(complexity.cpu_coefficient),
                          complexity.rms ? fmt::format("{:.3g} %", 100 * *complexity.rms) : ""});
  }
  return table;
}

}  // namespace

Document RowFactsReport::document(Format format) const {
  Document document = report_.document(format);
  // Those of a large suite would bury what else there is to say.
  constexpr std::size_t few = 10;
  if (!facts_.labels.empty() && (format != Format::text || all_labels_ || facts_.labels.size() <= few)) {
    document.emplace_back(labels_table(facts_));
  }
  if (!facts_.complexities.empty()) {
    document.emplace_back(complexities_table(facts_));
  }
  return document;
}

void RowFactsReport::write(Json& json) const {
  report_.write(json);
  json.objects("labels", facts_.labels, [&](const Label& label) {
    json.field("name", label.name);
    json.field("label", label.label);
  });
  json.objects("complexities", facts_.complexities, [&](const Complexity& complexity) {
    json.field("family", complexity.name);
    json.field("order", complexity.order);
    json.field("real_coefficient", complexity.real_coefficient);
    json.field("cpu_coefficient", complexity.cpu_coefficient);
    json.field("rms", complexity.rms);
  });
}

}  // namespace bench_report
