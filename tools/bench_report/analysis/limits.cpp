// Finding the roofs, and what lies below them.
#include "tools/bench_report/analysis/limits.hpp"

#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {
namespace {

std::optional<double> median_at(const SeriesSet& set, const std::string& family, double x) {
  const Point* const point = find_point(set, family, x);
  if (point == nullptr || point->samples.empty() || point->samples.front() <= 0) {
    return std::nullopt;
  }
  return quantile(point->samples, 0.5);
}

Resource what_binds(const Roof& roof, double tie) {
  return roof.memory > roof.arithmetic * (1 + tie)   ? Resource::memory
         : roof.arithmetic > roof.memory * (1 + tie) ? Resource::arithmetic
                                                     : Resource::both;
}

std::optional<Roof> roof_at(const SeriesSet& set, double x, bool parallel) {
  const std::string kind = parallel ? "_parallel" : "";
  const auto memory = median_at(set, "limit/copy" + kind, x);
  const auto arithmetic = median_at(set, "limit/arithmetic" + kind, x);
  if (!memory || !arithmetic) {
    return std::nullopt;
  }
  Roof roof{.x = x, .parallel = parallel, .memory = *memory, .arithmetic = *arithmetic};
  roof.binds = what_binds(roof, set.tie);
  return roof;
}

}  // namespace

std::string name_of(Resource resource) {
  return resource == Resource::memory ? "memory" : resource == Resource::arithmetic ? "arithmetic" : "both";
}

Limits find_limits(const SeriesSet& set) {
  Limits limits;
  if (set.metric != "real_time") {
    return {};
  }
  for (const double x : sizes_of(set)) {
    for (const bool parallel : {false, true}) {
      if (const auto roof = roof_at(set, x, parallel)) {
        limits.roofs.push_back(*roof);
      }
    }
  }
  if (limits.roofs.empty()) {
    return {};
  }
  for (const Series& series : set.series) {
    if (series.is_limit() || group_of(series.name) == "cuda") {
      continue;
    }
    for (const auto& [x, point] : series.points) {
      const auto median = median_at(set, series.name, x);
      const Roof* const roof = find_roof(limits, x, point.workers > 1);
      if (median && roof != nullptr && point.workers > 0) {
        limits.shares.push_back({.family = series.name,
                                 .x = x,
                                 .share = roof->seconds() / *median,
                                 .parallel = roof->parallel,
                                 .binds = roof->binds});
      }
    }
  }
  return limits;
}

const Roof* find_roof(const Limits& limits, double x, bool parallel) {
  const auto place = std::ranges::find_if(
      limits.roofs, [&](const Roof& roof) { return roof.x == x && roof.parallel == parallel; });
  return place == limits.roofs.end() ? nullptr : &*place;
}

const Share* find_share(const Limits& limits, const std::string& family, double x) {
  const auto place = std::ranges::find_if(
      limits.shares, [&](const Share& share) { return share.family == family && share.x == x; });
  return place == limits.shares.end() ? nullptr : &*place;
}

}  // namespace bench_report
