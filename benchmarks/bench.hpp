// `bench` from its options to its exit status.
#pragma once

#include "benchmarks/options.hpp"

namespace parallelization {

/// Lists or measures what the options ask for. Throws UsageError, or another exception, when that can't be
/// begun or its result can't be written; argc and argv go to the start hooks of the strategies. Returns the
/// exit status.
int bench(const Options& options, int argc, char** argv);

}  // namespace parallelization
