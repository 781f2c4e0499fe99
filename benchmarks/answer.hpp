// What a run says at its end: which family is the best, and the medians at a glance.
#pragma once

#include <cstddef>
#include <string>

#include "benchmarks/journal.hpp"

namespace parallelization {

/// The same text as `bench-report quantiles` has for the finished repetitions; tables are no wider than
/// `columns`. Empty where nothing was measured.
std::string answer_of(const Journal& journal, std::size_t columns);

}  // namespace parallelization
