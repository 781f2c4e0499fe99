// Which argument lies along the x axis, and what is left of a name beside it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// The runs of each side.
using RunsOfSides = std::vector<const std::vector<Run>*>;

/// The axis as SeriesOptions::axis names it; "" where no row has a numeric argument. Throws
/// std::invalid_argument, one line, where no row has what is wanted.
std::string choose_axis(const RunsOfSides& sides, const std::string& wanted);

/// Where a row lies on the axis; empty where its name has no number there.
std::optional<double> value_on_axis(const Name& name, const std::string& axis);

/// How rows are called without their place on an axis.
class SeriesNames {
 public:
  SeriesNames(const RunsOfSides& sides, std::string axis);

  const std::string& axis() const { return axis_; }

  /// The series that the row belongs to.
  std::string name_of(const Name& name) const;

 private:
  std::string axis_;
  std::set<std::string> of_processor_time_;  ///< families with rows of which no time type is said
  std::set<std::string> alike_;              ///< keys of rows that would be one point
};

}  // namespace bench_report
