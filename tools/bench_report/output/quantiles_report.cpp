// Bands, winners and paybacks.
#include "tools/bench_report/output/quantiles_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/limits.hpp"
#include "tools/bench_report/analysis/matrix.hpp"
#include "tools/bench_report/analysis/payback.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/answer.hpp"
#include "tools/bench_report/output/leads.hpp"
#include "tools/bench_report/output/limit_words.hpp"
#include "tools/bench_report/output/matrix_table.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/provenance_lines.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/numbers.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

/// The heading of the rows at one size: "N = 464".
std::string place_text(const SeriesSet& set, std::optional<double> x) {
  return x                  ? fmt::format("{} = {}", axis_name(set), value_text(set.scale, *x))
         : set.axis.empty() ? "without a numeric argument"
                            : "without " + argument_name(set);
}

/// A cell with the size, empty where there is none.
std::string x_text(const SeriesSet& set, std::optional<double> x) {
  return x ? value_text(set.scale, *x) : "";
}

std::string lead_title(const SeriesSet& set) {
  return fmt::format("lead over the runner-up (95 % interval, {})", basis_of_leads(set));
}

/// Three quantiles, and the speedup where the table has some.
void add_quantiles(std::vector<Cell>& cells, const QuantileTable& table, const QuantileRow& row) {
  for (const double value : {row.low, row.median, row.high}) {
    cells.emplace_back(format_metric(value, table.set.metric));
  }
}

void add_speedup(std::vector<Cell>& cells, const QuantileTable& table, const QuantileRow& row) {
  if (has_speedups(table)) {
    cells.emplace_back(row.speedup ? format_ratio(*row.speedup) : "");
  }
}

void add_speedup_column(std::vector<Column>& columns, const QuantileTable& table) {
  if (has_speedups(table)) {
    columns.push_back({"speedup over " + table.base, true});
  }
}

/// A table for each size, or only of what has none.
void add_bands(Document& document, const QuantileTable& table, bool all) {
  const auto begin = all ? table.rows.begin()
                         : std::ranges::find_if(table.rows, [](const QuantileRow& row) { return !row.x; });
  for (auto row = begin; row != table.rows.end();) {
    const auto x = row->x;
    Table block{.heading = place_text(table.set, x),
                .columns = {{table.set.metric == "real_time" ? "time of a run" : table.set.metric},
                            {"5 %", true},
                            {"50 %", true},
                            {"95 %", true}},
                .rows = {},
                .remark_title = {},
                .remarks = {}};
    add_speedup_column(block.columns, table);
    for (; row != table.rows.end() && row->x == x; ++row) {
      auto& cells = block.rows.emplace_back();
      cells.emplace_back(row->family);
      add_quantiles(cells, table, *row);
      add_speedup(cells, table, *row);
    }
    document.emplace_back(std::move(block));
  }
}

/// All sizes in one table.
Table flat_table(const QuantileTable& table) {
  Table flat{.heading = {},
             .columns = {{axis_name(table.set), true},
                         {"family"},
                         {"5 %", true},
                         {"50 %", true},
                         {"95 %", true},
                         {"samples", true}},
             .rows = {},
             .remark_title = {},
             .remarks = {}};
  add_speedup_column(flat.columns, table);
  for (const QuantileRow& row : table.rows) {
    auto& cells = flat.rows.emplace_back();
    cells = {x_text(table.set, row.x), row.family};
    add_quantiles(cells, table, row);
    cells.emplace_back(fmt::format("{}", row.samples));
    add_speedup(cells, table, row);
  }
  return flat;
}

Table winners_table(const QuantileTable& table, Format format) {
  const bool is_text = format == Format::text;
  Table winners{.heading = is_text ? "Best, and its " + lead_title(table.set) : "",
                .columns = {{"", false}, {"", false}, {"", true}, {"", false}},
                .rows = {},
                .remark_title = {},
                .remarks = {}};
  if (!is_text) {
    winners.columns = {{axis_name(table.set), true},
                       {std::string(name_of_best(table.set.metric, table.set.direction))},
                       {"median", true},
                       {lead_title(table.set)}};
  }
  for (const Winner& winner : table.winners) {
    winners.rows.push_back({is_text ? place_text(table.set, winner.x) : x_text(table.set, winner.x),
                            winner.family, format_metric(winner.median, table.set.metric),
                            describe_lead(winner)});
  }
  return winners;
}

