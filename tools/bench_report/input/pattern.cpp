// Searching names.
#include "tools/bench_report/input/pattern.hpp"

#include <stdexcept>

namespace bench_report {

std::regex make_regex(const std::string& option, const std::string& text, bool ignore_case) {
  try {
    return std::regex(text,
                      ignore_case ? std::regex::ECMAScript | std::regex::icase : std::regex::ECMAScript);
  } catch (const std::regex_error& error) {
    throw std::invalid_argument(option + " " + text + ": no regular expression (" + error.what() + ")");
  }
}

std::optional<Match> find_match(const std::regex& pattern, const std::string& name) {
  const std::string searched = name.substr(0, longest_searched);
  std::smatch match;
  if (!std::regex_search(searched, match, pattern)) {
    return std::nullopt;
  }
  return Match{.place = static_cast<std::size_t>(match.position()),
               .size = static_cast<std::size_t>(match.length())};
}

}  // namespace bench_report
