// Reading Google Benchmark's JSON, of every version from 1.5 on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

struct ReadOptions {
  bool salvage = false;                      ///< of a file that is cut off keep the whole rows
  std::string library_version;               ///< of Google Benchmark, whatever the file says; "": as it says
  std::vector<std::string> ignored_context;  ///< keys; the run comes without them
};

/// Reads one file: one run, or several where it was put together of some (see run_builder.hpp), the first
/// with the warnings. What was odd but could be read is said in the run's warnings. Names, labels and
/// messages come as valid UTF-8 without control characters. Throws UnusableInput, and std::invalid_argument
/// for a version that is none.
std::vector<Run> read_file(const std::string& path, const ReadOptions& options = {});

/// The same for what is in memory, not compressed, under the name that messages give it.
std::vector<Run> read_bytes(std::string_view bytes, const std::string& name, const ReadOptions& options = {});

}  // namespace bench_report
