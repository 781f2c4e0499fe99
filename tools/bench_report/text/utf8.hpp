// Characters of UTF-8, and the columns that they take.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bench_report {

/// A character: its bytes, and its code point; 0 bytes where there is no UTF-8 (RFC 3629).
struct Character {
  std::size_t size;
  unsigned code;
};

/// The one that begins at the byte `place`.
Character character_at(const std::string& text, std::size_t place);

/// Where each character of valid UTF-8 begins, and the end of the text.
std::vector<std::size_t> character_starts(const std::string& text);

/// Columns that a text takes on a terminal: UTF-8 code points.
std::size_t width(const std::string& text);

/// Blanks up to `columns`, before or behind.
std::string pad_left(const std::string& text, std::size_t columns);
std::string pad_right(const std::string& text, std::size_t columns);

}  // namespace bench_report
