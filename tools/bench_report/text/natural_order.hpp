// Names in the order in which people look for them.
#pragma once

#include <string_view>

namespace bench_report {

/// Whether `a` stands before `b`: digits that follow each other count as one number, `f/8` before `f/64`, all
/// else byte by byte. Where only leading zeros differ, fewer come first.
bool stands_before(std::string_view a, std::string_view b);

}  // namespace bench_report
