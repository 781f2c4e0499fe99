// The unit follows from the metric.
#include "tools/bench_report/output/metric_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {

std::string format_metric(double value, const std::string& metric) {
  const Unit unit = unit_of(metric);
  switch (unit.kind) {
    case Unit::Kind::time:
      return format_seconds(value * unit.scale);
    case Unit::Kind::rate:
    case Unit::Kind::bytes:
      return format_rate(value, unit.symbol);
    default:
      return fmt::format("{:.4g}", value);
  }
}

std::optional<CommonUnit> common_unit(std::span<const double> values, const std::string& metric) {
  if (values.empty() || std::ranges::any_of(values, [](double value) { return value <= 0; })) {
    return std::nullopt;
  }
  const Unit unit = unit_of(metric);
  std::vector<CommonUnit> units;
  switch (unit.kind) {
    case Unit::Kind::time:
      for (const auto& [size, name] : {std::pair(1.0, "s"), {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}}) {
        units.push_back({.size = size / unit.scale, .name = name});
      }
      break;
    case Unit::Kind::rate:
    case Unit::Kind::bytes:
      for (const auto& [size, name] : {std::pair(1e12, "T"), {1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1.0, ""}}) {
        units.push_back({.size = size, .name = name + unit.symbol});
      }
      break;
    default:
      units.push_back({});
  }
  constexpr double least = 0.1;
  constexpr double most = 1e6;
  const double smallest = std::ranges::min(values);
  const double largest = std::ranges::max(values);
  const auto fits =
      std::ranges::find_if(units, [&](const CommonUnit& one) { return smallest >= least * one.size; });
  if (fits == units.end() || largest >= most * fits->size) {
    return std::nullopt;
  }
  return *fits;
}

std::string format_in(double value, const CommonUnit& unit) {
  const double shown = value / unit.size;
  return fmt::format("{:.{}f}", shown, shown < 0.9995 ? 3 : shown < 9.995 ? 2 : shown < 99.95 ? 1 : 0);
}

std::string_view name_of_best(const std::string& metric, Direction direction) {
  return is_time(metric) ? "fastest" : direction == Direction::more ? "highest" : "lowest";
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

}  // namespace bench_report
