// Verdicts, row by row, and what they come to.
#include "tools/bench_report/output/compare_report.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/exit.hpp"
#include "tools/bench_report/analysis/provenance.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/provenance_lines.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

constexpr std::array<std::string_view, 10> verdict_names{"REGRESSED",    "NEW-ERROR", "ONLY-OLD", "CHANGED",
                                                         "INCONCLUSIVE", "IMPROVED",  "FIXED",    "ONLY-NEW",
                                                         "EQUIVALENT",   "SKIPPED"};

constexpr Verdict all_verdicts[] = {
    Verdict::regressed, Verdict::new_error, Verdict::only_old, Verdict::changed,    Verdict::inconclusive,
    Verdict::improved,  Verdict::fixed,     Verdict::only_new, Verdict::equivalent, Verdict::skipped};

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
  return side && side->samples > 0 ? format_metric(side->minimum, metric) : "";
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
  std::vector<Cell> line{std::string(name_of(row.verdict)), row.name,
                         median_of(row.before, metric),     median_of(row.after, metric),
                         minimum_of(row.before, metric),    minimum_of(row.after, metric)};
  if (row.judgement) {
    line.emplace_back(row.judgement->ratio ? format_change(*row.judgement->ratio) : "");
    line.emplace_back(interval_of(row));
    line.emplace_back(format_p(row.judgement->p));
    line.emplace_back(format_p(row.judgement->adjusted_p));
    line.emplace_back("±" + percent(row.least_effect));
  } else {
    line.resize(line.size() + 5, "");
  }
  line.emplace_back(samples_of_both(row));
  return line;
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
    table.remarks.push_back(row.reason);
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
  return fmt::format("{}{}; a sample is {}; minimum effect {}{}, alpha {} for all {} rows together (Holm)",
                     options.metric, describe(comparison.direction),
                     !comparison.by_process ? "one repetition (a mean over its iterations)"
                     : options.per_process == PerProcess::median ? "a process: the median of its repetitions"
                                                                 : "a process: the best of its repetitions",
                     percent(comparison.least_effect),
                     options.floor != nullptr ? " or the row's noise floor" : "", options.alpha,
                     comparison.judged);
}

std::string totals(const Comparison& comparison) {
  std::string text;
  for (const Verdict verdict : all_verdicts) {
    if (const std::size_t count = comparison.count(verdict); count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name_of(verdict));
    }
  }
  return text;
}

/// What fails the comparison: "2 rows regressed, 1 fails now".
std::string failures(const Comparison& comparison) {
  std::vector<std::string> parts;
  const auto add = [&](Verdict verdict, const char* what) {
    if (const std::size_t count = comparison.count(verdict); count > 0) {
      parts.push_back(fmt::format("{} {} {}", count, count == 1 ? "row" : "rows", what));
    }
  };
  add(Verdict::regressed, "regressed");
  add(Verdict::new_error, "with new errors");
  if (!comparison.options.allow_missing) {
    add(Verdict::only_old, "vanished");
  }
  return joined(parts);
}

std::string conclusion(const Comparison& comparison) {
  switch (exit_status(comparison)) {
    case Exit::regression:
      return "FAILED: " + failures(comparison) + " (exit status 1)";
    case Exit::inconclusive:
      return comparison.count(Verdict::inconclusive) > 0
                 ? "INCONCLUSIVE: some rows could not be told apart, which --strict does not allow (exit "
                   "status 3)"
                 : "CHANGED: some rows changed, for better or for worse, which --strict does not allow (exit "
                   "status "
                   "3)";
    default:
      return comparison.count(Verdict::inconclusive) > 0
                 ? "PASSED: no regression was found; INCONCLUSIVE rows were not shown to be equal either"
                 : "PASSED: no regression was found";
  }
}

std::string mean_line(const Comparison& comparison) {
  return comparison.geometric_mean
             ? fmt::format(
                   "geometric mean of new/old over the {} rows that have a ratio: {:.3f} (for "
                   "information)",
                   comparison.rows_in_mean, *comparison.geometric_mean)
             : "";
}

TestCase::Outcome outcome_of(const Comparison& comparison, const ComparedRow& row) {
  switch (row.verdict) {
    case Verdict::new_error:
      return TestCase::Outcome::error;
    case Verdict::regressed:
      return TestCase::Outcome::failed;
    case Verdict::only_old:
      return comparison.options.allow_missing ? TestCase::Outcome::passed : TestCase::Outcome::failed;
    case Verdict::changed:
      return comparison.options.strict ? TestCase::Outcome::failed : TestCase::Outcome::passed;
    case Verdict::inconclusive:
      return comparison.options.strict ? TestCase::Outcome::failed : TestCase::Outcome::skipped;
    case Verdict::skipped:
      return TestCase::Outcome::skipped;
    default:
      return TestCase::Outcome::passed;
  }
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
    if (side->samples > 0) {
      json.field("min", side->minimum);
    }
  });
}

void write_row(Json& json, const ComparedRow& row) {
  json.field("name", row.name);
  json.field("verdict", name_of(row.verdict));
  if (!row.reason.empty()) {
    json.field("reason", row.reason);
  }
  write_summary(json, "old", row.before);
  write_summary(json, "new", row.after);
  if (row.judgement) {
    if (row.judgement->ratio) {
      json.field("ratio", *row.judgement->ratio);
    }
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
  foot.lines.push_back(conclusion(comparison));
  return {std::move(head), rows_table(comparison), std::move(foot)};
}

Document markdown_document(const Comparison& comparison) {
  Document document{Paragraph{.text = conclusion(comparison), .strong = true}, Paragraph{totals(comparison)},
                    rows_table(comparison), Paragraph{method(comparison)}};
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
