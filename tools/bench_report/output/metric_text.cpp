// The unit follows from the metric.
#include "tools/bench_report/output/metric_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {

std::string format_metric(double value, const std::string& metric) {
  if (is_time(metric)) {
    return format_seconds(value);
  }
  if (is_rate(metric)) {
    return format_rate(value, metric == "bytes_per_second" ? "B/s" : "/s");
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

}  // namespace bench_report
