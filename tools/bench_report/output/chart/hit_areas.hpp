// Where a mouse over the chart reads what.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bench_report {

/// A place in the chart that tells something when the mouse is over it.
struct HitPoint {
  double x = 0;  ///< in units of the drawing, as y
  double y = 0;
  std::size_t run = 0;
  std::string text;  ///< one line
};

/// Invisible rectangles, each with a <title>, that do not overlap: every point lies in the one that has its
/// text. They reach half way to the next point, and no farther than a few units. Points that can't be told
/// apart share one, a line for each, the newest run first.
std::string draw_hit_areas(std::vector<HitPoint> points);

}  // namespace bench_report
