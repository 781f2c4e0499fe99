// Cleaning text, and fitting it into lines.
#include "tools/bench_report/text/printable.hpp"

#include <algorithm>
#include <string_view>

#include "tools/bench_report/text/utf8.hpp"

namespace bench_report {
namespace {

bool is_blank(unsigned code) {
  return code == ' ' || code == '\t' || code == '\n' || code == '\r';
}

/// Control characters of ASCII and Latin 1, and the two that XML 1.0 forbids.
bool is_forbidden(unsigned code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xfffe || code == 0xffff;
}

}  // namespace

std::string printable(const std::string& text) {
  if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; })) {
    return text;
  }
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string clean;
  for (std::size_t i = 0; i < text.size();) {
    const Character character = character_at(text, i);
    if (is_blank(character.code)) {
      clean += ' ';
    } else if (character.size == 0 || is_forbidden(character.code)) {
      clean += replacement;
    } else {
      clean.append(text, i, character.size);
    }
    i += character.size == 0 ? 1 : character.size;
  }
  return clean;
}

std::string shorten(const std::string& text, std::size_t columns) {
  std::string clean = printable(text);
  if (width(clean) <= columns) {
    return clean;
  }
  const auto starts = character_starts(clean);
  const std::size_t head = columns / 2;
  const std::size_t tail = columns - head - 1;
  return clean.substr(0, starts[head]) + "…" + clean.substr(starts[starts.size() - 1 - tail]);
}

std::vector<std::string> wrap(const std::string& text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string rest = printable(text);
  while (width(rest) > columns) {
    const std::size_t limit = character_starts(rest)[columns];
    const auto blank = rest.rfind(' ', limit);
    const bool at_blank = blank != std::string::npos && blank > 0;
    lines.push_back(rest.substr(0, at_blank ? blank : limit));
    rest.erase(0, at_blank ? blank + 1 : limit);
  }
  lines.push_back(rest);
  return lines;
}

}  // namespace bench_report
