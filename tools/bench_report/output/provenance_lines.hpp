// Machine, commit and date, for small print.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/analysis/provenance.hpp"

namespace bench_report {

/// Up to three lines: the machine; commit and compiler; the date. What is unknown is left out.
std::vector<std::string> context_lines(const Provenance& facts);

/// The same below a line with the files.
std::vector<std::string> side_lines(const Provenance& facts);

}  // namespace bench_report
