// Computing the table, and writing it in four formats.
#include "tools/bench_report/quantiles.hpp"

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "tools/bench_report/comparable.hpp"
#include "tools/bench_report/run_warnings.hpp"
#include "tools/bench_report/table.hpp"
#include "tools/bench_report/units.hpp"

namespace bench_report {
namespace {

std::vector<double> sizes(const SeriesSet& set) {
  std::set<double> all;
  for (const Series& series : set.series) {
    for (const auto& [x, point] : series.points) {
      all.insert(x);
    }
  }
  return {all.begin(), all.end()};
}

std::optional<Winner> winner_at(const SeriesSet& set, double x) {
  struct Contestant {
    const Series* series;
    const Point* point;
    double median;
  };
  std::vector<Contestant> contestants;
  for (const Series& series : set.series) {
    const auto point = series.points.find(x);
    if (!series.is_limit() && point != series.points.end() && !point->second.samples.empty()) {
      contestants.push_back({&series, &point->second, quantile(point->second.samples, 0.5)});
    }
  }
  if (contestants.empty()) {
    return std::nullopt;
  }
  const bool more_is_better = is_rate(set.metric);
  std::ranges::stable_sort(contestants, [&](const Contestant& a, const Contestant& b) {
    return more_is_better ? a.median > b.median : a.median < b.median;
  });
  Winner winner{.x = x,
                .family = contestants[0].series->name,
                .median = contestants[0].median,
                .runner_up = std::nullopt,
                .standing = Lead::alone,
                .lead = std::nullopt};
  if (contestants.size() > 1) {
    winner.runner_up = contestants[1].series->name;
    const auto& best = replicates(set, *contestants[0].point);
    const auto& second = replicates(set, *contestants[1].point);
    const bool positive = std::ranges::min(best) > 0 && std::ranges::min(second) > 0;
    if (positive) {
      winner.lead = more_is_better ? ratio(second, best) : ratio(best, second);
    }
    winner.standing = !positive               ? Lead::no_ratio
                      : !winner.lead          ? Lead::too_few_samples
                      : winner.lead->low > 1  ? Lead::separated
                      : winner.lead->high < 1 ? Lead::contradicted
                                              : Lead::not_separated;
  }
  return winner;
}

std::string value_of(const std::vector<Run>& runs, const std::string& key) {
  for (const Run& run : runs) {
    if (const auto place = run.context.find(key); place != run.context.end() && !place->second.empty()) {
      return place->second;
    }
  }
  return {};
}

/// The points at one size, or those without one, by family.
std::map<std::string, const Point*> points_at(const SeriesSet& set, std::optional<double> x) {
  std::map<std::string, const Point*> points;
  if (!x) {
    for (const auto& [name, point] : set.without_axis) {
      points.emplace(name, &point);
    }
    return points;
  }
  for (const Series& series : set.series) {
    if (const auto place = series.points.find(*x); place != series.points.end()) {
      points.emplace(series.name, &place->second);
    }
  }
  return points;
}

/// The heading of the rows at one size: "N = 464".
std::string place_text(const SeriesSet& set, std::optional<double> x) {
  return x                  ? fmt::format("{} = {}", axis_name(set), *x)
         : set.axis.empty() ? "without a numeric argument"
                            : "without " + argument_name(set);
}

/// A cell with the size, empty where there is none.
std::string x_text(std::optional<double> x) {
  return x ? fmt::format("{}", *x) : "";
}

std::string list(const std::string& title, const std::vector<LeftOut>& rows) {
  if (rows.empty()) {
    return {};
  }
  std::string text = "\n" + title + "\n";
  std::map<std::string, std::vector<std::string>> names;  // by reason
  for (const LeftOut& row : rows) {
    names[row.reason].push_back(row.name);
  }
  std::vector<std::string> lines;
  for (auto& [reason, list] : names) {
    std::ranges::sort(list);
    lines.push_back("  " + joined(list) + ": " + reason + '\n');
  }
  std::ranges::sort(lines);
  return text + joined(lines, "");
}

std::string lead_title(const SeriesSet& set) {
  return fmt::format("lead over the runner-up (95 % interval, {})", basis_of_leads(set));
}

std::string speedup_title(const QuantileTable& table) {
  return "speedup over " + table.base;
}

std::vector<std::string> all_warnings(const QuantileTable& table) {
  std::vector<std::string> all = table.run_warnings;
  all.insert(all.end(), table.warnings.begin(), table.warnings.end());
  return all;
}

bool has_speedups(const QuantileTable& table) {
  return std::ranges::any_of(table.rows, [](const QuantileRow& row) { return row.speedup.has_value(); });
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

/// A heading, and a line for each family and size.
std::vector<std::vector<std::string>> payback_lines(const QuantileTable& table) {
  std::vector<std::vector<std::string>> lines{{axis_name(table.set), "family", "compiling"}};
  for (const char* const base : payback_bases) {
    lines.front().push_back(fmt::format("against {}", base));
  }
  for (const Payback& payback : table.paybacks) {
    auto& line = lines.emplace_back();
    line = {fmt::format("{}", payback.x), payback.family, format_seconds(payback.compile_seconds)};
    for (const char* const base : payback_bases) {
      const auto place = std::ranges::find(payback.against, base, &Payback::Against::base);
      line.push_back(place == payback.against.end() ? ""
                     : place->runs                  ? fmt::format("{:.0f}", *place->runs)
                                                    : "never");
    }
  }
  return lines;
}

using JsonWriter = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void write(JsonWriter& json, const char* key, const std::string& value) {
  json.Key(key);
  json.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

void write(JsonWriter& json, const char* key, double value) {
  json.Key(key);
  std::isfinite(value) ? json.Double(value) : json.Null();
}

void write_left_out(JsonWriter& json, const char* key, const std::vector<LeftOut>& rows) {
  json.Key(key);
  json.StartArray();
  for (const LeftOut& row : rows) {
    json.StartObject();
    write(json, "name", row.name);
    write(json, "reason", row.reason);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::vector<Winner> find_winners(const SeriesSet& set) {
  std::vector<Winner> winners;
  if (is_time(set.metric) || is_rate(set.metric)) {
    for (const double x : sizes(set)) {
      if (auto winner = winner_at(set, x)) {
        winners.push_back(*std::move(winner));
      }
    }
  }
  return winners;
}

std::string basis_of_leads(const SeriesSet& set) {
  return set.runs > 1 ? fmt::format("of {} processes", set.runs) : "within one process";
}

bool is_contested(const std::vector<Winner>& winners) {
  return std::ranges::any_of(winners, [](const Winner& winner) { return winner.runner_up.has_value(); });
}

std::string describe_lead(const Winner& winner) {
  if (!winner.runner_up) {
    return "alone";
  }
  if (!winner.lead) {
    return winner.standing == Lead::no_ratio
               ? fmt::format("no ratio to {}: a sample is not positive", *winner.runner_up)
               : "too few samples to separate it from " + *winner.runner_up;
  }
  const std::string interval =
      fmt::format("[{}, {}]", format_bound(winner.lead->low), format_bound(winner.lead->high));
  if (winner.standing == Lead::contradicted) {
    return fmt::format("best median, but in most pairs of samples {} is better {}", *winner.runner_up,
                       interval);
  }
  if (!winner.separated()) {
    return fmt::format("not separated from {} {}", *winner.runner_up, interval);
  }
  return fmt::format("{}× faster than {} {}", format_bound(winner.lead->estimate), *winner.runner_up,
                     interval);
}

QuantileTable make_quantile_table(const std::vector<Run>& runs, const SeriesOptions& options,
                                  const std::string& base, bool base_was_asked_for) {
  return make_quantile_table(make_series(runs, options), runs, base, base_was_asked_for);
}

QuantileTable make_quantile_table(SeriesSet set, const std::vector<Run>& runs, const std::string& base,
                                  bool base_was_asked_for) {
  QuantileTable table{.set = std::move(set),
                      .base = base,
                      .rows = {},
                      .winners = {},
                      .paybacks = {},
                      .context = context_lines(runs),
                      .run_warnings = runs.size() == 1 ? run_warnings(runs.front()) : joint_warnings({&runs}),
                      .warnings = {}};
  if (auto mixture = describe_mixture(runs); !mixture.empty()) {
    table.run_warnings.push_back(std::move(mixture));
  }
  if (base_was_asked_for && !has_family(table.set, base)) {
    throw std::invalid_argument(unknown_family(base, {&table.set, 1}));
  }
  std::size_t unsure = 0;
  std::size_t fewest = samples_for_sure_tails;
  const std::vector<double> numbers = sizes(table.set);
  std::vector<std::optional<double>> places(numbers.begin(), numbers.end());
  places.emplace_back();  // of rows without the argument
  for (const auto& x : places) {
    const auto first_row = static_cast<std::ptrdiff_t>(table.rows.size());
    std::optional<double> base_median;
    if (const Point* const point = find_point(table.set, base, x);
        point != nullptr && !point->samples.empty()) {
      base_median = quantile(point->samples, 0.5);
    }
    for (const auto& [family, point] : points_at(table.set, x)) {
      const auto& samples = point->samples;
      if (samples.empty()) {
        continue;
      }
      QuantileRow row{.family = family,
                      .x = x,
                      .samples = samples.size(),
                      .low = quantile(samples, 0.05),
                      .median = quantile(samples, 0.5),
                      .high = quantile(samples, 0.95),
                      .minimum = samples.front(),
                      .median_interval = median_interval(samples),
                      .speedup = std::nullopt};
      if (base_median && *base_median > 0 && row.median > 0) {
        if (is_time(table.set.metric)) {
          row.speedup = *base_median / row.median;
        } else if (is_rate(table.set.metric)) {
          row.speedup = row.median / *base_median;
        }
      }
      if (samples.size() < samples_for_sure_tails) {
        ++unsure;
        fewest = std::min(fewest, samples.size());
      }
      table.rows.push_back(std::move(row));
    }
    const bool more_is_better = is_rate(table.set.metric);
    std::ranges::stable_sort(table.rows.begin() + first_row, table.rows.end(),
                             [&](const QuantileRow& a, const QuantileRow& b) {
                               return more_is_better ? a.median > b.median : a.median < b.median;
                             });
  }
  table.winners = find_winners(table.set);
  if (table.set.metric == "real_time") {
    table.paybacks = find_paybacks(table.set, runs);
  }
  if (unsure > 0) {
    table.warnings.push_back(fmt::format(
        "{} of {} rows have fewer than {} samples ({} at the least): their 5 % and 95 % quantiles are unsure",
        unsure, table.rows.size(), samples_for_sure_tails, fewest));
  }
  return table;
}

std::vector<std::string> context_lines(const std::vector<Run>& runs) {
  std::vector<std::string> lines;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) {
      lines.push_back(text);
    }
  };
  std::string machine = value_of(runs, "host_name");
  const std::string processor = value_of(runs, "processor");
  const std::string processors = value_of(runs, "num_cpus");
  if (!processor.empty()) {
    machine += (machine.empty() ? "" : ": ") + processor;
  }
  if (!processors.empty()) {
    machine +=
        (machine.empty() ? "" : ", ") + processors + (processors == "1" ? " processor" : " processors");
  }
  const std::string caches = value_of(runs, "processor_caches");
  add(machine + (caches.empty() ? "" : ", " + caches));
  std::string commit = value_of(runs, "commit");
  if (!commit.empty()) {
    constexpr std::size_t abbreviated = 12;
    commit = "commit " + commit.substr(0, abbreviated) +
             (value_of(runs, "commit_dirty") == "true" ? " with uncommitted changes" : "");
  }
  const std::string compiler = value_of(runs, "compiler");
  if (!compiler.empty()) {
    commit += (commit.empty() ? "" : ", ") + compiler + " " + value_of(runs, "compiler_flags");
  }
  add(commit);
  add(value_of(runs, "date"));
  return lines;
}

std::vector<Reign> reigns(const std::vector<Winner>& winners) {
  std::vector<Reign> list;
  for (const Winner& winner : winners) {
    if (list.empty() || list.back().family != winner.family) {
      list.push_back({.from = winner.x, .to = winner.x, .family = winner.family});
    }
    list.back().to = winner.x;
  }
  return list;
}

std::string to_text(const QuantileTable& table) {
  std::string text;
  for (const std::string& line : table.context) {
    text += line + '\n';
  }
  const bool speedups = has_speedups(table);
  std::vector<std::vector<std::string>> lines;
  const auto flush = [&] {
    if (!lines.empty()) {
      text += aligned(lines, "  ");
      lines.clear();
    }
  };
  const QuantileRow* last = nullptr;
  for (const QuantileRow& row : table.rows) {
    if (last == nullptr || last->x != row.x) {
      flush();
      text += "\n" + place_text(table.set, row.x) + "\n";
      lines.push_back(
          {table.set.metric == "real_time" ? "time of a run" : table.set.metric, "5 %", "50 %", "95 %"});
      if (speedups) {
        lines.back().push_back(speedup_title(table));
      }
    }
    last = &row;
    lines.push_back({row.family, format_metric(row.low, table.set.metric),
                     format_metric(row.median, table.set.metric), format_metric(row.high, table.set.metric)});
    if (speedups) {
      lines.back().push_back(row.speedup ? format_ratio(*row.speedup) : "");
    }
  }
  flush();
  text += list("Failed", table.set.failed);
  text += list("Skipped", table.set.skipped);
  text += list("Left out", table.set.not_drawn);
  const auto warnings = all_warnings(table);
  for (const std::string& warning : warnings) {
    text += (&warning == warnings.data() ? "\nNote: " : "Note: ") + warning + '\n';
  }
  if (!table.winners.empty()) {
    text += "\nFastest, and its " + lead_title(table.set) + '\n';
    for (const Winner& winner : table.winners) {
      lines.push_back({place_text(table.set, winner.x), winner.family,
                       format_metric(winner.median, table.set.metric), describe_lead(winner)});
    }
    // The lead is prose: it goes to the left.
    std::vector<std::vector<std::string>> padded;
    std::size_t widest = 0;
    for (const auto& line : lines) {
      widest = std::max(widest, width(line[2]));
    }
    for (auto& line : lines) {
      line[2] = pad_left(line[2], widest);
    }
    text += aligned(lines, "  ", 4);
    lines.clear();
    text += '\n';
    for (const Reign& reign : reigns(table.winners)) {
      const bool is_contradicted = std::ranges::any_of(table.winners, [&](const Winner& winner) {
        return winner.standing == Lead::contradicted && winner.x >= reign.from && winner.x <= reign.to;
      });
      const std::string what = reign.family + (is_contradicted ? " has the best median" : " is the fastest");
      text += reign.from == reign.to
                  ? fmt::format("{} at {} = {}\n", what, axis_name(table.set), reign.from)
                  : fmt::format("{} from {} = {} to {}\n", what, axis_name(table.set), reign.from, reign.to);
    }
  }
  if (!table.paybacks.empty()) {
    text += "\nRuns after which compiling has paid for itself\n";
    text += aligned(payback_lines(table), "  ", 2);
  }
  return text;
}

namespace {

/// Medians at a glance: a line for each family, a column for each size, the winner in bold.
std::string markdown_overview(const QuantileTable& table) {
  const std::vector<double> columns = sizes(table.set);
  if (columns.empty()) {
    return {};
  }
  std::string text = fmt::format("\n| median at {} =", markdown_cell(axis_name(table.set)));
  std::string rule = "\n|---";
  for (const double x : columns) {
    text += fmt::format(" | {}", x);
    rule += "|---:";
  }
  text += " |" + rule + "|\n";
  for (const Series& series : table.set.series) {
    text += "| " + markdown_cell(series.name);
    for (const double x : columns) {
      const auto row = std::ranges::find_if(table.rows, [&](const QuantileRow& candidate) {
        return candidate.x == x && candidate.family == series.name;
      });
      const bool wins = std::ranges::any_of(
          table.winners, [&](const Winner& winner) { return winner.x == x && winner.family == series.name; });
      text += row == table.rows.end() ? " | "
                                      : fmt::format(" | {0}{1}{0}", wins ? "**" : "",
                                                    format_metric(row->median, table.set.metric));
    }
    text += " |\n";
  }
  return text;
}

}  // namespace

std::string to_markdown(const QuantileTable& table) {
  std::string text;
  for (const std::string& line : table.context) {
    text += markdown_cell(line) + "  \n";
  }
  text += markdown_overview(table);
  const bool speedups = has_speedups(table);
  text +=
      fmt::format("\n| {} | family | 5 % | 50 % | 95 % | samples |{}\n|---:|---|---:|---:|---:|---:|{}\n",
                  markdown_cell(axis_name(table.set)),
                  speedups ? " " + markdown_cell(speedup_title(table)) + " |" : "", speedups ? "---:|" : "");
  for (const QuantileRow& row : table.rows) {
    text += fmt::format("| {} | {} | {} | {} | {} | {} |", x_text(row.x), markdown_cell(row.family),
                        format_metric(row.low, table.set.metric), format_metric(row.median, table.set.metric),
                        format_metric(row.high, table.set.metric), row.samples);
    text += speedups ? fmt::format(" {} |\n", row.speedup ? format_ratio(*row.speedup) : "") : "\n";
  }
  if (!table.winners.empty()) {
    text += fmt::format("\n| {} | fastest | median | {} |\n|---:|---|---:|---|\n",
                        markdown_cell(axis_name(table.set)), lead_title(table.set));
    for (const Winner& winner : table.winners) {
      text +=
          fmt::format("| {} | {} | {} | {} |\n", winner.x, markdown_cell(winner.family),
                      format_metric(winner.median, table.set.metric), markdown_cell(describe_lead(winner)));
    }
  }
  if (!table.paybacks.empty()) {
    text += "\nRuns after which compiling has paid for itself:\n";
    std::string rule = "\n|---:|---";
    for (const auto& line : payback_lines(table)) {
      text += "\n";
      for (const std::string& cell : line) {
        text += "| " + markdown_cell(cell) + ' ';
      }
      text += '|';
      if (!rule.empty()) {
        for (std::size_t column = 2; column < line.size(); ++column) {
          rule += "|---:";
        }
        text += std::exchange(rule, "") + '|';
      }
    }
    text += '\n';
  }
  for (const auto* rows : {&table.set.failed, &table.set.skipped, &table.set.not_drawn}) {
    for (const LeftOut& row : *rows) {
      const char* const what = rows == &table.set.failed    ? "failed"
                               : rows == &table.set.skipped ? "skipped"
                                                            : "left out";
      text += fmt::format("\n- {} {}: {}", what, markdown_cell(row.name), markdown_cell(row.reason));
    }
  }
  for (const std::string& warning : all_warnings(table)) {
    text += "\n- note: " + markdown_cell(warning);
  }
  return text + '\n';
}

std::string to_csv(const QuantileTable& table) {
  std::string text = "family," + csv_field(axis_name(table.set)) +
                     ",samples,q05,q50,q95,speedup,min,median_low,median_high\n";
  for (const QuantileRow& row : table.rows) {
    const auto& interval = row.median_interval;
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(row.family), x_text(row.x), row.samples,
                        row.low, row.median, row.high, row.speedup ? fmt::format("{}", *row.speedup) : "",
                        row.minimum, interval ? fmt::format("{},{}", interval->low, interval->high) : ",");
  }
  return text;
}

std::string to_json(const QuantileTable& table) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.SetIndent(' ', 2);
  json.StartObject();
  write(json, "metric", table.set.metric);
  write(json, "unit", is_time(table.set.metric) ? "s" : "");
  write(json, "axis", table.set.axis);
  write(json, "relative_to", table.base);
  json.Key("rows");
  json.StartArray();
  for (const QuantileRow& row : table.rows) {
    json.StartObject();
    write(json, "family", row.family);
    json.Key("x");
    row.x ? json.Double(*row.x) : json.Null();
    json.Key("samples");
    json.Uint64(row.samples);
    write(json, "q05", row.low);
    write(json, "q50", row.median);
    write(json, "q95", row.high);
    write(json, "min", row.minimum);
    if (row.median_interval) {
      write(json, "median_low", row.median_interval->low);
      write(json, "median_high", row.median_interval->high);
    }
    if (row.speedup) {
      write(json, "speedup", *row.speedup);
    }
    json.EndObject();
  }
  json.EndArray();
  json.Key("winners");
  json.StartArray();
  for (const Winner& winner : table.winners) {
    json.StartObject();
    write(json, "x", winner.x);
    write(json, "family", winner.family);
    write(json, "median", winner.median);
    if (winner.runner_up) {
      write(json, "runner_up", *winner.runner_up);
    }
    if (winner.lead) {
      write(json, "lead", winner.lead->estimate);
      write(json, "lead_low", winner.lead->low);
      write(json, "lead_high", winner.lead->high);
    }
    json.Key("separated");
    json.Bool(winner.separated());
    json.EndObject();
  }
  json.EndArray();
  json.Key("paybacks");
  json.StartArray();
  for (const Payback& payback : table.paybacks) {
    json.StartObject();
    write(json, "x", payback.x);
    write(json, "family", payback.family);
    write(json, "compile_seconds", payback.compile_seconds);
    json.Key("runs");
    json.StartObject();
    for (const auto& [base, runs] : payback.against) {
      json.Key(base.c_str());
      runs ? json.Double(*runs) : json.Null();
    }
    json.EndObject();
    json.EndObject();
  }
  json.EndArray();
  write_left_out(json, "failed", table.set.failed);
  write_left_out(json, "skipped", table.set.skipped);
  write_left_out(json, "left_out", table.set.not_drawn);
  json.Key("warnings");
  json.StartArray();
  for (const std::string& warning : all_warnings(table)) {
    json.String(warning.c_str());
  }
  json.EndArray();
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + '\n';
}

}  // namespace bench_report
