// What is thrown where a file can't be used.
#pragma once

#include <stdexcept>

namespace bench_report {

/// A file that can't be used: what() is one line with the file, the place in it, and what to do. Exit
/// status 2.
class UnusableInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace bench_report
