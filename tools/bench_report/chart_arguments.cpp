// Options, files and words of charts.
#include "tools/bench_report/chart_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <stdexcept>

#include "tools/bench_report/command.hpp"
#include "tools/bench_report/comparable.hpp"
#include "tools/bench_report/quantiles.hpp"
#include "tools/bench_report/run_warnings.hpp"
#include "tools/bench_report/table.hpp"
#include "tools/bench_report/units.hpp"
#include "tools/bench_report/xml.hpp"

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

std::string several(const std::vector<std::string>& files, const std::string& name) {
  return files.size() == 1 ? std::filesystem::path(files.front()).filename().string()
                           : fmt::format("{} ({} files)", name, files.size());
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

void tell_sides_apart(std::vector<Side>& sides) {
  std::vector<FileNames> files;
  for (Side& side : sides) {
    std::ranges::copy(names_by_file(side.runs), std::back_inserter(files));
  }
  tell_apart(files);
}

}  // namespace

void add_chart_arguments(CLI::App& command, ChartArguments& arguments) {
  auto* const files =
      command.add_option("files", arguments.files, "Google Benchmark JSON files, each a run, oldest first")
          ->type_name("FILE…");
  auto* const old_files =
      command
          .add_option("--old", arguments.old_files, "Files that together are the old run, instead of FILE…")
          ->type_name("FILE…")
          ->excludes(files);
  auto* const new_files =
      command
          .add_option("--new", arguments.new_files, "Files that together are the new run, instead of FILE…")
          ->type_name("FILE…")
          ->excludes(files);
  old_files->needs(new_files);
  command.add_option("--metric", arguments.series.metric, "real_time, cpu_time, or a counter")
      ->capture_default_str()
      ->type_name("NAME");
  command
      .add_option("--x", arguments.series.axis,
                  "Argument along the x axis, or threads; default: the one that varies most")
      ->type_name("NAME");
  command.add_option("--title", arguments.title, "Title")->type_name("TEXT");
  command.add_flag("--salvage", arguments.salvage, "Keep the whole rows of a file that is cut off");
}

std::vector<std::string> ChartArguments::inputs() const {
  std::vector<std::string> all = files;
  all.insert(all.end(), old_files.begin(), old_files.end());
  all.insert(all.end(), new_files.begin(), new_files.end());
  return all;
}

std::vector<Side> read_sides(const ChartArguments& arguments) {
  std::vector<Side> sides;
  if (!arguments.new_files.empty()) {
    if (!arguments.old_files.empty()) {
      sides.push_back({.name = several(arguments.old_files, "old"),
                       .runs = read_runs(arguments.old_files, arguments.salvage)});
    }
    sides.push_back({.name = several(arguments.new_files, "new"),
                     .runs = read_runs(arguments.new_files, arguments.salvage)});
    tell_sides_apart(sides);
    return sides;
  }
  if (arguments.files.empty()) {
    throw std::invalid_argument("no files: name the JSON files that --benchmark_out wrote");
  }
  for (const std::string& file : arguments.files) {
    sides.push_back({.name = std::filesystem::path(file).filename().string(),
                     .runs = read_runs({file}, arguments.salvage)});
  }
  // Where file names alone don't tell runs apart, paths do.
  std::map<std::string, int> uses;
  for (const Side& side : sides) {
    ++uses[side.name];
  }
  for (std::size_t i = 0; i < sides.size(); ++i) {
    if (uses[sides[i].name] > 1) {
      sides[i].name = arguments.files[i];
    }
  }
  tell_sides_apart(sides);
  return sides;
}

std::vector<std::string> names_of(std::span<const Side> sides) {
  std::vector<std::string> names;
  std::ranges::transform(sides, std::back_inserter(names), &Side::name);
  return names;
}

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
    if (const auto machine = context_lines(sides[i].runs); !machine.empty()) {
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

ChartText chart_text(const ChartData& data, std::span<const Side> sides, const ChartArguments& arguments) {
  const bool ours = data.axis == "N" && is_of_this_suite(sides);
  ChartText text;
  text.title = arguments.title;
  if (text.title.empty()) {
    if (ours && data.metric == "real_time" && data.base.empty()) {
      text.title = "y = x + x² + x³ over an N × N array: which strategy is fastest?";
    } else {
      text.title = value_label(data) + (data.axis.empty() ? "" : " by " + data.axis);
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
  std::vector<std::string> lines;
  if (data.base.empty()) {
    lines.push_back(
        fmt::format("Lines are medians, bands {}5–95 % quantiles of repetition means ({} a point{}).", whose,
                    samples, tails));
    return lines;
  }
  lines.push_back(fmt::format(
      "Lines are {}, bands {}the same with the family's 5–95 % quantiles of repetition means ({} a point{}).",
      is_time(data.metric) ? fmt::format("the median of {0} over the family's median", data.base)
                           : fmt::format("the family's median over the median of {}", data.base),
      whose, samples, tails));
  for (std::size_t run = 0; run < data.runs.size(); ++run) {
    const auto& medians = data.base_medians[run];
    if (medians.empty()) {
      continue;
    }
    const auto value = [&](const auto& entry) {
      return fmt::format("{} at {} = {}", format_metric(entry.second, data.metric), data.axis, entry.first);
    };
    lines.push_back(fmt::format(
        "{}1× is the median of {}: {}{}.", data.runs.size() > 1 ? data.runs[run] + ": " : "", data.base,
        value(*medians.begin()), medians.size() > 1 ? " to " + value(*medians.rbegin()) : ""));
  }
  return lines;
}

}  // namespace bench_report
