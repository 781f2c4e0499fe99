// Prefixes, digits and padding.
#include "tools/bench_report/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

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

std::string format_metric(double value, const std::string& metric) {
  if (is_time(metric)) {
    return format_seconds(value);
  }
  if (is_rate(metric)) {
    constexpr std::array prefixes{Prefix{1e12, "T"}, Prefix{1e9, "G"}, Prefix{1e6, "M"}, Prefix{1e3, "k"},
                                  Prefix{1, ""}};
    return scaled(value, prefixes, metric == "bytes_per_second" ? "B/s" : "/s");
  }
  return fmt::format("{:.4g}", value);
}

std::string format_tick(double value, const std::string& metric) {
  std::string text = format_metric(value, metric);
  const auto end = std::min(text.find(' '), text.size());
  const auto digit = text.find_last_not_of('0', end - 1);
  if (text.find('.') < end && text.find('e') >= end) {
    const auto from = digit + (text[digit] == '.' ? 0 : 1);
    text.erase(from, end - from);
  }
  return text;
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

bool is_time(const std::string& metric) {
  return metric == "real_time" || metric == "cpu_time" ||
         (metric.ends_with("seconds") && !metric.ends_with("per_second"));
}

bool is_rate(const std::string& metric) {
  return metric.ends_with("_per_second");
}

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string pad_left(const std::string& text, std::size_t columns) {
  return std::string(columns - std::min(columns, width(text)), ' ') + text;
}

std::string pad_right(const std::string& text, std::size_t columns) {
  return text + std::string(columns - std::min(columns, width(text)), ' ');
}

}  // namespace bench_report
