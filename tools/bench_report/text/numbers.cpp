// Prefixes and digits.
#include "tools/bench_report/text/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace bench_report {
namespace {

/// Three significant digits, two behind the point at most, without an exponent.
std::string digits(double value) {
  const double size = std::abs(value);
  return fmt::format("{:.{}f}", value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

struct Prefix {
  double factor;
  std::string_view text;
};

template <std::size_t N>
std::string scaled(double value, const std::array<Prefix, N>& prefixes, std::string_view unit) {
  const double size = std::abs(value);
  const auto* const fits =
      std::ranges::find_if(prefixes, [&](const Prefix& p) { return size >= 0.9995 * p.factor; });
  if (value == 0 || size >= 1e5 * prefixes.front().factor) {
    return fmt::format("{:.3g} {}", value, unit);
  }
  if (fits != prefixes.end()) {
    return fmt::format("{} {}{}", digits(value / fits->factor), fits->text, unit);
  }
  // What is smaller than the smallest unit keeps three significant digits: nothing but zero reads as zero.
  const double rest = value / prefixes.back().factor;
  const std::string text = std::abs(rest) < 1e-3 ? fmt::format("{:.3g}", rest) : fmt::format("{:#.3g}", rest);
  return fmt::format("{} {}{}", text, prefixes.back().text, unit);
}

/// Two digits that count, where three behind the point would be mostly zeros.
std::string ratio_digits(double ratio) {
  return ratio < 0.0995 ? fmt::format("{:.2g}", ratio) : digits(ratio);
}

}  // namespace

std::string format_seconds(double seconds) {
  constexpr std::array prefixes{Prefix{1, ""}, Prefix{1e-3, "m"}, Prefix{1e-6, "µ"}, Prefix{1e-9, "n"},
                                Prefix{1e-12, "p"}};
  return scaled(seconds, prefixes, "s");
}

std::string format_rate(double rate, std::string_view unit) {
  constexpr std::array prefixes{Prefix{1e12, "T"}, Prefix{1e9, "G"}, Prefix{1e6, "M"}, Prefix{1e3, "k"},
                                Prefix{1, ""}};
  return scaled(rate, prefixes, unit);
}

std::string format_ratio(double ratio) {
  return ratio_digits(ratio) + "×";
}

std::string format_bound(double bound) {
  constexpr int all_digits = 15;
  std::string text = ratio_digits(bound);
  for (int digits = 2; bound != 1 && digits < all_digits && text == fmt::format("{:.{}f}", 1.0, digits);) {
    text = fmt::format("{:.{}f}", bound, ++digits);
  }
  return text;
}

}  // namespace bench_report
