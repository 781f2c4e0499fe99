// Names in a sentence.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench_report {

/// "a, b, c"
std::string joined(std::span<const std::string> words, std::string_view separator = ", ");

/// The same for names that may be many: "a, b, c, d, e and 12 more".
std::string some(std::span<const std::string> names, std::size_t most = 5);

/// What there is to choose from, for a complaint: printable, in one line also where there are thousands,
/// "none" where there is nothing.
std::string listed(const std::vector<std::string>& names);

}  // namespace bench_report
