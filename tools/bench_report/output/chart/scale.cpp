// Places on axes.
#include "tools/bench_report/output/chart/scale.hpp"

#include <cmath>

namespace bench_report {

Scale::Scale(Bend bend, double low, double high, double from, double to)
    : bend_(bend), low_(place(low)), high_(place(high)), from_(from), to_(to) {}

Scale Scale::of(AxisKind kind, const std::set<double>& values, double from, double to) {
  const double low = *values.begin();
  const double high = *values.rbegin();
  const auto positive = values.upper_bound(0);
  if (kind == AxisKind::categories) {
    return {Bend::none, low - 0.5, high + 0.5, from, to};
  }
  if (kind == AxisKind::linear || low < 0 || positive == values.end()) {
    return {Bend::none, low, high, from, to};
  }
  Scale scale(Bend::logarithm, *positive, high, from, to);
  if (low == 0) {
    const double range = scale.high_ - scale.low_;
    scale.zero_ = scale.low_ - (range > 0 ? range / 9 : 1);
    scale.low_ = scale.zero_;
  }
  return scale;
}

double Scale::place(double value) const {
  switch (bend_) {
    case Bend::none:
      return value;
    case Bend::root:
      return std::sqrt(value);
    case Bend::logarithm:
      break;
  }
  return value > 0 ? std::log(value) : zero_;
}

double Scale::operator()(double value) const {
  return high_ == low_ ? (from_ + to_) / 2 : std::lerp(from_, to_, (place(value) - low_) / (high_ - low_));
}

double Scale::value_at(double length) const {
  const double place = std::lerp(low_, high_, (length - from_) / (to_ - from_));
  return bend_ == Bend::none ? place : bend_ == Bend::root ? place * place : std::exp(place);
}

}  // namespace bench_report
