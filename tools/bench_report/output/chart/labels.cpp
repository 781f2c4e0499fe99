// Cutting names where they are alike.
#include "tools/bench_report/output/chart/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/bench_report/output/chart/font.hpp"

namespace bench_report {
namespace {

using Names = std::vector<std::string>;

constexpr std::string_view dividers = "/<>,:( ";

bool is_inside_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// Bytes at the begin and the end that all names have in common.
struct Shared {
  std::size_t begin;
  std::size_t end;
};

Shared shared_by(const Names& names) {
  const std::string& first = names.front();
  Shared shared{first.size(), first.size()};
  for (const std::string& name : names) {
    const auto differs = std::ranges::mismatch(first, name).in1 - first.begin();
    shared.begin = std::min(shared.begin, static_cast<std::size_t>(differs));
  }
  for (const std::string& name : names) {
    const auto most = std::min(first.size(), name.size()) - shared.begin;
    std::size_t same = 0;
    while (same < std::min(most, shared.end) &&
           first[first.size() - same - 1] == name[name.size() - same - 1]) {
      ++same;
    }
    shared.end = same;
  }
  return shared;
}

/// The same, without parts of words.
Shared in_words(const std::string& name, Shared shared) {
  while (shared.begin > 0 && dividers.find(name[shared.begin - 1]) == std::string_view::npos) {
    --shared.begin;
  }
  while (shared.end > 0 && dividers.find(name[name.size() - shared.end]) == std::string_view::npos) {
    --shared.end;
  }
  return shared;
}

/// The same, without parts of characters, and with a few bytes before what differs.
Shared with_context(const std::string& name, Shared shared) {
  constexpr std::size_t context = 8;
  shared.begin -= std::min(shared.begin, context);
  while (shared.begin > 0 && is_inside_character(name[shared.begin])) {
    --shared.begin;
  }
  while (shared.end > 0 && is_inside_character(name[name.size() - shared.end])) {
    --shared.end;
  }
  return shared;
}

std::string without(const std::string& name, Shared shared) {
  return fmt::format("{}{}{}", shared.begin > 0 ? "…" : "",
                     name.substr(shared.begin, name.size() - shared.begin - shared.end),
                     shared.end > 0 ? "…" : "");
}

/// Texts of names that have lost `cut`; those that are alike lose what they share, too.
void add_texts(const Names& names, Shared cut, double room, std::map<std::string, std::string>& texts) {
  std::map<std::string, Names> alike;
  for (const std::string& name : names) {
    alike[fit(without(name, cut), room)].push_back(name);
  }
  for (const auto& [text, group] : alike) {
    const Shared more = group.size() == 1 ? cut : with_context(group.front(), shared_by(group));
    if (more.begin == cut.begin && more.end == cut.end) {
      for (std::size_t i = 0; i < group.size(); ++i) {
        texts[group[i]] = i == 0 ? text : fmt::format("{} ({})", text, i + 1);
      }
    } else {
      add_texts(group, more, room, texts);
    }
  }
}

}  // namespace

ShortNames short_names(const std::set<std::string>& names, double room) {
  ShortNames made;
  Names long_names;
  for (const std::string& name : names) {
    if (text_width(name) > room) {
      long_names.push_back(name);
    } else {
      made.texts[name] = fit(name, room);
    }
  }
  if (long_names.size() > 1) {
    const std::string& first = long_names.front();
    const Shared cut = in_words(first, shared_by(long_names));
    made.begin = first.substr(0, cut.begin);
    made.end = first.substr(first.size() - cut.end);
    add_texts(long_names, cut, room, made.texts);
  } else if (!long_names.empty()) {
    add_texts(long_names, {0, 0}, room, made.texts);
  }
  std::map<std::string, int> uses;
  for (auto& [name, text] : made.texts) {
    if (const int use = ++uses[text]; use > 1) {
      text += fmt::format(" ({})", use);
    }
  }
  return made;
}

}  // namespace bench_report
