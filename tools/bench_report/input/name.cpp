// Taking benchmark names apart.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string_view>
#include <unordered_map>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {
namespace {

/// More arguments, or parts of a time type, than any benchmark has: what lies before stays in the family, so
/// that a hostile name costs neither time nor memory.
constexpr std::size_t most_arguments = 16;
constexpr std::size_t most_time_types = 2;

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

/// Parts that say how a row was measured, not what, from the end; each stands once at most.
constexpr std::string_view settings_from_the_end[] = {
    "repeats:", "iterations:", "min_warmup_time:", "min_time:"};
constexpr std::string_view threads_setting = "threads:";

/// A number of threads, as the library writes it; 0 where it is none.
int threads_of(std::string_view text) {
  int threads = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), threads);
  return error == std::errc() && end == text.data() + text.size() ? std::max(threads, 0) : 0;
}

/// `N:464`, or a bare number. Neither can open a name.
bool is_argument(std::string_view part) {
  const auto colon = part.rfind(':');
  if (colon == std::string_view::npos) {
    return is_number(part);
  }
  return colon > 0 && part.find("::") == std::string_view::npos && is_number(part.substr(colon + 1));
}

/// A name, and the parts that say how it was measured, from the end.
struct Parts {
  Name name;
  std::vector<Argument> settings;
};

Parts take_apart(const std::string& full) {
  Parts parts;
  Name& name = parts.name;
  name.full = full;
  std::string_view rest = full;
  std::string_view part;
  // The last part, as long as there is one before it.
  const auto take_last = [&] {
    const auto slash = rest.rfind('/');
    part = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
    return slash != std::string_view::npos;
  };
  const auto drop_last = [&] { rest.remove_suffix(part.size() + 1); };
  const auto drop_last_to = [&](std::vector<Argument>& arguments) {
    const auto colon = part.rfind(':');
    Argument& argument = arguments.emplace_back();
    argument.value = part.substr(colon == std::string_view::npos ? 0 : colon + 1);
    argument.name = colon == std::string_view::npos ? "" : part.substr(0, colon);
    drop_last();
  };

  // The library writes family, arguments, settings, time type, threads. Elsewhere a `threads:8` is an
  // argument.
  if (take_last() && part.starts_with(threads_setting) &&
      threads_of(part.substr(threads_setting.size())) > 0) {
    name.threads = threads_of(part.substr(threads_setting.size()));
    drop_last_to(parts.settings);
  }
  for (std::size_t time_types = 0; time_types < most_time_types && take_last() &&
                                   (part == "real_time" || part == "manual_time" || part == "process_time");
       ++time_types) {
    name.time_type = name.time_type.empty() ? std::string(part) : std::string(part) + "/" + name.time_type;
    drop_last();
  }
  for (const std::string_view setting : settings_from_the_end) {
    if (take_last() && part.starts_with(setting)) {
      drop_last_to(parts.settings);
    }
  }
  while (name.arguments.size() < most_arguments && take_last() && is_argument(part)) {
    drop_last_to(name.arguments);
  }
  std::ranges::reverse(name.arguments);
  name.family = rest;
  name.has_settings = !parts.settings.empty();
  return parts;
}

std::string value_of(const std::vector<Argument>& settings, const std::string& name) {
  const auto place = std::ranges::find(settings, name, &Argument::name);
  return place == settings.end() ? "" : place->value;
}

/// Adds the names of the settings in which the two differ.
void add_differences(const std::string& one, const std::string& other, std::set<std::string>& names) {
  const auto first = take_apart(one).settings;
  const auto second = take_apart(other).settings;
  for (const auto* const settings : {&first, &second}) {
    for (const Argument& setting : *settings) {
      if (value_of(first, setting.name) != value_of(second, setting.name)) {
        names.insert(setting.name);
      }
    }
  }
}

/// The name with those settings as arguments.
Name with_arguments(const std::string& full, const std::set<std::string>& settings) {
  Parts parts = take_apart(full);
  for (auto setting = parts.settings.rbegin(); setting != parts.settings.rend(); ++setting) {
    if (settings.contains(setting->name)) {
      parts.name.arguments.push_back(*setting);
    }
  }
  return parts.name;
}

}  // namespace

Name parse_name(const std::string& full) {
  return take_apart(full).name;
}

std::string row_key(const Name& name) {
  std::string key = name.family;
  for (const Argument& argument : name.arguments) {
    key.append(1, '\0').append(argument.name).append(1, ':').append(argument.value);
  }
  return key.append(1, '\0').append(name.time_type).append(1, '\0').append(std::to_string(name.threads));
}

std::string sampling_of(const Name& name) {
  std::string text;
  if (name.has_settings) {
    auto settings = take_apart(name.full).settings;
    std::erase_if(settings, [&](const Argument& setting) {
      return setting.name == "threads" || setting.name == "repeats" ||
             std::ranges::find(name.arguments, setting) != name.arguments.end();
    });
    std::ranges::reverse(settings);
    for (const Argument& setting : settings) {
      text.append(text.empty() ? "" : "/").append(setting.name).append(":").append(setting.value);
    }
  }
  return text;
}

Name numbered(const Name& name, std::size_t number) {
  const char* const ending = number == 2 ? "nd" : number == 3 ? "rd" : "th";
  return parse_name(
      std::string(name.full).insert(name.family.size(), " (" + std::to_string(number) + ending + ")"));
}

void tell_apart(std::span<const FileNames> files) {
  std::unordered_map<std::string, std::set<std::string>>
      needed;  // by key: settings that rows of one file differ in
  for (const FileNames& names : files) {
    if (std::ranges::none_of(names, &Name::has_settings)) {
      continue;
    }
    std::unordered_map<std::string, const Name*> first;
    for (Name* const name : names) {
      const auto [place, is_new] = first.try_emplace(row_key(*name), name);
      if (!is_new) {
        add_differences(place->second->full, name->full, needed[place->first]);
      }
    }
  }
  if (needed.empty()) {
    return;
  }
  for (const FileNames& names : files) {
    for (Name* const name : names) {
      if (const auto place = needed.find(row_key(*name)); place != needed.end()) {
        *name = with_arguments(std::string(name->full), place->second);
      }
    }
  }
}

std::vector<FileNames> names_by_file(std::span<Run> runs) {
  std::vector<FileNames> files;
  for (Run& run : runs) {
    FileNames& names = files.emplace_back(run.rows.size());
    std::ranges::transform(run.rows, names.begin(), [](Row& row) { return &row.name; });
  }
  return files;
}

}  // namespace bench_report
