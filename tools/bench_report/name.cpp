// Taking benchmark names apart.
#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>

#include "tools/bench_report/model.hpp"

namespace bench_report {
namespace {

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto slash = text.find('/');
    parts.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(slash + 1);
  }
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
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
  auto parts = split(full);
  // From the end: threads, time type and settings, then arguments, then the family.
  for (; parts.size() > 1; parts.pop_back()) {
    const std::string_view part = parts.back();
    constexpr std::string_view threads = "threads:";
    if (part.starts_with(threads) && is_number(part.substr(threads.size()))) {
      std::from_chars(part.data() + threads.size(), part.data() + part.size(), name.threads);
    } else if (part == "real_time" || part == "manual_time" || part == "process_time") {
      name.time_type = name.time_type.empty() ? std::string(part) : std::string(part) + "/" + name.time_type;
    } else if (!is_setting(part)) {
      break;
    }
  }
  for (; parts.size() > 1 && is_argument(parts.back()); parts.pop_back()) {
    const std::string_view part = parts.back();
    const auto colon = part.rfind(':');
    Argument argument;
    if (colon == std::string_view::npos) {
      argument.value = part;
    } else {
      argument.name = part.substr(0, colon);
      argument.value = part.substr(colon + 1);
    }
    name.arguments.insert(name.arguments.begin(), std::move(argument));
  }
  name.family = parts.front();
  for (const std::string_view part : std::span(parts).subspan(1)) {
    name.family.append("/").append(part);
  }
  return name;
}

}  // namespace bench_report