Table paybacks_table(const QuantileTable& table) {
  Table paybacks{.heading = "Runs after which compiling has paid for itself",
                 .columns = {{axis_name(table.set)}, {"family"}, {"compiling", true}},
                 .rows = {},
                 .remark_title = {},
                 .remarks = {}};
  for (const char* const base : payback_bases) {
    paybacks.columns.push_back({fmt::format("against {}", base), true});
  }
  for (const Payback& payback : table.paybacks) {
    auto& cells = paybacks.rows.emplace_back();
    cells = {x_text(table.set, payback.x), payback.family, format_seconds(payback.compile_seconds)};
    for (const char* const base : payback_bases) {
      const auto place = std::ranges::find(payback.against, base, &Payback::Against::base);
      cells.emplace_back(place == payback.against.end() ? ""
                         : place->runs                  ? fmt::format("{:.0f}", *place->runs)
                                                        : "never");
    }
  }
  return paybacks;
}

Reasons reasons(const std::string& heading, const std::string& verb, const std::vector<LeftOut>& rows,
                bool all) {
  Reasons list{.heading = heading, .verb = verb, .items = {}, .names_all = all};
  for (const LeftOut& row : rows) {
    list.items.push_back({row.name, row.reason});
  }
  return list;
}

/// Families instead of rows: where a whole family is left out for one reason, its sizes say nothing.
std::vector<LeftOut> by_family(const std::vector<LeftOut>& rows) {
  std::vector<LeftOut> families;
  for (const LeftOut& row : rows) {
    const std::string family = parse_name(row.name).family;
    if (std::ranges::none_of(families, [&](const LeftOut& other) {
          return other.name == family && other.reason == row.reason;
        })) {
      families.push_back({family, row.reason});
    }
  }
  return families;
}

void add_left_out(Document& document, const SeriesSet& set, bool all) {
  document.emplace_back(reasons("Failed", "failed", set.failed, all));
  document.emplace_back(reasons("Skipped", "skipped", all ? set.skipped : by_family(set.skipped), all));
  document.emplace_back(reasons("Left out", "left out", set.not_drawn, all));
}

Document text_document(const QuantileTable& table, const QuantilesView& view) {
  Document document;
  if (const std::string text = answer(table); !text.empty()) {
    document.emplace_back(Lines{wrap(text, view.columns)});
  }
  if (const auto sentences = limit_sentences(table.limits, table.set.scale); !sentences.empty()) {
    document.emplace_back(Lines{wrap(joined(sentences, " "), view.columns)});
  }
  const Matrix matrix = make_matrix(table);
  if (!matrix.sizes.empty()) {
    document.emplace_back(fitting_matrix(table, matrix, Cells::medians, view.columns));
    if (view.ratios && !table.winners.empty()) {
      document.emplace_back(fitting_matrix(table, matrix, Cells::ratios, view.columns));
    }
    if ((view.shares || view.all) && !table.limits.shares.empty()) {
      document.emplace_back(fitting_matrix(table, with_shares(matrix), Cells::shares, view.columns));
    }
  }
  add_bands(document, table, view.all);
  if (view.all && !table.winners.empty()) {
    document.emplace_back(winners_table(table, Format::text));
  }
  if (view.all && !table.paybacks.empty()) {
    document.emplace_back(paybacks_table(table));
  }
  add_left_out(document, table.set, view.all);
  document.emplace_back(Notes{.lines = all_warnings(table)});
  document.emplace_back(Lines{context_lines(table.provenance)});
  return document;
}

Document markdown_document(const QuantileTable& table) {
  Document document{Lines{context_lines(table.provenance)}};
  if (std::string text = answer(table); !text.empty()) {
    document.emplace_back(Paragraph{.text = std::move(text), .strong = false});
  }
  if (const auto sentences = limit_sentences(table.limits, table.set.scale); !sentences.empty()) {
    document.emplace_back(Paragraph{.text = joined(sentences, " "), .strong = false});
  }
  if (const Matrix matrix = make_matrix(table); !matrix.sizes.empty()) {
    document.emplace_back(whole_matrix(table, matrix, Cells::medians));
    if (!table.limits.shares.empty()) {
      document.emplace_back(whole_matrix(table, with_shares(matrix), Cells::shares));
      document.emplace_back(Paragraph{.text = shares_legend, .strong = false});
    }
  }
  document.emplace_back(flat_table(table));
  if (!table.winners.empty()) {
    document.emplace_back(winners_table(table, Format::markdown));
  }
  if (!table.paybacks.empty()) {
    document.emplace_back(paybacks_table(table));
    std::get<Table>(document.back()).columns.front().is_number = true;
  }
  add_left_out(document, table.set, true);
  document.emplace_back(Notes{.lines = all_warnings(table)});
  return document;
}

