// Regular expressions that users write.
#pragma once

#include <cstddef>
#include <optional>
#include <regex>
#include <string>

namespace bench_report {

/// The standard library's regular expressions recurse: longer names would overflow the stack.
inline constexpr std::size_t longest_searched = 1024;

/// The regular expression (ECMAScript) of an option. Throws std::invalid_argument, one line that begins with
/// `option`, where it is none.
std::regex make_regex(const std::string& option, const std::string& text, bool ignore_case = false);

/// Where an expression finds something.
struct Match {
  std::size_t place = 0;
  std::size_t size = 0;
};

/// The first match in the first longest_searched bytes of the name.
std::optional<Match> find_match(const std::regex& pattern, const std::string& name);

}  // namespace bench_report
