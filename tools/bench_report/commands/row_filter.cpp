// Searching names.
#include "tools/bench_report/commands/row_filter.hpp"

#include <regex>
#include <stdexcept>

namespace bench_report {
namespace {

/// The standard library's regular expressions recurse: longer names would overflow the stack.
constexpr std::size_t longest_searched = 1024;

std::regex pattern(const char* option, const std::string& text) {
  try {
    return std::regex(text);
  } catch (const std::regex_error& error) {
    throw std::invalid_argument(std::string(option) + " " + text + ": no regular expression (" +
                                error.what() + ")");
  }
}

}  // namespace

void add_row_filter(CLI::App& command, RowFilter& filter) {
  command.add_option("--filter", filter.filter, "Only rows whose name this regular expression finds")
      ->type_name("REGEX");
  command.add_option("--exclude", filter.exclude, "No rows whose name this regular expression finds")
      ->type_name("REGEX");
}

std::function<bool(const std::string&)> wanted(const RowFilter& filter) {
  if (filter.filter.empty() && filter.exclude.empty()) {
    return {};
  }
  return [in = pattern("--filter", filter.filter), out = pattern("--exclude", filter.exclude),
          excludes = !filter.exclude.empty()](const std::string& name) {
    const std::string searched = name.substr(0, longest_searched);
    return std::regex_search(searched, in) && !(excludes && std::regex_search(searched, out));
  };
}

}  // namespace bench_report
