// The log-log chart: a median line and a 5–95 % band for each family, as SVG.
#pragma once

#include <string>

#include "tools/bench_report/series.hpp"

namespace bench_report {

struct ChartText {
  std::string title;
  std::vector<std::string> small_print;  ///< machine, commit, what was left out
};

/// A whole SVG document, byte-identical for identical input. Light and dark backgrounds by the reader's own
/// setting. Throws std::invalid_argument where there is nothing to draw.
std::string draw_chart(const SeriesSet& set, const ChartText& text);

}  // namespace bench_report
