// Spelling.
#include "tools/bench_report/input/context_key.hpp"

#include <cctype>

namespace bench_report {

std::string normalised_key(std::string_view key) {
  std::string text;
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    text += std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : '_';
  }
  return text;
}

}  // namespace bench_report
