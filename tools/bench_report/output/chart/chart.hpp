// The chart: a median line and a 5–95 % band for each family, as SVG.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/output/chart/chart_data.hpp"

namespace bench_report {

struct ChartText {
  std::string title;
  std::string x_label;  ///< empty: the axis's name
  std::vector<std::string>
      small_print;           ///< machine, commit, what was left out: texts that are broken into lines,
                             ///< the long ones shortened, and counted where they are too many
  std::string id = "chart";  ///< begins the ids in the document: charts of one page need different ones
};

/// What the y axis shows: "wall time of a run", "bandwidth (bytes per second)", "speedup over loops".
std::string value_label(const ChartData& data);

/// A whole SVG element, byte-identical for identical input, that may be a file or stand inline in a page: its
/// style sheet speaks of nothing outside of it. Light and dark backgrounds by the reader's own setting.
std::string draw_chart(const ChartData& data, const ChartText& text);

}  // namespace bench_report
