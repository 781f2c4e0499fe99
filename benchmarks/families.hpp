// From the registered strategies to the rows that Google Benchmark measures.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/journal.hpp"
#include "benchmarks/options.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {

/// One benchmark family: a strategy, resident or as a round trip, and the sizes of it that the filter names.
struct Family {
  const Entry* entry = nullptr;
  bool roundtrip = false;
  std::vector<std::size_t> sizes;

  std::string name() const { return roundtrip ? entry->name + "/roundtrip" : entry->name; }
  /// As Google Benchmark builds it: `family/N:464/real_time`.
  std::string row_name(std::size_t n) const { return name() + "/N:" + std::to_string(n) + "/real_time"; }
};

/// What messages of rows that did not run here begin with.
inline constexpr std::string_view skip_prefix = "skipped: ";

/// The rows that the filter names, a regular expression on row names as Google Benchmark reads it. Asks no
/// strategy whether it is available. Throws UsageError for a bad expression, and where nothing matches.
std::vector<Family> select_families(const Options& options);

/// Throws UsageError where the arrays of a selected row can't fit into this machine's memory.
void check_memory(const std::vector<Family>& families);

/// Registers each family with Google Benchmark; one that is unavailable here as a single row with the reason.
/// Returns the number of repetitions that will be measured. The journal must outlive the run.
std::size_t register_families(const std::vector<Family>& families, const Options& options, Journal& journal);

}  // namespace parallelization
