// Options about rows, and what they do.
#include "tools/bench_report/commands/row_arguments.hpp"

#include <fmt/format.h>

#include <utility>

#include "tools/bench_report/input/rename.hpp"
#include "tools/bench_report/input/selection.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/text/counts.hpp"

namespace bench_report {
namespace {

void add_substitutions(const std::string& option, const std::vector<std::string>& texts,
                       std::vector<Substitution>& substitutions) {
  for (const std::string& text : texts) {
    substitutions.emplace_back(option, text);
  }
}

std::string files_of(std::span<const Run> runs) {
  const std::string& first = runs.front().file;
  return runs.size() == 1 ? first : fmt::format("{} and {} more", first, runs.size() - 1);
}

}  // namespace

void add_row_arguments(CLI::App& command, RowArguments& arguments, bool has_sides) {
  const auto add = [&](const char* name, std::vector<std::string>& texts, const char* help,
                       const char* type) {
    command.add_option(name, texts, help)->type_name(type)->allow_extra_args(false);
  };
  add("--filter", arguments.filters,
      "Only rows whose name this regular expression finds (several: any of them)", "REGEX");
  add("--exclude", arguments.excludes, "Not the rows whose name this regular expression finds", "REGEX");
  add("--rename", arguments.renames,
      "Other names for rows, before they are filtered: s/REGEX/REPLACEMENT/, with flags g and i (several: "
      "one "
      "after the other)",
      "s/…/…/");
  if (has_sides) {
    add("--rename-old", arguments.old_renames, "The same for the older files alone", "s/…/…/");
    add("--rename-new", arguments.new_renames, "The same for the newest file, or the new side, alone",
        "s/…/…/");
  }
}

std::vector<Substitution> renames_of(const RowArguments& arguments) {
  std::vector<Substitution> renames;
  add_substitutions("--rename", arguments.renames, renames);
  return renames;
}

std::vector<std::string> select_rows(std::span<const std::span<Run>> sides, const RowArguments& arguments) {
  std::vector<Substitution> renames = renames_of(arguments);
  std::vector<Substitution> old_renames = renames;
  add_substitutions("--rename-old", arguments.old_renames, old_renames);
  std::vector<Substitution> new_renames = std::move(renames);
  add_substitutions("--rename-new", arguments.new_renames, new_renames);
  const Selection selection(arguments.filters, arguments.excludes);

  std::vector<std::string> notes;
  Selected selected;
  for (const std::span<Run>& side : sides) {
    const bool is_new = &side == &sides.back();
    for (std::string& note : rename_rows(side, is_new ? new_renames : old_renames)) {
      notes.push_back((sides.size() == 1 ? "" : files_of(side) + ": ") + note);
    }
    Selected of_side = selection.apply(side);
    selected.all.merge(of_side.all);
    selected.left.merge(of_side.left);
  }
  if (selected.left.empty()) {
    throw UnusableInput(fmt::format("{}: {} finds no benchmark: none of {} is left",
                                    sides.front().front().file, selection.text(),
                                    counted(selected.all.size(), "row")));
  }
  if (!selection.text().empty()) {
    notes.push_back(fmt::format("{} looked at ({})",
                                counted_of(selected.left.size(), selected.all.size(), "row", "is", "are"),
                                selection.text()));
  }
  return notes;
}

std::vector<std::string> select_rows(std::span<Run> runs, const RowArguments& arguments) {
  const std::span<Run> sides[] = {runs};
  return select_rows(sides, arguments);
}

}  // namespace bench_report
