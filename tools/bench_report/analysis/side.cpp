// Names of sides.
#include "tools/bench_report/analysis/side.hpp"

#include <algorithm>
#include <iterator>

namespace bench_report {

std::vector<std::string> names_of(std::span<const Side> sides) {
  std::vector<std::string> names;
  std::ranges::transform(sides, std::back_inserter(names), &Side::name);
  return names;
}

}  // namespace bench_report
