// Taking benchmark names apart.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

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

/// Parts that say how a row was measured, not what.
bool is_setting(std::string_view part) {
  constexpr std::string_view settings[] = {
      "min_time:", "min_warmup_time:", "iterations:", "repeats:", "manual_time:"};
  return std::ranges::any_of(settings, [&](std::string_view setting) { return part.starts_with(setting); });
}

/// `N:464`, or a bare number. Neither can open a name.
bool is_argument(std::string_view part) {
  const auto colon = part.rfind(':');
  if (colon == std::string_view::npos) {
    return is_number(part);
  }
  return colon > 0 && part.find("::") == std::string_view::npos && is_number(part.substr(colon + 1));
}

}  // namespace

Name parse_name(const std::string& full) {
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

  // From the end: threads, time type and settings, then arguments, then the family.
  for (std::size_t time_types = 0; take_last(); drop_last()) {
    constexpr std::string_view threads = "threads:";
    if (part.starts_with(threads) && is_number(part.substr(threads.size()))) {
      std::from_chars(part.data() + threads.size(), part.data() + part.size(), name.threads);
    } else if ((part == "real_time" || part == "manual_time" || part == "process_time") &&
               time_types < most_time_types) {
      ++time_types;
      name.time_type = name.time_type.empty() ? std::string(part) : std::string(part) + "/" + name.time_type;
    } else if (!is_setting(part)) {
      break;
    }
  }
  for (; name.arguments.size() < most_arguments && take_last() && is_argument(part); drop_last()) {
    const auto colon = part.rfind(':');
    Argument argument;
    if (colon == std::string_view::npos) {
      argument.value = part;
    } else {
      argument.name = part.substr(0, colon);
      argument.value = part.substr(colon + 1);
    }
    name.arguments.push_back(std::move(argument));
  }
  std::ranges::reverse(name.arguments);
  name.family = rest;
  return name;
}

}  // namespace bench_report
