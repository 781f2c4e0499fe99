// Reading Google Benchmark's JSON.
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

/// Reads one file. Throws UnusableInput.
Run read_run(const std::string& path);

}  // namespace bench_report
