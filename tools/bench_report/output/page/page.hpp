// One page with all that `bench-report` has to say about a run.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/analysis/side.hpp"
#include "tools/bench_report/output/chart/switches.hpp"

namespace bench_report {

/// A chart with the words below it.
struct Figure {
  std::string svg;  ///< inline; ids differ between figures; empty: the caption says why there is none
  std::vector<std::string> caption;
};

struct Page {
  std::string title;
  std::vector<Figure> figures;
  const QuantileTable& table;            ///< of the newest run
  std::span<const Side> sides;           ///< oldest first
  std::span<const SeriesSet> sets;       ///< of the sides
  std::span<const LeftOut> not_charted;  ///< points that the figures leave out
  std::vector<FamilySwitch> switches{};  ///< of the figures' families
};

/// A whole HTML document that is well-formed XML too, without scripts and without anything from elsewhere;
/// byte-identical for identical input. With several runs the table compares the newest with the oldest.
std::string make_page(const Page& page);

}  // namespace bench_report
