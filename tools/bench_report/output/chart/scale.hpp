// From values to lengths.
#pragma once

#include <set>

#include "tools/bench_report/analysis/series.hpp"

namespace bench_report {

/// How values are bent before they become lengths. A square root keeps apart what is large, a logarithm what
/// is small.
enum class Bend { none, root, logarithm };

/// An axis between two lengths.
class Scale {
 public:
  /// Values must be positive where they become logarithms, and not negative where roots.
  Scale(Bend bend, double low, double high, double from, double to);

  /// The axis that the values deserve. Zero has a place before those of a logarithmic one, a tenth of it
  /// away; categories have a slot each.
  static Scale of(AxisKind kind, const std::set<double>& values, double from, double to);

  double operator()(double value) const;

  /// The value at a length.
  double value_at(double length) const;

  Bend bend() const { return bend_; }

 private:
  double place(double value) const;

  Bend bend_;
  double zero_ = 0;  // the place of zero on a logarithmic axis
  double low_;       // places
  double high_;
  double from_;
  double to_;
};

}  // namespace bench_report
