// Verdicts, row by row, and what they come to.
#include "tools/bench_report/output/compare_report.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/changed_families.hpp"
#include "tools/bench_report/analysis/gate.hpp"
#include "tools/bench_report/analysis/provenance.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/compare_conclusion.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/provenance_lines.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

constexpr auto verdict_names = std::to_array<std::string_view>(
    {"REGRESSED", "OVER-LIMIT", "NEW-ERROR", "ONLY-OLD", "CHANGED", "INCONCLUSIVE", "IMPROVED", "FIXED",
     "ONLY-NEW", "EQUIVALENT", "SKIPPED"});

/// What is worse and what is better stands out on a terminal.
Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::regressed:
    case Verdict::over_limit:
    case Verdict::new_error:
    case Verdict::only_old:
      return Tone::bad;
    case Verdict::improved:
    case Verdict::fixed:
      return Tone::good;
    default:
      return Tone::plain;
  }
}

Cell cell_of(Verdict verdict) {
  Cell cell(std::string(name_of(verdict)));
  cell.tone = tone_of(verdict);
  return cell;
}

std::string percent(double share) {
  return fmt::format("{:.3g} %", 100 * share);
}

std::string format_p(double p) {
  return p < 0.0001 ? fmt::format("{:.0e}", p) : fmt::format("{:.4f}", p);
}

/// A change, to a thousandth, or three digits where it is large.
std::string format_change(double ratio) {
  return ratio >= 0.1 && ratio < 10 ? fmt::format("{:.3f}", ratio) : fmt::format("{:.3g}", ratio);
}

std::string median_of(const std::optional<Summary>& side, const std::string& metric) {
  return side ? format_metric(side->median, metric) : "";
}

std::string minimum_of(const std::optional<Summary>& side, const std::string& metric) {
  return side && side->minimum ? format_metric(*side->minimum, metric) : "";
}

std::string samples_of_both(const ComparedRow& row) {
  const auto count = [](const std::optional<Summary>& side) { return side ? side->samples : 0; };
  return fmt::format("{}, {}", count(row.before), count(row.after));
}

std::string interval_of(const ComparedRow& row) {
  if (!row.judgement || !row.judgement->interval) {
    return "";
  }
  return fmt::format("[{}, {}]", format_change(row.judgement->interval->low),
                     format_change(row.judgement->interval->high));
}

/// The cells of a row, in the order of the table's columns.
std::vector<Cell> cells(const ComparedRow& row, const std::string& metric) {
  std::vector<Cell> line{cell_of(row.verdict),           row.name,
                         median_of(row.before, metric),  median_of(row.after, metric),
                         minimum_of(row.before, metric), minimum_of(row.after, metric)};
  const auto ratio = row.ratio();
  line.emplace_back(ratio ? format_change(*ratio) : "");
  if (row.judgement) {
    line.emplace_back(interval_of(row));
    line.emplace_back(format_p(row.judgement->p));
    line.emplace_back(format_p(row.judgement->adjusted_p));
    line.emplace_back("±" + percent(row.least_effect));
  } else {
    line.resize(line.size() + 4, "");
  }
  line.emplace_back(samples_of_both(row));
  return line;
}

/// Why it is judged so, and its label.
std::string remark_of(const ComparedRow& row) {
  const std::string& label = row.new_label.empty() ? row.old_label : row.new_label;
  return row.reason + (label.empty() ? "" : (row.reason.empty() ? "label " : "; label ") + label);
}

/// One line a family where many rows changed; empty otherwise.
Table families_table(const Comparison& comparison) {
  Table table{.heading = "By family",
              .columns = {{"verdict"}, {"family"}, {"rows", true}, {"new/old", true}},
              .rows = {},
              .remark_title = {},
              .remarks = {}};
  for (const ChangedFamily& line : changed_families(comparison)) {
    const std::string range =
        !line.smallest ? ""
        : line.smallest == line.largest
            ? format_change(*line.smallest)
            : fmt::format("{} … {}", format_change(*line.smallest), format_change(*line.largest));
    table.rows.push_back(
        {cell_of(line.verdict), line.family, fmt::format("{} of {}", line.rows, line.all_rows), range});
  }
  return table;
}

