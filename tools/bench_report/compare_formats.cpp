// One result in four formats.
#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cmath>

#include "tools/bench_report/compare.hpp"
#include "tools/bench_report/table.hpp"
#include "tools/bench_report/units.hpp"
#include "tools/bench_report/xml.hpp"

namespace bench_report {
namespace {

constexpr Verdict all_verdicts[] = {Verdict::regressed,    Verdict::new_error,  Verdict::only_old,
                                    Verdict::inconclusive, Verdict::improved,   Verdict::fixed,
                                    Verdict::only_new,     Verdict::equivalent, Verdict::skipped};

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

/// The cells of a row, in the order of `header`.
std::vector<std::string> cells(const ComparedRow& row, const std::string& metric) {
  std::vector<std::string> line{std::string(name_of(row.verdict)), row.name,
                                median_of(row.before, metric),     median_of(row.after, metric),
                                minimum_of(row.before, metric),    minimum_of(row.after, metric)};
  if (row.judgement) {
    line.push_back(row.judgement->ratio ? format_change(*row.judgement->ratio) : "");
    line.push_back(interval_of(row));
    line.push_back(format_p(row.judgement->p));
    line.push_back(format_p(row.judgement->adjusted_p));
    line.push_back("±" + percent(row.least_effect));
  } else {
    line.resize(line.size() + 5);
  }
  line.push_back(samples_of_both(row));
  return line;
}

const std::vector<std::string> header{"verdict", "benchmark", "old median", "new median",
                                      "old min", "new min",   "new/old",    "95 % interval",
                                      "p",       "Holm's p",  "min effect", "samples"};
constexpr std::size_t left_columns = 2;

/// How it was compared, in one line.
std::string method(const Comparison& comparison) {
  const auto& options = comparison.options;
  return fmt::format(
      "{}, {} is better; a sample is {}; minimum effect {}{}, alpha {} for all {} rows together (Holm)",
      options.metric, comparison.more_is_better ? "more" : "less",
      !comparison.by_process                      ? "one repetition (a mean over its iterations)"
      : options.per_process == PerProcess::median ? "a process: the median of its repetitions"
                                                  : "a process: the best of its repetitions",
      percent(comparison.least_effect), options.floor != nullptr ? " or the row's noise floor" : "",
      options.alpha, comparison.judged);
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
      return "INCONCLUSIVE: some rows could not be told apart, which --strict does not allow (exit status 3)";
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

bool fails(const Comparison& comparison, const ComparedRow& row) {
  return row.verdict == Verdict::regressed ||
         (row.verdict == Verdict::only_old && !comparison.options.allow_missing) ||
         (row.verdict == Verdict::inconclusive && comparison.options.strict);
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

using JsonWriter = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void write(JsonWriter& json, const char* key, std::string_view value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void write(JsonWriter& json, const char* key, double value) {
  json.Key(key);
  std::isfinite(value) ? json.Double(value) : json.Null();
}

void write(JsonWriter& json, const char* key, std::size_t value) {
  json.Key(key);
  json.Uint64(value);
}

void write(JsonWriter& json, const char* key, const std::vector<std::string>& lines) {
  json.Key(key);
  json.StartArray();
  for (const std::string& line : lines) {
    json.String(line.c_str(), static_cast<rapidjson::SizeType>(line.size()));
  }
  json.EndArray();
}

void write(JsonWriter& json, const char* key, const std::optional<Summary>& side) {
  json.Key(key);
  if (!side) {
    json.Null();
    return;
  }
  json.StartObject();
  write(json, "samples", side->samples);
  write(json, "median", side->median);
  if (side->samples > 0) {
    write(json, "min", side->minimum);
  }
  json.EndObject();
}

}  // namespace

std::string to_text(const Comparison& comparison) {
  std::string text;
  for (const auto& [what, lines] :
       {std::pair("old  ", &comparison.before_lines), std::pair("new  ", &comparison.after_lines)}) {
    for (const std::string& line : *lines) {
      text += (&line == lines->data() ? what : "     ") + line + '\n';
    }
  }
  text += method(comparison) + "\n\n";
  std::vector<std::vector<std::string>> lines{header};
  for (const ComparedRow& row : comparison.rows) {
    lines.push_back(cells(row, comparison.options.metric));
  }
  // Reasons are prose: they stand behind the columns.
  const std::string table = aligned(lines, "", left_columns);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t end = table.find('\n', begin);
    text.append(table, begin, end - begin);
    if (i > 0 && !comparison.rows[i - 1].reason.empty()) {
      text += "  " + comparison.rows[i - 1].reason;
    }
    text += '\n';
    begin = end + 1;
  }
  text += '\n' + totals(comparison) + '\n';
  if (comparison.geometric_mean) {
    text += mean_line(comparison) + '\n';
  }
  for (const std::string& warning : comparison.warnings) {
    text += "Note: " + warning + '\n';
  }
  return text + conclusion(comparison) + '\n';
}

std::string to_markdown(const Comparison& comparison) {
  std::string text = "**" + conclusion(comparison) + "**\n\n" + totals(comparison) + "\n\n|";
  for (const std::string& title : header) {
    text += " " + markdown_cell(title) + " |";
  }
  text += " why |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n";
  for (const ComparedRow& row : comparison.rows) {
    text += '|';
    for (const std::string& cell : cells(row, comparison.options.metric)) {
      text += " " + markdown_cell(cell) + " |";
    }
    text += " " + markdown_cell(row.reason) + " |\n";
  }
  text += '\n' + markdown_cell(method(comparison)) + '\n';
  if (comparison.geometric_mean) {
    text += '\n' + markdown_cell(mean_line(comparison)) + '\n';
  }
  text += '\n';
  for (const auto& [what, lines] :
       {std::pair("old: ", &comparison.before_lines), std::pair("new: ", &comparison.after_lines)}) {
    for (const std::string& line : *lines) {
      text += std::string("- ") + what + markdown_cell(line) + '\n';
    }
  }
  for (const std::string& warning : comparison.warnings) {
    text += "- note: " + markdown_cell(warning) + '\n';
  }
  return text;
}

std::string to_json(const Comparison& comparison) {
  const auto& options = comparison.options;
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.SetIndent(' ', 2);
  json.StartObject();
  write(json, "exit_status", static_cast<std::size_t>(exit_status(comparison)));
  write(json, "metric", options.metric);
  write(json, "better", comparison.more_is_better ? "more" : "less");
  write(json, "unit", is_time(options.metric) ? "s" : "");
  write(json, "sample",
        !comparison.by_process                      ? "repetition"
        : options.per_process == PerProcess::median ? "median of a process"
                                                    : "best of a process");
  write(json, "alpha", options.alpha);
  write(json, "min_effect", comparison.least_effect);
  write(json, "rows_in_family", comparison.judged);
  if (comparison.geometric_mean) {
    write(json, "geometric_mean", *comparison.geometric_mean);
  }
  write(json, "old", comparison.before_lines);
  write(json, "new", comparison.after_lines);
  json.Key("rows");
  json.StartArray();
  for (const ComparedRow& row : comparison.rows) {
    json.StartObject();
    write(json, "name", row.name);
    write(json, "verdict", name_of(row.verdict));
    if (!row.reason.empty()) {
      write(json, "reason", row.reason);
    }
    write(json, "old", row.before);
    write(json, "new", row.after);
    if (row.judgement) {
      if (row.judgement->ratio) {
        write(json, "ratio", *row.judgement->ratio);
      }
      if (row.judgement->interval) {
        write(json, "ratio_low", row.judgement->interval->low);
        write(json, "ratio_high", row.judgement->interval->high);
      }
      write(json, "p", row.judgement->p);
      write(json, "adjusted_p", row.judgement->adjusted_p);
      write(json, "min_effect", row.least_effect);
    }
    json.EndObject();
  }
  json.EndArray();
  write(json, "warnings", comparison.warnings);
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + '\n';
}

std::string to_junit(const Comparison& comparison) {
  const auto& metric = comparison.options.metric;
  std::size_t failures = 0;
  std::size_t skipped = 0;
  std::string cases;
  for (const ComparedRow& row : comparison.rows) {
    const Name name = parse_name(row.name);
    cases += fmt::format(R"(    <testcase classname="{}" name="{}">)", escape_xml(name.family),
                         escape_xml(row.name));
    const std::string message = escape_xml(sentence(row, metric));
    if (row.verdict == Verdict::new_error) {
      cases += fmt::format(R"(<error type="NEW-ERROR" message="{}"/>)", message);
    } else if (fails(comparison, row)) {
      ++failures;
      cases += fmt::format(R"(<failure type="{}" message="{}"/>)", name_of(row.verdict), message);
    } else if (row.verdict == Verdict::skipped || row.verdict == Verdict::inconclusive) {
      ++skipped;
      cases += fmt::format(R"(<skipped message="{}"/>)", message);
    } else {
      cases += fmt::format("<system-out>{}</system-out>", message);
    }
    cases += "</testcase>\n";
  }
  std::string notes = method(comparison) + '\n' + totals(comparison) + '\n';
  for (const std::string& warning : comparison.warnings) {
    notes += warning + '\n';
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"bench-report compare\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
      "skipped=\"{}\">\n{}"
      "    <system-out>{}</system-out>\n  </testsuite>\n</testsuites>\n",
      comparison.rows.size(), failures, comparison.count(Verdict::new_error), skipped, cases,
      escape_xml(notes));
}

}  // namespace bench_report
