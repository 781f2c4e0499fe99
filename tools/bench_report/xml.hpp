// Text of unknown origin in XML and HTML.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bench_report {

/// One line of valid UTF-8: bytes that are no UTF-8, control characters and what else XML forbids become
/// U+FFFD; line breaks and tabs become blanks.
std::string printable(const std::string& text);

/// The same with markup escaped: may stand in XML's text and attributes.
std::string escape_xml(const std::string& text);

/// At most `columns` characters of valid UTF-8: the middle of a longer text becomes "…", since names of one
/// group begin alike.
std::string shorten(const std::string& text, std::size_t columns);

/// How wide a text is in a proportional font of 12 px, estimated on the safe side.
double text_width(const std::string& text);

/// The text as by shorten(), so that it takes no more than `room` in that font.
std::string fit(const std::string& text, double room);

/// Lines of at most `columns` characters of valid UTF-8, broken at blanks where there are some.
std::vector<std::string> wrap(const std::string& text, std::size_t columns);

}  // namespace bench_report