void write_row(Json& json, const QuantileRow& row, const Limits& limits) {
  json.field("family", row.family);
  json.field("x", row.x);
  json.field("samples", row.samples);
  json.field("q05", row.low);
  json.field("q50", row.median);
  json.field("q95", row.high);
  json.field("min", row.minimum);
  if (row.median_interval) {
    json.field("median_low", row.median_interval->low);
    json.field("median_high", row.median_interval->high);
  }
  if (row.speedup) {
    json.field("speedup", *row.speedup);
  }
  if (const Share* const share = row.x ? find_share(limits, row.family, *row.x) : nullptr) {
    json.field("share_of_limit", share->share);
    json.field("binds", name_of(share->binds));
  }
}

void write_roof(Json& json, const Roof& roof) {
  json.field("x", roof.x);
  json.field("parallel", roof.parallel);
  json.field("memory", roof.memory);
  json.field("arithmetic", roof.arithmetic);
  json.field("binds", name_of(roof.binds));
}

void write_winner(Json& json, const Winner& winner) {
  json.field("x", winner.x);
  json.field("family", winner.family);
  json.field("median", winner.median);
  if (!winner.tied.empty()) {
    std::vector<std::string> families;
    std::ranges::transform(winner.tied, std::back_inserter(families), &Tied::family);
    json.field("tied", families);
  }
  if (winner.runner_up) {
    json.field("runner_up", *winner.runner_up);
  }
  if (winner.lead) {
    json.field("lead", winner.lead->estimate);
    json.field("lead_low", winner.lead->low);
    json.field("lead_high", winner.lead->high);
  }
  json.field("separated", winner.separated());
}

void write_payback(Json& json, const Payback& payback) {
  json.field("x", payback.x);
  json.field("family", payback.family);
  json.field("compile_seconds", payback.compile_seconds);
  json.object("runs", [&] {
    for (const auto& [base, runs] : payback.against) {
      json.field(base, runs);
    }
  });
}

}  // namespace

Document QuantilesReport::document(Format format) const {
  return format == Format::markdown ? markdown_document(table_) : text_document(table_, view_);
}

void QuantilesReport::write(Json& json) const {
  const SeriesSet& set = table_.set;
  json.field("metric", set.metric);
  json.field("unit", unit_of(set.metric).symbol);
  json.field("axis", set.axis);
  if (!set.scale.texts.empty()) {
    json.objects("axis_texts", set.scale.texts, [&](const auto& entry) {
      json.field("x", entry.first);
      json.field("text", entry.second);
    });
  }
  json.field("relative_to", table_.base);
  json.objects("rows", table_.rows, [&](const QuantileRow& row) { write_row(json, row, table_.limits); });
  if (!table_.limits.roofs.empty()) {
    json.objects("limits", table_.limits.roofs, [&](const Roof& roof) { write_roof(json, roof); });
  }
  json.field("contest", set.is_contest);
  if (set.is_contest) {
    json.field("tie", set.tie);
    json.field("answer", answer(table_));
  }
  json.objects("winners", table_.winners, [&](const Winner& winner) { write_winner(json, winner); });
  json.objects("paybacks", table_.paybacks, [&](const Payback& payback) { write_payback(json, payback); });
  for (const auto& [key, rows] : {std::pair("failed", &set.failed), std::pair("skipped", &set.skipped),
                                  std::pair("left_out", &set.not_drawn)}) {
    json.objects(key, *rows, [&](const LeftOut& row) {
      json.field("name", row.name);
      json.field("reason", row.reason);
    });
  }
  json.field("warnings", all_warnings(table_));
}

Records QuantilesReport::records() const {
  Records records{.header = {"family", axis_name(table_.set), "samples", "q05", "q50", "q95", "speedup",
                             "min", "median_low", "median_high"},
                  .rows = {}};
  const auto number = [](std::optional<double> value) { return value ? fmt::format("{}", *value) : ""; };
  for (const QuantileRow& row : table_.rows) {
    const auto& interval = row.median_interval;
    records.rows.push_back({row.family, x_text(table_.set, row.x), fmt::format("{}", row.samples),
                            number(row.low), number(row.median), number(row.high), number(row.speedup),
                            number(row.minimum), interval ? number(interval->low) : "",
                            interval ? number(interval->high) : ""});
  }
  return records;
}

}  // namespace bench_report
