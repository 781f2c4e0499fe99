// The unit follows from the metric.
#include "tools/bench_report/output/metric_text.hpp"

#include <fmt/format.h>

#include <algorithm>

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
