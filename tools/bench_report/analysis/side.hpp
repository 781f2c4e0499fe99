// What is looked at as one: the runs of a side.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// What is shown as one: a file, or several whose samples are put together.
struct Side {
  std::string name;
  std::vector<Run> runs;
};

/// Their names, in order.
std::vector<std::string> names_of(std::span<const Side> sides);

/// What files are called, in order: by their names, and by their paths where these alone don't tell them
/// apart.
std::vector<std::string> names_of_files(std::span<const std::string> paths);

}  // namespace bench_report
