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

}  // namespace bench_report
