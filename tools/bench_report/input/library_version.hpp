// Which version of Google Benchmark wrote a file, as far as it matters for its figures.
#pragma once

#include <map>
#include <string>

namespace bench_report {

/// What real_time is of a row with several threads. Since 1.9.0 it is no longer divided by their number.
enum class ThreadTimes { divided, whole, unknown };

/// As `version` says, where it is not empty: "1.8.3", "v1.9.0". Else by what the context has: library_version
/// (written since 1.8.4, but it may be empty, a hash, or the tag of a project that the library is a part of),
/// and aslr_enabled (since 1.9.3). A library that states no version is older than 1.8.4. Throws
/// std::invalid_argument, one line, for a `version` that is none.
ThreadTimes thread_times(const std::map<std::string, std::string>& context, const std::string& version);

}  // namespace bench_report
