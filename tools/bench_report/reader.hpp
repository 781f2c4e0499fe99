// Reading Google Benchmark's JSON, of every version from 1.5 on.
#pragma once

#include <stdexcept>
#include <string>

#include "tools/bench_report/model.hpp"

namespace bench_report {

/// A file that can't be used: what() is one line with the file, the place in it, and what to do. Exit
/// status 2.
class UnusableInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads one file. Of a file that is cut off, `salvage` keeps the whole rows. What was odd but could be read
/// is said in the run's warnings. Names, labels and messages come as valid UTF-8 without control characters.
/// Throws UnusableInput.
Run read_run(const std::string& path, bool salvage = false);

}  // namespace bench_report
