// What the data say about themselves.
#include "tools/bench_report/output/chart/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/provenance.hpp"
#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/analysis/run_warnings.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/output/chart/groups.hpp"
#include "tools/bench_report/output/limit_words.hpp"
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

/// Lines on what is drawn, each with the sides and files that it holds for, where these are not all.
class SidedNotes {
 public:
  explicit SidedNotes(std::size_t sides) : sides_(sides) {}

  /// Of a whole side. `lead` stands before its name: "Note: ".
  void add(const std::string& lead, const std::string& text, const std::string& side) {
    find(lead, text).sides.push_back(side);
  }

  /// Of some of the files of a side, which has others.
  void add_files(const std::string& lead, const std::string& text, const std::vector<std::string>& files) {
    auto& all = find(lead, text).files;
    for (const std::string& file : files) {  // a file may hold several runs
      if (std::ranges::find(all, file) == all.end()) {
        all.push_back(file);
      }
    }
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    lines.reserve(notes_.size());
    for (const Note& note : notes_) {
      auto of = note.sides;
      if (!note.files.empty()) {
        of.push_back(some(note.files, most_files));
      }
      lines.push_back(note.lead + (note.sides.size() == sides_ ? "" : joined(of) + ": ") + note.text);
    }
    return lines;
  }

 private:
  static constexpr std::size_t most_files = 3;

  struct Note {
    std::string lead;
    std::string text;
    std::vector<std::string> sides;
    std::vector<std::string> files;
  };

  Note& find(const std::string& lead, const std::string& text) {
    auto place = std::ranges::find_if(
        notes_, [&](const Note& note) { return note.lead == lead && note.text == text; });
    if (place == notes_.end()) {
      place = notes_.insert(place, {.lead = lead, .text = text, .sides = {}, .files = {}});
    }
    return *place;
  }

  std::size_t sides_;
  std::vector<Note> notes_;
};

/// What the files of all sides are called, by their paths.
std::map<std::string, std::string> files_by_path(std::span<const Side> sides) {
  std::set<std::string> all;
  for (const Side& side : sides) {
    std::ranges::transform(side.runs, std::inserter(all, all.end()), &Run::file);
  }
  const std::vector<std::string> paths(all.begin(), all.end());
  const auto names = names_of_files(paths);
  std::map<std::string, std::string> by_path;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    by_path.emplace(paths[i], names[i]);
  }
  return by_path;
}

/// What is to be known of the files of a side: of all of them, or of which.
void add_file_warnings(SidedNotes& notes, const Side& side, const std::map<std::string, std::string>& names) {
  std::vector<std::pair<std::string, std::vector<std::string>>> files_of;
  for (const Run& run : side.runs) {
    for (const std::string& warning : run_warnings(run)) {
      auto place = std::ranges::find(files_of, warning, &decltype(files_of)::value_type::first);
      if (place == files_of.end()) {
        place = files_of.insert(place, {warning, {}});
      }
      place->second.push_back(names.at(run.file));
    }
  }
  for (const auto& [warning, files] : files_of) {
    if (files.size() == side.runs.size()) {
      notes.add("Note: ", warning, side.name);
    } else {
      notes.add_files("Note: ", warning, files);
    }
  }
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
  SidedNotes machines(sides.size());
  SidedNotes notes(sides.size());
  const auto names = files_by_path(sides);
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const std::string& side = sides[i].name;
    if (const auto machine = context_lines(provenance_of(sides[i].runs)); !machine.empty()) {
      machines.add("", joined(machine, ". "), side);
    }
    for (const auto& [rows, what] :
         {std::pair(&sets[i].skipped, "Skipped"), std::pair(&sets[i].failed, "Failed"),
          std::pair(&sets[i].not_drawn, "Not drawn")}) {
      for (const std::string& line : left_out_lines(*rows, what)) {
        notes.add("", line, side);
      }
    }
    if (const std::string mixture = describe_mixture(sides[i].runs); !mixture.empty()) {
      notes.add("Note: ", mixture, side);
    }
    add_file_warnings(notes, sides[i], names);
  }
  std::vector<std::string> lines = machines.lines();
  for (const auto& more : {reading_lines(data), notes.lines(), left_out_lines(data.left_out, "Not drawn")}) {
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
    const auto limits = limit_sentences(data.limits, data.scale);
    lines.insert(lines.end(), limits.begin(), limits.end());
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
