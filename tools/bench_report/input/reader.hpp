// Reading Google Benchmark's JSON, of every version from 1.5 on.
#pragma once

#include <string>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// Reads one file. Of a file that is cut off, `salvage` keeps the whole rows. What was odd but could be read
/// is said in the run's warnings. Names, labels and messages come as valid UTF-8 without control characters.
/// Throws UnusableInput.
Run read_run(const std::string& path, bool salvage = false);

}  // namespace bench_report
