// Candidates for the axis, and names without it.
#include "tools/bench_report/analysis/axis.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

constexpr std::string_view threads_axis = "threads";

/// An argument is known by its name, or by its place where it has none.
std::string label_of(const std::vector<Argument>& arguments, std::size_t place) {
  return arguments[place].name.empty() ? "#" + std::to_string(place + 1) : arguments[place].name;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value)
             ? std::optional(value)
             : std::nullopt;
}

/// The argument along the axis; nullptr where the name has none.
const Argument* argument_on(const Name& name, const std::string& axis) {
  for (std::size_t i = 0; i < name.arguments.size(); ++i) {
    if (label_of(name.arguments, i) == axis) {
      return &name.arguments[i];
    }
  }
  return nullptr;
}

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

/// What tells rows of one family apart besides the axis.
std::string series_name(const Name& name, const std::string& axis,
                        const std::set<std::string>& of_processor_time) {
  std::string text = name.family;
  const Argument* const on_axis = argument_on(name, axis);
  for (const Argument& argument : name.arguments) {
    if (&argument != on_axis) {
      text += "/" + (argument.name.empty() ? "" : argument.name + ":") + argument.value;
    }
  }
  if (!name.time_type.empty() && (name.time_type != "real_time" || of_processor_time.contains(name.family))) {
    text += "/" + name.time_type;
  }
  // An argument may be called like that, too.
  const bool is_axis = axis == threads_axis && on_axis == nullptr;
  if (name.threads != 1 && !is_axis) {
    text += "/threads:" + std::to_string(name.threads);
  }
  return text;
}

/// Keys of different benchmarks that would be one point: numbers that are one as a double, `threads:1` and
/// none. All of their arguments are part of their names.
std::set<std::string> keys_that_look_alike(const RunsOfSides& sides, const std::string& axis,
                                           const std::set<std::string>& of_processor_time) {
  std::map<std::pair<std::string, std::optional<double>>, std::string> first;
  std::set<std::string> keys;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        const std::string key = row_key(row.name);
        const auto [place, is_new] = first.try_emplace(
            {series_name(row.name, axis, of_processor_time), value_on_axis(row.name, axis)}, key);
        if (!is_new && place->second != key) {
          keys.insert({place->second, key});
        }
      }
    }
  }
  return keys;
}

}  // namespace

std::string choose_axis(const RunsOfSides& sides, const std::string& wanted) {
  std::vector<std::pair<std::string, std::set<double>>> candidates;  // in the order of the file
  const auto add = [&](const std::string& label, double value) {
    auto place = std::ranges::find(candidates, label, &decltype(candidates)::value_type::first);
    if (place == candidates.end()) {
      place = candidates.insert(place, {label, {}});
    }
    place->second.insert(value);
  };
  std::set<double> threads;
  for (const auto* const runs : sides) {
    for (const Run& run : *runs) {
      for (const Row& row : run.rows) {
        for (std::size_t i = 0; i < row.name.arguments.size(); ++i) {
          if (const auto value = number(row.name.arguments[i].value)) {
            add(label_of(row.name.arguments, i), *value);
          }
        }
        threads.insert(row.name.threads);
      }
    }
  }
  // One thread is what a row without this part has.
  if (threads.size() > 1) {
    for (const double number_of_threads : threads) {
      add(std::string(threads_axis), number_of_threads);
    }
  }
  if (!wanted.empty()) {
    std::vector<std::string> known;
    for (const auto& [label, values] : candidates) {
      if (label == wanted) {
        return label;
      }
      known.push_back(label);
    }
    throw std::invalid_argument("--x " + printable(wanted) +
                                ": no benchmark has this numeric argument; there are: " + listed(known));
  }
  const auto most = std::ranges::max_element(candidates, {}, [](const auto& c) { return c.second.size(); });
  return most == candidates.end() ? "" : most->first;
}

std::optional<double> value_on_axis(const Name& name, const std::string& axis) {
  if (const Argument* const argument = argument_on(name, axis)) {
    return number(argument->value);
  }
  return axis == threads_axis ? std::optional<double>(name.threads) : std::nullopt;
}

SeriesNames::SeriesNames(const RunsOfSides& sides, std::string axis)
    : axis_(std::move(axis)),
      of_processor_time_(families_of_processor_time(sides)),
      alike_(keys_that_look_alike(sides, axis_, of_processor_time_)) {}

std::string SeriesNames::name_of(const Name& name) const {
  return series_name(name, alike_.contains(row_key(name)) ? "" : axis_, of_processor_time_);
}

}  // namespace bench_report
