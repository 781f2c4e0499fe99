// Which libraries read the files.
#pragma once

#include <string>
#include <vector>

namespace bench_report {

/// "RapidJSON 1.1.0", "zlib 1.2.13".
std::vector<std::string> reading_libraries();

}  // namespace bench_report
