// Numbers of things, and words that agree with them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bench_report {

/// "1 row has", "3 rows have".
std::string counted(std::size_t number, std::string_view one, std::string_view several);

/// The same of a word that takes an s: "1 row", "3 rows".
std::string counted(std::size_t number, std::string_view one);

/// "1 of 3 rows has", "2 of 3 rows have", "1 of 1 row has": the noun, which takes an s, agrees with all, the
/// verb with some of them.
std::string counted_of(std::size_t number, std::size_t all, std::string_view noun,
                       std::string_view verb_of_one, std::string_view verb_of_several);

/// The same without a verb: "1 of 3 rows".
std::string counted_of(std::size_t number, std::size_t all, std::string_view noun);

}  // namespace bench_report
