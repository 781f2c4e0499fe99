// What the data say about themselves.
#include "tools/bench_report/output/chart/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "tools/bench_report/analysis/provenance.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/analysis/run_warnings.hpp"
#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/chart/groups.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/provenance_lines.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"
#include "tools/bench_report/text/utf8.hpp"

namespace bench_report {
namespace {

/// The program `bench` of this project writes these into the context: its N is the side of a square.
bool is_of_this_suite(std::span<const Side> sides) {
  return std::ranges::all_of(sides, [](const Side& side) {
    return std::ranges::all_of(side.runs, [](const Run& run) {
      return run.context.contains("seed") && run.context.contains("workers") &&
             run.context.contains("processor_caches");
    });
  });
}

/// What the value of that key is in all runs; "" where it is several, or where one has none.
std::string in_all(std::span<const Side> sides, const std::string& key) {
  std::set<std::string> values;
  for (const Side& side : sides) {
    for (const Run& run : side.runs) {
      const auto place = run.context.find(key);
      values.insert(place == run.context.end() ? "" : place->second);
    }
  }
  return values.size() == 1 ? *values.begin() : "";
}

/// What this suite computes: its formula, or its name where that is too long for a title.
std::string job(std::span<const Side> sides) {
  constexpr std::size_t longest = 36;
  const std::string formula = in_all(sides, "contest");
  const std::string name = in_all(sides, "function");
  return width(formula) > longest && !name.empty() ? name : formula;
}

/// A note, and the runs that share it.
struct Note {
  std::string text;
  std::vector<std::string> runs;
};

void add_note(std::vector<Note>& notes, const std::string& text, const std::string& run) {
  auto place = std::ranges::find(notes, text, &Note::text);
  if (place == notes.end()) {
    place = notes.insert(place, {text, {}});
  }
  if (place->runs.empty() || place->runs.back() != run) {
    place->runs.push_back(run);
  }
}

/// What holds for all runs names none.
std::vector<std::string> lines_of(const std::vector<Note>& notes, std::size_t runs) {
  std::vector<std::string> lines;
  lines.reserve(notes.size());
  for (const Note& note : notes) {
    lines.push_back((note.runs.size() == runs ? "" : joined(note.runs, ", ") + ": ") + note.text);
  }
  return lines;
}

}  // namespace

std::vector<std::string> left_out_lines(std::span<const LeftOut> rows, const std::string& what) {
  constexpr std::size_t most_names = 6;
  constexpr std::size_t longest_name = 40;
  std::map<std::string, std::vector<std::string>> names;
  for (const LeftOut& row : rows) {
    names[row.reason].push_back(shorten(row.name, longest_name));
  }
  std::vector<std::string> lines;
  for (auto& [reason, list] : names) {
    std::ranges::sort(list);  // rows of an interleaved run stand in random order
    lines.push_back(what + " " + some(list, most_names) + ": " + reason);
  }
  std::ranges::sort(lines);
  return lines;
}

std::vector<std::string> small_print(const ChartData& data, std::span<const Side> sides,
                                     std::span<const SeriesSet> sets) {
  std::vector<Note> machines;
  std::vector<Note> notes;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const std::string& run = sides[i].name;
    if (const auto machine = context_lines(provenance_of(sides[i].runs)); !machine.empty()) {
      add_note(machines, joined(machine, ". "), run);
    }
    for (const auto& [rows, what] :
         {std::pair(&sets[i].skipped, "Skipped"), std::pair(&sets[i].failed, "Failed"),
          std::pair(&sets[i].not_drawn, "Not drawn")}) {
      for (const std::string& line : left_out_lines(*rows, what)) {
        add_note(notes, line, run);
      }
    }
    if (const std::string mixture = describe_mixture(sides[i].runs); !mixture.empty()) {
      add_note(notes, "Note: " + mixture, run);
    }
    for (const Run& file : sides[i].runs) {
      for (const std::string& warning : run_warnings(file)) {
        add_note(notes, "Note: " + warning, run);
      }
    }
  }
  std::vector<std::string> lines = lines_of(machines, sides.size());
  for (const auto& more :
       {reading_lines(data), lines_of(notes, sides.size()), left_out_lines(data.left_out, "Not drawn")}) {
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return lines;
}

ChartText chart_text(const ChartData& data, std::span<const Side> sides, const std::string& title) {
  const bool ours = data.axis == "N" && is_of_this_suite(sides);
  ChartText text;
  text.title = title;
  if (text.title.empty()) {
    const std::string job_of_all = job(sides);
    if (ours && data.metric == "real_time" && data.base.empty() && !job_of_all.empty()) {
      text.title = job_of_all + " over an N × N array: which strategy is fastest?";
    } else {
      text.title = value_label(data) + (data.curves.empty() ? "" : " by " + data.axis);
      if (text.title.front() >= 'a' && text.title.front() <= 'z') {
        text.title.front() = static_cast<char>(text.title.front() - 'a' + 'A');
      }
    }
  }
  text.x_label = ours ? "N (the array has N × N elements)" : data.axis;
  return text;
}

std::vector<std::string> reading_lines(const ChartData& data) {
  const std::string samples = data.fewest_samples == data.most_samples
                                  ? fmt::format("{}", data.most_samples)
                                  : fmt::format("{} to {}", data.fewest_samples, data.most_samples);
  const std::string tails = data.fewest_samples < samples_for_sure_tails ? ": the tails are unsure" : "";
  const std::string whose = data.runs.size() > 1 ? "of the newest run " : "";
  const std::string marks = has_lines(data) ? "Lines" : "Dots";
  const std::string spreads = has_lines(data) ? "bands" : "bars";
  std::vector<std::string> lines;
  if (!data.names.begin.empty() || !data.names.end.empty()) {
    lines.push_back(
        fmt::format("What long names share is cut off: {}…{}.", data.names.begin, data.names.end));
  }
  if (data.base.empty()) {
    lines.push_back(fmt::format("{} are medians, {} {}5–95 % quantiles of repetition means ({} a point{}).",
                                marks, spreads, whose, samples, tails));
    return lines;
  }
  lines.push_back(fmt::format(
      "{} are {}, {} {}the same with the family's 5–95 % quantiles of repetition means ({} a point{}).",
      marks,
      data.direction == Direction::less ? fmt::format("the median of {0} over the family's median", data.base)
                                        : fmt::format("the family's median over the median of {}", data.base),
      spreads, whose, samples, tails));
  if (data.bend == Bend::root) {
    const bool has_cold = std::ranges::any_of(data.curves, is_cold, &ChartCurve::family);
    lines.push_back(fmt::format("Values are on a square-root axis, which keeps large ones apart{}.",
                                has_cold ? "; cold ones on a logarithmic one" : ""));
  }
  for (std::size_t run = 0; run < data.runs.size(); ++run) {
    const auto& medians = data.base_medians[run];
    if (medians.empty()) {
      continue;
    }
    const auto value = [&](const auto& entry) {
      return fmt::format("{} at {} = {}", format_metric(entry.second, data.metric), data.axis,
                         value_text(data.scale, entry.first));
    };
    lines.push_back(fmt::format(
        "{}1× is the median of {}: {}{}.", data.runs.size() > 1 ? data.runs[run] + ": " : "", data.base,
        value(*medians.begin()), medians.size() > 1 ? " to " + value(*medians.rbegin()) : ""));
  }
  return lines;
}

}  // namespace bench_report
