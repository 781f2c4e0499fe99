// A history as one page.
#pragma once

#include <optional>
#include <string>

#include "tools/bench_report/analysis/history.hpp"
#include "tools/bench_report/output/history_report.hpp"

namespace bench_report {

/// A whole HTML document that is well-formed XML too, without scripts and without anything from elsewhere:
/// what changed lately first, with links to a chart of each row below, by family. Byte-identical for
/// identical input. The more rows, the fewer dots and texts each chart has: 500 rows over 1,000 commits take
/// a few MB. The page says what it leaves out.
std::string make_history_page(const History& history, const std::optional<HistoryGate>& gate);

}  // namespace bench_report
