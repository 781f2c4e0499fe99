// Halving.
#include "tools/bench_report/measure/search.hpp"

#include <algorithm>

namespace bench_report {

Suspects first_bad(std::size_t count, const std::function<Probe(std::size_t)>& probe) {
  std::size_t first = 0;
  std::size_t last = count - 1;
  std::vector<bool> is_unknown(count, false);
  while (true) {
    // Those that can still tell something: before the last, which is known to be bad.
    const std::size_t middle = first + (last - first - (last > first ? 1 : 0)) / 2;
    std::vector<std::size_t> candidates;
    for (std::size_t i = first; i < last; ++i) {
      if (!is_unknown[i]) {
        candidates.push_back(i);
      }
    }
    if (candidates.empty()) {
      return {.first = first, .last = last};
    }
    const std::size_t chosen = *std::ranges::min_element(
        candidates, {}, [middle](std::size_t i) { return i > middle ? i - middle : middle - i; });
    switch (probe(chosen)) {
      case Probe::good:
        first = chosen + 1;
        break;
      case Probe::bad:
        last = chosen;
        break;
      case Probe::unknown:
        is_unknown[chosen] = true;
        break;
    }
  }
}

}  // namespace bench_report
