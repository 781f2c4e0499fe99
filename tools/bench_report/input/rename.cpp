// Parsing substitutions, and applying them.
#include "tools/bench_report/input/rename.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "tools/bench_report/input/pattern.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

/// Takes the text up to the next divider; false where there is none. A divider behind a backslash loses that.
bool take_part(const std::string& text, std::size_t& place, char divider, std::string& part) {
  for (; place < text.size() && text[place] != divider; ++place) {
    if (text[place] == '\\' && place + 1 < text.size()) {
      ++place;
      part.append(text[place] == divider ? "" : "\\");
    }
    part.append(1, text[place]);
  }
  return place++ < text.size();
}

/// sed's replacement as std::regex_replace has it: `$&` and `$01` for `&` and `\1`. Empty complaint: fine.
std::string format_of(const std::string& replacement, std::size_t groups, std::string& complaint) {
  std::string format;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    if (c == '$') {
      format += "$$";
    } else if (c == '&') {
      format += "$&";
    } else if (c != '\\' || i + 1 == replacement.size()) {
      format += c;
    } else if (const char next = replacement[++i]; next >= '0' && next <= '9') {
      if (static_cast<std::size_t>(next - '0') > groups) {
        complaint = fmt::format("\\{} names a group that the expression does not have", next);
      }
      format += next == '0' ? std::string("$&") : std::string("$0") + next;
    } else {
      format += next == '$' ? std::string("$$") : std::string(1, next);
    }
  }
  return format;
}

/// Tells rows that are called alike apart. Returns the names.
std::set<std::string> number_rows(Run& run) {
  std::set<std::string> names;
  std::unordered_map<std::string, std::size_t> uses;
  for (const Row& row : run.rows) {
    uses.emplace(row.name.full, 0);
  }
  for (Row& row : run.rows) {
    const std::string full = row.name.full;
    std::size_t& count = uses[full];
    while (++count > 1) {
      if (Name name = numbered(row.name, count); !uses.contains(name.full)) {
        names.insert(full);
        uses.emplace(name.full, 1);
        row.name = std::move(name);
        break;
      }
    }
  }
  return names;
}

}  // namespace

Substitution::Substitution(const std::string& option, const std::string& text) {
  const auto refuse = [&](const std::string& why) {
    throw std::invalid_argument(option + " " + text + ": " + why);
  };
  std::size_t place = 2;
  std::string expression;
  std::string replacement;
  if (text.size() < 2 || text[0] != 's' || text[1] == '\\' || text[1] == '\n' ||
      !take_part(text, place, text[1], expression) || !take_part(text, place, text[1], replacement)) {
    refuse("no substitution; wanted: s/REGEX/REPLACEMENT/, with the flags g and i behind it if need be");
  }
  const std::string flags = text.substr(place);
  if (const auto wrong = flags.find_first_not_of("gi"); wrong != std::string::npos) {
    refuse("no such flag: " + flags.substr(wrong) + "; there are g (every match) and i (ignore case)");
  }
  if (expression.empty()) {
    refuse("the regular expression is empty");
  }
  everywhere_ = flags.find('g') != std::string::npos;
  pattern_ = make_regex(option, expression, flags.find('i') != std::string::npos);
  std::string complaint;
  format_ = format_of(replacement, pattern_.mark_count(), complaint);
  if (!complaint.empty()) {
    refuse(complaint);
  }
}

std::string Substitution::applied_to(const std::string& name) const {
  return name.size() > longest_searched
             ? name
             : std::regex_replace(name, pattern_, format_,
                                  everywhere_ ? std::regex_constants::format_default
                                              : std::regex_constants::format_first_only);
}

std::vector<std::string> rename_rows(std::span<Run> runs, std::span<const Substitution> substitutions) {
  if (substitutions.empty()) {
    return {};
  }
  std::set<std::string> all;
  std::set<std::string> renamed;
  std::set<std::string> alike;
  for (Run& run : runs) {
    bool some_renamed = false;
    for (Row& row : run.rows) {
      std::string name = row.name.full;
      for (const Substitution& substitution : substitutions) {
        name = substitution.applied_to(name);
      }
      if (name.empty()) {
        throw std::invalid_argument("renamed, " + row.name.full +
                                    " has no name left: let the expression find less");
      }
      all.insert(row.name.full);
      if (name != row.name.full) {
        renamed.insert(row.name.full);
        some_renamed = true;
        row.name = parse_name(printable(name));
      }
    }
    for (Complexity& complexity : run.complexities) {
      for (const Substitution& substitution : substitutions) {
        complexity.name = substitution.applied_to(complexity.name);
      }
    }
    if (some_renamed) {
      alike.merge(number_rows(run));
    }
  }
  std::vector<std::string> notes{counted_of(renamed.size(), all.size(), "row", "was", "were") + " renamed"};
  if (!alike.empty()) {
    const std::vector<std::string> names(alike.begin(), alike.end());
    notes.push_back(
        fmt::format("{} more than once in a file when renamed: the later ones are called (2nd) and so on: {}",
                    counted(names.size(), "name stands", "names stand"), some(names)));
  }
  return notes;
}

}  // namespace bench_report
