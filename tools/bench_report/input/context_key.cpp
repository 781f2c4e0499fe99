// Spelling.
#include "tools/bench_report/input/context_key.hpp"

#include <algorithm>

namespace bench_report {

std::string normalised_key(std::string_view key) {
  std::string text(key);
  std::ranges::transform(text, text.begin(), [](char c) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return is_capital ? static_cast<char>(c - 'A' + 'a') : is_kept ? c : '_';
  });
  return text;
}

}  // namespace bench_report