Table rows_table(const Comparison& comparison) {
  Table table{.heading = {},
              .columns = {{"verdict"},
                          {"benchmark"},
                          {"old median", true},
                          {"new median", true},
                          {"old min", true},
                          {"new min", true},
                          {"new/old", true},
                          {"95 % interval", true},
                          {"p", true},
                          {"Holm's p", true},
                          {"min effect", true},
                          {"samples", true}},
              .rows = {},
              .indented = false,
              .remark_title = "why",
              .remarks = {}};
  for (const ComparedRow& row : comparison.rows) {
    table.rows.push_back(cells(row, comparison.options.metric));
    table.remarks.push_back(remark_of(row));
  }
  return table;
}

std::string describe(Direction direction) {
  return direction == Direction::unknown
             ? ": whether more or less is better is unknown (--more-is-better, --less-is-better)"
             : fmt::format(", {} is better", name_of(direction));
}

/// How it was compared, in one line.
std::string method(const Comparison& comparison) {
  const auto& options = comparison.options;
  return fmt::format(
      "{}{}; a sample is {}; minimum effect {}{}, alpha {}{}", options.metric, describe(comparison.direction),
      !comparison.by_process                      ? "one repetition (a mean over its iterations)"
      : options.per_process == PerProcess::median ? "a process: the median of its repetitions"
                                                  : "a process: the best of its repetitions",
      percent(comparison.least_effect), options.floor != nullptr ? " or the row's noise floor" : "",
      options.alpha,
      comparison.judged > 1    ? fmt::format(" for all {} rows together (Holm)", comparison.judged)
      : comparison.judged == 1 ? " for 1 row"
                               : "");
}

std::string totals(const Comparison& comparison) {
  std::string text;
  for (std::size_t i = 0; i < verdict_names.size(); ++i) {
    const auto verdict = static_cast<Verdict>(i);
    if (const std::size_t count = comparison.count(verdict); count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name_of(verdict));
    }
  }
  return text;
}

std::string mean_line(const Comparison& comparison) {
  return comparison.geometric_mean
             ? fmt::format("geometric mean of new/old over the {} a ratio: {:.3f} (for information)",
                           counted(comparison.rows_in_mean, "row that has", "rows that have"),
                           *comparison.geometric_mean)
             : "";
}

TestCase::Outcome outcome_of(const Comparison& comparison, const ComparedRow& row) {
  if (row.verdict == Verdict::new_error) {
    return TestCase::Outcome::error;
  }
  if (fails_the_gate(row.verdict, comparison.options) ||
      (row.verdict == Verdict::inconclusive && comparison.options.strict)) {
    return TestCase::Outcome::failed;
  }
  return row.verdict == Verdict::inconclusive || row.verdict == Verdict::skipped ? TestCase::Outcome::skipped
                                                                                 : TestCase::Outcome::passed;
}

/// A row in one sentence, for JUnit.
std::string sentence(const ComparedRow& row, const std::string& metric) {
  std::string text{name_of(row.verdict)};
  if (row.before && row.after) {
    text += fmt::format(": {} was {}, is {}", metric, format_metric(row.before->median, metric),
                        format_metric(row.after->median, metric));
  }
  if (row.judgement) {
    if (row.judgement->ratio) {
      text += fmt::format(", new/old {} {}", format_change(*row.judgement->ratio), interval_of(row));
    }
    text += ", Holm's p " + format_p(row.judgement->adjusted_p);
  }
  return row.reason.empty() ? text : text + (row.before && row.after ? "; " : ": ") + row.reason;
}

/// "old  FILE", and the other lines below it.
void add_side(std::vector<std::string>& lines, const std::string& what, const Provenance& facts) {
  const auto facts_lines = side_lines(facts);
  for (const std::string& line : facts_lines) {
    lines.push_back((&line == facts_lines.data() ? what : "     ") + line);
  }
}

void write_summary(Json& json, std::string_view key, const std::optional<Summary>& side) {
  if (!side) {
    json.null(key);
    return;
  }
  json.object(key, [&] {
    json.field("samples", side->samples);
    json.field("median", side->median);
    if (side->minimum) {
      json.field("min", *side->minimum);
    }
  });
}

