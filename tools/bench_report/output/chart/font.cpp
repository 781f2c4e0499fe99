// Estimating widths without a font.
#include "tools/bench_report/output/chart/font.hpp"

#include <algorithm>
#include <string_view>

#include "tools/bench_report/text/printable.hpp"
#include "tools/bench_report/text/utf8.hpp"

namespace bench_report {
namespace {

/// Han, Hangul, kana and the like, and pictures: they fill a square.
bool is_wide(unsigned code) {
  return (code >= 0x1100 && code < 0x1160) || (code >= 0x2e80 && code < 0xa4d0) ||
         (code >= 0xac00 && code < 0xd7b0) || (code >= 0xf900 && code < 0xfb00) ||
         (code >= 0xfe30 && code < 0xfe70) || (code >= 0xff00 && code < 0xff61) || code >= 0x1f000;
}

}  // namespace

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

}  // namespace bench_report
