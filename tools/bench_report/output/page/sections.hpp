// The sections of a page, from what is asked first to what is looked up. Each may be empty.
#pragma once

#include <string>

#include "tools/bench_report/output/page/page.hpp"

namespace bench_report {

std::string winners_section(const Page& page);

/// Medians at a glance: a line for each family, a column for each size; or the other way round, where many
/// sizes would not fit on a page and few families do. What still is too wide is several tables.
std::string overview_section(const Page& page);

std::string quantiles_section(const Page& page);

/// Failed, skipped, left out.
std::string left_out_section(const Page& page);

/// Where and how this was measured: what the contexts say.
std::string context_section(const Page& page);

}  // namespace bench_report
