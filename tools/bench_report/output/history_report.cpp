// Changes first, then where each row stands.
#include "tools/bench_report/output/history_report.hpp"

#include <fmt/format.h>

#include <vector>

#include "tools/bench_report/output/history_words.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

std::string p_text(double p) {
  return p < 0.0001 ? fmt::format("{:.0e}", p) : fmt::format("{:.4f}", p);
}

Table changes_table(const History& history) {
  Table table{.heading = "Changes, the newest first",
              .columns = {{"what"},
                          {"benchmark"},
                          {"before", true},
                          {"after", true},
                          {"after/before", true},
                          {"95 % interval", true},
                          {"first with it"},
                          {"last without"},
                          {"date"},
                          {"adjusted p", true}},
              .rows = {},
              .indented = true,
              .remark_title = "remark",
              .remarks = {}};
  for (const ListedChange& listed : listed_changes(history)) {
    const HistoryChange& change = *listed.change;
    const HistoryCommit& commit = history.commits[change.index];
    table.rows.push_back(
        {Cell(std::string(name_of(change.effect))), listed.row->name,
         format_metric(change.before, history.options.metric),
         format_metric(change.after, history.options.metric), format_bound(change.ratio.estimate),
         fmt::format("[{}, {}]", format_bound(change.ratio.low), format_bound(change.ratio.high)),
         short_id(commit), short_id(history.commits[change.last_good]), day_of(commit),
         p_text(change.adjusted_p)});
    table.remarks.push_back(remark_on(listed));
  }
  return table;
}

Table rows_table(const History& history) {
  Table table{
      .heading = "Rows now",
      .columns = {{"benchmark"}, {"level", true}, {"noise", true}, {"commits", true}, {"changes", true}},
      .rows = {},
      .indented = true,
      .remark_title = "state",
      .remarks = {}};
  for (const HistoryRow& row : history.rows) {
    table.rows.push_back({row.name, format_metric(row.levels.back().value, history.options.metric),
                          percent_text(row.noise), std::to_string(row.points.size()),
                          std::to_string(row.changes.size())});
    table.remarks.push_back(state_of(row, history));
  }
  return table;
}

std::string number(double value) {
  return fmt::format("{}", value);
}

std::vector<std::string> record_of(const HistoryRow& row, const History& history) {
  return {row.name, std::to_string(row.points.size()), number(row.levels.back().value), number(row.noise),
          state_of(row, history)};
}

void write_change(Json& json, const HistoryChange& change, const History& history) {
  json.field("index", change.index);
  json.field("commit", history.commits[change.index].id);
  json.field("last_good_index", change.last_good);
  json.field("last_good", history.commits[change.last_good].id);
  json.field("effect", name_of(change.effect));
  json.field("before", change.before);
  json.field("after", change.after);
  json.field("ratio", change.ratio.estimate);
  json.field("ratio_low", change.ratio.low);
  json.field("ratio_high", change.ratio.high);
  json.field("adjusted_p", change.adjusted_p);
  json.field("fresh", change.is_fresh);
  json.field("context_differs", change.explanations);
}

void write_row(Json& json, const HistoryRow& row, const History& history) {
  json.field("name", row.name);
  json.field("unit", unit_of(history.options.metric).symbol);
  json.field("level", row.levels.back().value);
  json.field("noise", row.noise);
  json.field("state", state_of(row, history));
  json.field("drifts", row.drifts);
  json.field("two_levels", row.has_modes);
  json.objects("changes", row.changes,
               [&](const HistoryChange& change) { write_change(json, change, history); });
  if (row.suspicion) {
    json.object("suspicion", [&] {
      json.field("index", row.suspicion->index);
      json.field("commits", row.suspicion->commits);
      json.field("ratio", row.suspicion->ratio);
    });
  } else {
    json.null("suspicion");
  }
  std::vector<std::size_t> commits;
  std::vector<double> values;
  for (const HistoryPoint& point : row.points) {
    commits.push_back(point.commit);
    values.push_back(point.value);
  }
  json.numbers("indices", commits);
  json.numbers("values", values);
}

}  // namespace

std::string conclusion(const History& history, const std::optional<HistoryGate>& gate) {
  if (!gate) {
    return {};
  }
  const std::string since = short_id(history.commits[gate->place]);
  return gate->regressions == 0 ? "PASSED: no regression since " + since
                                : fmt::format("FAILED: {} regression{} since {} (exit status 1)",
                                              gate->regressions, gate->regressions == 1 ? "" : "s", since);
}

Document HistoryReport::document(Format format) const {
  const std::string end = conclusion(history_, gate_);
  Document document;
  if (format == Format::markdown && gate_) {
    document.emplace_back(Paragraph{.text = end, .strong = true});
  }
  document.emplace_back(Lines{description(history_)});
  if (Table changes = changes_table(history_); !changes.rows.empty()) {
    document.emplace_back(std::move(changes));
  } else {
    document.emplace_back(Paragraph{"No row changed."});
  }
  document.emplace_back(rows_table(history_));
  if (format == Format::markdown) {
    document.emplace_back(Notes{.lines = history_.warnings});
    return document;
  }
  Lines foot;
  for (const std::string& warning : history_.warnings) {
    foot.lines.push_back("Note: " + warning);
  }
  if (gate_) {
    foot.lines.push_back(end);
  }
  document.emplace_back(std::move(foot));
  return document;
}

void HistoryReport::write(Json& json) const {
  const HistoryOptions& options = history_.options;
  json.field("metric", options.metric);
  json.field("better", std::string_view(name_of(options.direction)));
  json.field("alpha", options.alpha);
  json.field("min_effect", options.least_effect);
  if (gate_) {
    json.object("gate", [&] {
      json.field("since", history_.commits[gate_->place].id);
      json.field("regressions", gate_->regressions);
    });
  }
  json.objects("commits", history_.commits, [&](const HistoryCommit& commit) {
    json.field("id", commit.id);
    if (commit.moment) {
      json.field("date", moment_text(*commit.moment));
    } else {
      json.null("date");
    }
    json.field("files", commit.files);
  });
  json.objects("rows", history_.rows, [&](const HistoryRow& row) { write_row(json, row, history_); });
  json.field("warnings", history_.warnings);
}

Records HistoryReport::records() const {
  Records records{.header = {"benchmark", "commits", "level", "noise", "state", "change", "index", "commit",
                             "last_good", "date", "before", "after", "ratio", "ratio_low", "ratio_high",
                             "adjusted_p", "fresh", "context_differs"},
                  .rows = {}};
  for (const HistoryRow& row : history_.rows) {
    if (row.changes.empty()) {
      records.rows.push_back(record_of(row, history_));
      records.rows.back().resize(records.header.size());
    }
    for (const HistoryChange& change : row.changes) {
      const HistoryCommit& commit = history_.commits[change.index];
      auto record = record_of(row, history_);
      for (std::string field :
           {std::string(name_of(change.effect)), std::to_string(change.index), commit.id,
            history_.commits[change.last_good].id, commit.moment ? moment_text(*commit.moment) : "",
            number(change.before), number(change.after), number(change.ratio.estimate),
            number(change.ratio.low), number(change.ratio.high), number(change.adjusted_p),
            std::string(change.is_fresh ? "true" : "false"), joined(change.explanations, "; ")}) {
        record.push_back(std::move(field));
      }
      records.rows.push_back(std::move(record));
    }
  }
  return records;
}

}  // namespace bench_report