void write_row(Json& json, const ComparedRow& row) {
  json.field("name", row.name);
  json.field("verdict", name_of(row.verdict));
  if (!row.reason.empty()) {
    json.field("reason", row.reason);
  }
  for (const auto& [key, label] :
       {std::pair("old_label", &row.old_label), std::pair("new_label", &row.new_label)}) {
    if (!label->empty()) {
      json.field(key, *label);
    }
  }
  write_summary(json, "old", row.before);
  write_summary(json, "new", row.after);
  if (const auto ratio = row.ratio()) {
    json.field("ratio", *ratio);
  }
  if (row.judgement) {
    if (row.judgement->interval) {
      json.field("ratio_low", row.judgement->interval->low);
      json.field("ratio_high", row.judgement->interval->high);
    }
    json.field("p", row.judgement->p);
    json.field("adjusted_p", row.judgement->adjusted_p);
    json.field("min_effect", row.least_effect);
  }
}

Document text_document(const Comparison& comparison) {
  Lines head;
  add_side(head.lines, "old  ", comparison.before);
  add_side(head.lines, "new  ", comparison.after);
  head.lines.push_back(method(comparison));
  Lines foot{{totals(comparison)}};
  if (comparison.geometric_mean) {
    foot.lines.push_back(mean_line(comparison));
  }
  for (const std::string& warning : comparison.warnings) {
    foot.lines.push_back("Note: " + warning);
  }
  foot.lines.push_back(conclusion_of(comparison));
  Document document{std::move(head)};
  if (auto families = families_table(comparison); !families.rows.empty()) {
    document.emplace_back(std::move(families));
  }
  document.emplace_back(rows_table(comparison));
  document.emplace_back(std::move(foot));
  return document;
}

Document markdown_document(const Comparison& comparison) {
  Document document{Paragraph{.text = conclusion_of(comparison), .strong = true},
                    Paragraph{totals(comparison)}};
  if (auto families = families_table(comparison); !families.rows.empty()) {
    document.emplace_back(std::move(families));
  }
  document.emplace_back(rows_table(comparison));
  document.emplace_back(Paragraph{method(comparison)});
  if (comparison.geometric_mean) {
    document.emplace_back(Paragraph{mean_line(comparison)});
  }
  document.emplace_back(Notes{.what = "old", .lines = side_lines(comparison.before)});
  document.emplace_back(Notes{.what = "new", .lines = side_lines(comparison.after)});
  document.emplace_back(Notes{.lines = comparison.warnings});
  return document;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  return verdict_names.at(static_cast<std::size_t>(verdict));
}

Document CompareReport::document(Format format) const {
  return format == Format::markdown ? markdown_document(comparison_) : text_document(comparison_);
}

void CompareReport::write(Json& json) const {
  const auto& options = comparison_.options;
  json.field("exit_status", static_cast<std::size_t>(exit_status(comparison_)));
  json.field("conclusion", conclusion_of(comparison_));
  json.field("metric", options.metric);
  json.field("better", std::string_view(name_of(comparison_.direction)));
  json.field("unit", unit_of(options.metric).symbol);
  json.field("sample", !comparison_.by_process                     ? "repetition"
                       : options.per_process == PerProcess::median ? "median of a process"
                                                                   : "best of a process");
  json.field("alpha", options.alpha);
  json.field("min_effect", comparison_.least_effect);
  json.field("rows_in_family", comparison_.judged);
  if (comparison_.geometric_mean) {
    json.field("geometric_mean", *comparison_.geometric_mean);
  }
  json.field("old", side_lines(comparison_.before));
  json.field("new", side_lines(comparison_.after));
  json.objects("rows", comparison_.rows, [&](const ComparedRow& row) { write_row(json, row); });
  json.field("warnings", comparison_.warnings);
}

TestSuite CompareReport::suite() const {
  TestSuite suite{
      .name = "bench-report compare", .cases = {}, .notes = {method(comparison_), totals(comparison_)}};
  for (const ComparedRow& row : comparison_.rows) {
    suite.cases.push_back({.class_name = parse_name(row.name).family,
                           .name = row.name,
                           .outcome = outcome_of(comparison_, row),
                           .type = std::string(name_of(row.verdict)),
                           .message = sentence(row, comparison_.options.metric)});
  }
  suite.notes.insert(suite.notes.end(), comparison_.warnings.begin(), comparison_.warnings.end());
  return suite;
}

}  // namespace bench_report
