// Taking benchmark names apart.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "tools/bench_report/model.hpp"

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

/// `N:464`, or a bare number. Neither can open a name.
bool is_argument(std::string_view part) {
  const auto colon = part.rfind(':');
  if (colon == std::string_view::npos) {
    return is_number(part);
  }
  return colon > 0 && part.find("::") == std::string_view::npos && is_number(part.substr(colon + 1));
}

}  // namespace

Name parse_name(const std::string& full, Settings settings) {
  Name name;
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

  const auto drop_last_as_argument = [&] {
    const auto colon = part.rfind(':');
    Argument& argument = name.arguments.emplace_back();
    argument.value = part.substr(colon == std::string_view::npos ? 0 : colon + 1);
    argument.name = colon == std::string_view::npos ? "" : part.substr(0, colon);
    drop_last();
  };

  // The library writes family, arguments, settings, time type, threads. Elsewhere a `threads:8` is an
  // argument.
  if (take_last() && part.starts_with(threads_setting) && is_number(part.substr(threads_setting.size()))) {
    if (settings == Settings::as_arguments) {
      drop_last_as_argument();
    } else {
      std::from_chars(part.data() + threads_setting.size(), part.data() + part.size(), name.threads);
      name.is_shortened = name.threads == 1;
      drop_last();
    }
  }
  for (std::size_t time_types = 0; time_types < most_time_types && take_last() &&
                                   (part == "real_time" || part == "manual_time" || part == "process_time");
       ++time_types) {
    name.time_type = name.time_type.empty() ? std::string(part) : std::string(part) + "/" + name.time_type;
    drop_last();
  }
  for (const std::string_view setting : settings_from_the_end) {
    if (settings == Settings::read && take_last() && part.starts_with(setting)) {
      name.is_shortened = true;
      drop_last();
    }
  }
  while (name.arguments.size() < most_arguments && take_last() && is_argument(part)) {
    drop_last_as_argument();
  }
  std::ranges::reverse(name.arguments);
  name.family = rest;
  return name;
}

std::string row_key(const Name& name) {
  std::string key = name.family;
  for (const Argument& argument : name.arguments) {
    key.append(1, '\0').append(argument.name).append(1, ':').append(argument.value);
  }
  return key.append(1, '\0').append(name.time_type).append(1, '\0').append(std::to_string(name.threads));
}

void tell_apart(std::span<Name* const> names) {
  if (std::ranges::none_of(names, &Name::is_shortened)) {
    return;
  }
  std::unordered_map<std::string, Name*> first;
  std::vector<Name*> alike;
  for (Name* const name : names) {
    if (const auto [place, is_new] = first.try_emplace(row_key(*name), name); !is_new) {
      alike.insert(alike.end(), {place->second, name});
    }
  }
  for (Name* const name : alike) {
    *name = parse_name(std::string(name->full), Settings::as_arguments);
  }
}

}  // namespace bench_report
