// Quantiles, ratios, and what the mouse tells of them.
#include "tools/bench_report/output/chart/chart_points.hpp"

#include <fmt/format.h>

#include <vector>

#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/ratio.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/numbers.hpp"

namespace bench_report {
namespace {

std::string samples_text(std::size_t samples) {
  return counted(samples, "sample");
}

ChartPoint absolute(const ChartData& data, const ChartSource& source) {
  const auto& samples = source.point.samples;
  ChartPoint point{.x = source.x.value_or(0),
                   .low = quantile(samples, 0.05),
                   .median = quantile(samples, 0.5),
                   .high = quantile(samples, 0.95),
                   .hover = {}};
  point.hover =
      fmt::format("{}: median {}, 5–95 % {} – {}, {}", where(data, source.family, source.run, source.x),
                  format_metric(point.median, data.metric), format_metric(point.low, data.metric),
                  format_metric(point.high, data.metric), samples_text(samples.size()));
  return point;
}

/// The same point as a ratio to the base's median: the spread of the base is not in it, but in the interval
/// that the hover text tells.
ChartPoint relative(const ChartData& data, const ChartSource& source, const ChartPoint& drawn,
                    const Point& base_point) {
  const double base = quantile(base_point.samples, 0.5);
  const bool less = data.direction == Direction::less;
  ChartPoint made{.x = drawn.x,
                  .low = less ? base / drawn.high : drawn.low / base,
                  .median = less ? base / drawn.median : drawn.median / base,
                  .high = less ? base / drawn.low : drawn.high / base,
                  .hover = {}};
  made.hover = fmt::format("{}: {} of {}", where(data, source.family, source.run, source.x),
                           format_ratio(made.median), data.base);
  const auto& samples = replicates(source.set, source.point);
  const auto& base_samples = replicates(source.set, base_point);
  if (const auto interval = less ? ratio(samples, base_samples) : ratio(base_samples, samples);
      interval && source.family != data.base) {
    made.hover +=
        fmt::format(" (95 % interval {}× – {}×)", format_bound(interval->low), format_bound(interval->high));
  }
  made.hover +=
      fmt::format(", median {} against {}, 5–95 % {} – {}, {}", format_metric(drawn.median, data.metric),
                  format_metric(base, data.metric), format_metric(drawn.low, data.metric),
                  format_metric(drawn.high, data.metric), samples_text(source.point.samples.size()));
  return made;
}

}  // namespace

std::string place_of(const ChartData& data, double x) {
  return fmt::format("{} = {}", data.axis, value_text(data.scale, x));
}

std::string where(const ChartData& data, const std::string& family, std::size_t run,
                  std::optional<double> x) {
  return (data.runs.size() > 1 ? data.runs[run] + ": " : "") + family + (x ? ", " + place_of(data, *x) : "");
}

std::string without_ratio(const ChartData& data, const ChartSource& source) {
  if (data.base.empty()) {
    return {};
  }
  const Point* const base = find_point(source.set, data.base, source.x);
  if (base == nullptr || base->samples.empty() || base->samples.front() <= 0) {
    return "there is no " + data.base + " to compare with";
  }
  return source.point.samples.front() > 0 ? "" : "a sample is not positive: there is no ratio to it";
}

ChartPoint chart_point(const ChartData& data, const ChartSource& source) {
  const ChartPoint point = absolute(data, source);
  return data.base.empty() ? point
                           : relative(data, source, point, *find_point(source.set, data.base, source.x));
}

}  // namespace bench_report
