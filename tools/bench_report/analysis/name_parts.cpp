// Telling numbers from words.
#include "tools/bench_report/analysis/name_parts.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace bench_report {
namespace {

/// `family` without the slashes that divide; all of them do where angles are no pair (`operator<`).
std::vector<std::string> split(const std::string& family) {
  for (const bool heed_angles : {true, false}) {
    std::vector<std::string> parts{""};
    int depth = 0;
    for (const char c : family) {
      depth += !heed_angles ? 0 : c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == '/' && depth == 0) {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    if (depth == 0) {
      return parts;
    }
  }
  return {family};
}

/// The number that a text begins with, and what follows it.
std::pair<std::optional<double>, std::string_view> leading_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) {
    return {std::nullopt, text};
  }
  return {value, text.substr(static_cast<std::size_t>(end - text.data()))};
}

/// What a suffix multiplies by: `k`, `Ki`, `MB`, `GiB`; empty for others.
std::optional<double> multiplier(std::string_view suffix) {
  constexpr auto letters =
      std::to_array<std::pair<std::string_view, int>>({{"k", 1}, {"K", 1}, {"M", 2}, {"G", 3}, {"T", 4}});
  for (const auto& [letter, power] : letters) {
    if (suffix.starts_with(letter)) {
      const std::string_view rest = suffix.substr(1);
      if (rest.empty() || rest == "B") {
        return std::pow(1000, power);
      }
      if (rest == "i" || rest == "iB") {
        return std::pow(1024, power);
      }
    }
  }
  return std::nullopt;
}

bool is_word(std::string_view text) {
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '%')) {
      return false;
    }
  }
  return !text.empty();
}

/// `2805nulls`, `64KiB`, `1000`, `type:float`, `std`; `place` among the numbers and arguments of the name.
NamePart part_of_family(const std::string& text, std::size_t place) {
  NamePart part{.text = text, .label = "", .value = text, .number = std::nullopt};
  if (const auto colon = text.find(':'); colon != std::string::npos && colon > 0 &&
                                         text.find("::") == std::string::npos &&
                                         text.find('<') == std::string::npos) {
    part.label = text.substr(0, colon);
    part.value = text.substr(colon + 1);
    part.is_named = true;
  }
  const auto [number, rest] = leading_number(part.value);
  if (!number || (!rest.empty() && !is_word(rest))) {
    return part;
  }
  const auto factor = rest.empty() ? 1 : multiplier(rest);
  part.number = *number * factor.value_or(1);
  if (!factor && !part.is_named) {
    part.label = rest;
    part.value.resize(part.value.size() - rest.size());
    part.is_named = true;
  }
  if (!part.is_named) {
    part.label = "#" + std::to_string(place);
  }
  return part;
}

}  // namespace

bool NamePart::is_plain() const {
  return number && leading_number(value).second.empty();
}

std::vector<NamePart> parts_of(const Name& name) {
  std::vector<NamePart> parts;
  std::size_t numbers = 0;
  for (const std::string& text : split(name.family)) {
    if (parts.empty()) {
      parts.push_back({.text = text, .label = "", .value = text, .number = std::nullopt});
      continue;
    }
    parts.push_back(part_of_family(text, numbers + 1));
    numbers += parts.back().number ? 1U : 0U;
  }
  for (const Argument& argument : name.arguments) {
    ++numbers;
    const bool named = !argument.name.empty();
    const auto [number, rest] = leading_number(argument.value);
    parts.push_back({.text = (named ? argument.name + ":" : "") + argument.value,
                     .label = named ? argument.name : "#" + std::to_string(numbers),
                     .value = argument.value,
                     .number = rest.empty() ? number : std::nullopt,
                     .is_named = named,
                     .is_argument = true});
  }
  return parts;
}

}  // namespace bench_report
