// Which part of the names lies along the x axis, how the axis is divided, and what is left of a name beside
// it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench_report/analysis/name_parts.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// The runs of each side.
using RunsOfSides = std::vector<const std::vector<Run>*>;

/// Threads, which the library counts, and which are no argument.
inline constexpr std::string_view threads_axis = "threads";

/// How numbers are divided. Small consecutive integers count cases: from 0, or from 1 where the names do not
/// say what they are. Others are logarithmic where none is negative and the positive ones span a ratio of 8.
AxisKind kind_of(const std::set<double>& values, bool is_named);

/// Where rows lie along one axis, and how they are called without their place on it.
class Arrangement {
 public:
  /// `wanted` as SeriesOptions::axis. Throws std::invalid_argument, one line, where no row has it.
  Arrangement(const RunsOfSides& sides, const std::string& wanted);

  /// As SeriesOptions::axis names it; "" where no row has a number.
  const std::string& axis() const { return axis_; }
  const AxisScale& scale() const { return scale_; }

  /// Where a row lies; empty where its name has no such part.
  std::optional<double> value_of(const Name& name) const;

  /// The series that the row belongs to.
  std::string series_of(const Name& name) const;

 private:
  using Parts = std::vector<NamePart>;

  struct Titled {
    const Name* name;
    Parts parts;
  };

  void choose(const std::vector<Titled>& rows, const std::string& wanted);
  void place_words(const std::vector<Titled>& rows);
  void join(const std::vector<Titled>& rows);
  void divide(const std::vector<Titled>& rows);
  void find_alike(const std::vector<Titled>& rows);
  const NamePart* part_on_axis(const Parts& parts) const;
  std::optional<double> value_of(const Name& name, const Parts& parts) const;
  std::string series_of(const Name& name, const Parts& parts, bool whole) const;

  std::string axis_;
  AxisScale scale_;
  std::optional<std::size_t> place_;         ///< of the part, where the axis is one by its place: `/2`
  std::set<std::string> joined_;             ///< labels of numbers that grow together with the axis
  std::map<std::string, double> words_;      ///< places of words
  std::set<std::string> of_processor_time_;  ///< families with rows of which no time type is said
  std::set<std::string> alike_;              ///< keys of rows that would be one point
};

}  // namespace bench_report
