// Text of unknown origin in XML and HTML.
#pragma once

#include <string>

namespace bench_report {

/// printable(), with markup escaped: may stand in XML's text and attributes.
std::string escape_xml(const std::string& text);

}  // namespace bench_report
