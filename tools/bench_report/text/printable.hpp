// Text of unknown origin as one clean line, shortened and wrapped.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bench_report {

/// One line of valid UTF-8: bytes that are no UTF-8, control characters and what else XML forbids become
/// U+FFFD; line breaks and tabs become blanks.
std::string printable(const std::string& text);

/// At most `columns` characters of valid UTF-8: the middle of a longer text becomes "…", since names of one
/// group begin alike.
std::string shorten(const std::string& text, std::size_t columns);

/// Lines of at most `columns` characters of valid UTF-8, broken at blanks where there are some.
std::vector<std::string> wrap(const std::string& text, std::size_t columns);

}  // namespace bench_report
