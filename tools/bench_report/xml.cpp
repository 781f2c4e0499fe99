// Cleaning, escaping, and fitting text into lines.
#include "tools/bench_report/xml.hpp"

#include <algorithm>
#include <string_view>

#include "tools/bench_report/units.hpp"

namespace bench_report {
namespace {

/// The character at `place`: its bytes, and its code point; 0 bytes when it is no UTF-8 (RFC 3629).
struct Character {
  std::size_t size;
  unsigned code;
};

Character character_at(const std::string& text, std::size_t place) {
  const auto first = static_cast<unsigned char>(text[place]);
  const std::size_t size = first < 0x80                    ? 1
                           : first >= 0xc2 && first < 0xe0 ? 2
                           : first >= 0xe0 && first < 0xf0 ? 3
                           : first >= 0xf0 && first < 0xf5 ? 4
                                                           : 0;
  if (size == 0 || place + size > text.size()) {
    return {.size = 0, .code = 0};
  }
  unsigned code = size == 1 ? first : first & (0x7fU >> size);
  for (std::size_t k = 1; k < size; ++k) {
    const auto next = static_cast<unsigned char>(text[place + k]);
    if ((next & 0xc0U) != 0x80U) {
      return {.size = 0, .code = 0};
    }
    code = (code << 6U) | (next & 0x3fU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && (code < 0x10000 || code > 0x10ffff));
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  return overlong || surrogate ? Character{.size = 0, .code = 0} : Character{.size = size, .code = code};
}

bool is_blank(unsigned code) {
  return code == ' ' || code == '\t' || code == '\n' || code == '\r';
}

/// Control characters of ASCII and Latin 1, and the two that XML 1.0 forbids.
bool is_forbidden(unsigned code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xfffe || code == 0xffff;
}

/// Where each character of valid UTF-8 begins, and the end of the text.
std::vector<std::size_t> character_starts(const std::string& text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) {
      starts.push_back(i);
    }
  }
  starts.push_back(text.size());
  return starts;
}

/// Han, Hangul, kana and the like, and pictures: they fill a square.
bool is_wide(unsigned code) {
  return (code >= 0x1100 && code < 0x1160) || (code >= 0x2e80 && code < 0xa4d0) ||
         (code >= 0xac00 && code < 0xd7b0) || (code >= 0xf900 && code < 0xfb00) ||
         (code >= 0xfe30 && code < 0xfe70) || (code >= 0xff00 && code < 0xff61) || code >= 0x1f000;
}

}  // namespace

std::string printable(const std::string& text) {
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

std::string escape_xml(const std::string& text) {
  std::string escaped;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
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

double text_width(const std::string& text) {
  constexpr std::string_view broad = "MWm@%";
  const std::string clean = printable(text);
  double width = 0;
  for (std::size_t i = 0; i < clean.size();) {
    const Character character = character_at(clean, i);
    const bool capital = clean[i] >= 'A' && clean[i] <= 'Z';
    width += is_wide(character.code)                          ? 12.5
             : broad.find(clean[i]) != std::string_view::npos ? 12
             : capital || clean[i] == 'w'                     ? 9.5
                                                              : 7;
    i += character.size;
  }
  return width;
}

std::string fit(const std::string& text, double room) {
  constexpr double narrowest = 7;
  auto columns = static_cast<std::size_t>(std::max(room / narrowest, 1.0));
  while (columns > 1 && text_width(shorten(text, columns)) > room) {
    --columns;
  }
  return shorten(text, columns);
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
