// Which of many commits made it slow, with as few looks at them as possible.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace bench_report {

enum class Probe {
  good,
  bad,
  unknown,  ///< it does not build, say: another one is asked in its place
};

struct Suspects {
  std::size_t first = 0;  ///< of those among which the first bad one is
  std::size_t last = 0;   ///< itself bad; the only one where first == last
};

/// Bisects `count` > 0 things in order, of which the last is bad, and what lies before the first is good.
/// Asks `probe` about one, by its number, never twice about the same, and where it does not know, about the
/// one nearest to that.
Suspects first_bad(std::size_t count, const std::function<Probe(std::size_t)>& probe);

}  // namespace bench_report
