// Dividing an axis, and names without their place on it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "tools/bench_report/analysis/axis.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

/// Families with rows of which no time type is said: these must not be taken for those of real time.
std::set<std::string> families_of_processor_time(const RunsOfSides& sides) {
  std::set<std::string> families;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        if (row.name.time_type.empty()) {
          families.insert(row.name.family);
        }
      }
    }
  }
  return families;
}

std::string title_of(const std::string& label) {
  return label.starts_with('#')   ? "argument " + label.substr(1)
         : label.starts_with('/') ? fmt::format("part {} of the name", label.substr(1))
                                  : label;
}

/// Whether one value belongs to each, and grows with it.
bool grows(const std::map<double, std::set<double>>& values) {
  const auto is_step = [](const auto& entry, const auto& next) {
    return entry.second.size() == 1 && next.second.size() == 1 && entry.second < next.second;
  };
  return values.size() > 1 && std::ranges::adjacent_find(values, std::not_fn(is_step)) == values.end();
}

}  // namespace

AxisKind kind_of(const std::set<double>& values, bool is_named) {
  constexpr double least_ratio = 8;
  constexpr std::size_t most_categories = 32;
  if (values.size() > 1 && values.size() <= most_categories) {
    const double first = *values.begin();
    double next = first;
    if (std::ranges::all_of(values, [&](double value) { return value == next++; })) {
      return first == 0 || (first == 1 && !is_named && values.size() > 2) ? AxisKind::categories
                                                                          : AxisKind::linear;
    }
  }
  const auto positive = values.upper_bound(0);
  const bool is_wide = positive != values.end() && *values.rbegin() >= least_ratio * *positive;
  return is_wide && *values.begin() >= 0 ? AxisKind::logarithmic : AxisKind::linear;
}

Arrangement::Arrangement(const RunsOfSides& sides, const std::string& wanted)
    : of_processor_time_(families_of_processor_time(sides)) {
  std::vector<Titled> rows;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        rows.push_back({&row.name, parts_of(row.name)});
      }
    }
  }
  choose(rows, wanted);
  join(rows);
  divide(rows);
  find_alike(rows);
}

const NamePart* Arrangement::part_on_axis(const Parts& parts) const {
  if (place_) {
    return *place_ < parts.size() ? &parts[*place_] : nullptr;
  }
  const auto place = std::ranges::find_if(parts, [&](const NamePart& part) {
    return !axis_.empty() && part.label == axis_ && (part.number || !words_.empty());
  });
  return place == parts.end() ? nullptr : &*place;
}

void Arrangement::join(const std::vector<Titled>& rows) {
  std::map<std::string, std::map<double, std::set<double>>> by_label;
  for (const Titled& row : rows) {
    const NamePart* const on_axis = part_on_axis(row.parts);
    if (on_axis == nullptr || !on_axis->number || !words_.empty()) {
      continue;
    }
    for (const NamePart& part : row.parts) {
      if (&part != on_axis && part.number) {
        by_label[part.label][*on_axis->number].insert(*part.number);
      }
    }
  }
  for (const auto& [label, values] : by_label) {
    if (grows(values)) {
      joined_.insert(label);
    }
  }
}

/// "M = N = K" where the numbers that grow together are the same, else "M/N/K" with texts like "64/32/8".
void Arrangement::divide(const std::vector<Titled>& rows) {
  std::set<double> values;
  std::vector<std::string> titles;
  std::map<double, std::vector<std::string>> texts;
  bool are_equal = true;
  bool are_plain = true;
  for (const Titled& row : rows) {
    const auto value = value_of(*row.name, row.parts);
    if (!value) {
      continue;
    }
    values.insert(*value);
    std::vector<std::string> row_titles;
    std::vector<std::string> words;
    for (const NamePart& part : row.parts) {
      const bool is_axis = &part == part_on_axis(row.parts);
      if (is_axis || joined_.contains(part.label)) {
        are_equal = are_equal && part.number == value;
        are_plain = are_plain && part.is_plain();
        row_titles.push_back(title_of(is_axis ? axis_ : part.label));
        words.push_back(part.value);
      }
    }
    if (row_titles.size() > titles.size()) {
      titles = std::move(row_titles);
    }
    if (std::vector<std::string>& longest = texts[*value]; words.size() > longest.size()) {
      longest = std::move(words);
    }
  }
  scale_.title = titles.empty() ? title_of(axis_) : bench_report::joined(titles, are_equal ? " = " : "/");
  if (!words_.empty()) {
    scale_.kind = AxisKind::categories;
    return;
  }
  scale_.kind = kind_of(values, !axis_.starts_with('#') && !axis_.starts_with('/'));
  if (!are_plain || !are_equal) {
    for (const auto& [value, words] : texts) {
      if (!words.empty()) {  // a name without "threads:1" has no word for it
        scale_.texts.emplace(value, are_equal ? words.front() : bench_report::joined(words, "/"));
      }
    }
  }
}

/// Keys of different benchmarks that would be one point: numbers that are one as a double, `threads:1` and
/// none. All of their parts are part of their names.
void Arrangement::find_alike(const std::vector<Titled>& rows) {
  std::map<std::pair<std::string, std::optional<double>>, std::string> first;
  for (const Titled& row : rows) {
    const std::string key = row_key(*row.name);
    const auto [place, is_new] =
        first.try_emplace({series_of(*row.name, row.parts, false), value_of(*row.name, row.parts)}, key);
    if (!is_new && place->second != key) {
      alike_.insert({place->second, key});
    }
  }
}

std::optional<double> Arrangement::value_of(const Name& name, const Parts& parts) const {
  if (const NamePart* const part = part_on_axis(parts)) {
    const auto word = words_.find(part->value);
    return word == words_.end() ? part->number : word->second;
  }
  return axis_ == threads_axis ? std::optional<double>(name.threads) : std::nullopt;
}

/// What tells rows of one family apart besides the axis; all of it where the whole name is wanted.
std::string Arrangement::series_of(const Name& name, const Parts& parts, bool whole) const {
  const NamePart* const on_axis = whole ? nullptr : part_on_axis(parts);
  std::string text;
  for (const NamePart& part : parts) {
    const bool is_first = &part == parts.data();
    if (&part != on_axis && (on_axis == nullptr || !joined_.contains(part.label))) {
      text += (is_first ? "" : "/") + part.text;
    } else if (is_first) {
      text = "*";
    }
  }
  if (!name.time_type.empty() &&
      (name.time_type != "real_time" || of_processor_time_.contains(name.family))) {
    text += "/" + name.time_type;
  }
  // An argument may be called like that, too.
  const bool is_axis = !whole && axis_ == threads_axis && on_axis == nullptr;
  if (name.threads != 1 && !is_axis) {
    text += "/threads:" + std::to_string(name.threads);
  }
  return text;
}

std::optional<double> Arrangement::value_of(const Name& name) const {
  return value_of(name, parts_of(name));
}

std::string Arrangement::series_of(const Name& name) const {
  return series_of(name, parts_of(name), alike_.contains(row_key(name)));
}

}  // namespace bench_report
