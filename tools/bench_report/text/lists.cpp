// Joining.
#include "tools/bench_report/text/lists.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/bench_report/text/printable.hpp"

namespace bench_report {

std::string joined(std::span<const std::string> words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    text.append(&word == words.data() ? "" : separator).append(word);
  }
  return text;
}

std::string some(std::span<const std::string> names, std::size_t most) {
  return names.size() > most ? fmt::format("{} and {} more", joined(names.first(most)), names.size() - most)
                             : joined(names);
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 30;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + printable(names[i]);
  }
  return names.empty()         ? "none"
         : names.size() > most ? fmt::format("{}, and {} more", text, names.size() - most)
                               : text;
}

}  // namespace bench_report
