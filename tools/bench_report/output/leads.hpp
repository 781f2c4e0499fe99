// Leads in words.
#pragma once

#include <string>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/series.hpp"

namespace bench_report {

/// What the leads are of: repetitions of one process, or processes, of which each is one sample.
std::string basis_of_leads(const SeriesSet& set);

/// "1.21× faster than b [1.10, 1.33]", "not separated from b [0.97, 1.08]", "alone".
std::string describe_lead(const Winner& winner);

}  // namespace bench_report
