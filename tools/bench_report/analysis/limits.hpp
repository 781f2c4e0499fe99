// What keeps a computation from being faster, size by size: a roofline (Williams, Waterman & Patterson 2009,
// doi:10.1145/1498765.1498785) of two roofs that are both measured, `limit/copy` and `limit/arithmetic`.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/series.hpp"

namespace bench_report {

enum class Resource {
  memory,
  arithmetic,
  both,  ///< neither takes longer than the other by SeriesSet::tie
};

/// "memory", "arithmetic", "both".
std::string name_of(Resource resource);

/// The limits at one size: of `limit/copy` and `limit/arithmetic`, or of both with `_parallel` behind.
struct Roof {
  double x = 0;
  bool parallel = false;
  double memory = 0;      ///< median, in seconds
  double arithmetic = 0;  ///< the same
  Resource binds = Resource::memory;

  /// No family of that many workers can take less.
  double seconds() const { return std::max(memory, arithmetic); }

  /// How many times as long arithmetic takes as memory.
  double intensity() const { return arithmetic / memory; }
};

/// How close a family comes to what binds it.
struct Share {
  std::string family;
  double x = 0;
  double share = 0;  ///< Roof::seconds() over the family's median: 1 is the limit
  bool parallel = false;
  Resource binds = Resource::memory;
};

struct Limits {
  std::vector<Roof> roofs;    ///< by size, that of one worker first
  std::vector<Share> shares;  ///< by family, then by size
};

/// Empty but for wall time, and where not both limits were measured. A family has a share where its rows say
/// how many workers they had (Point::workers): of one, against the limits of one worker; of several, against
/// those of all. Devices (`cuda/…`) have limits of their own.
Limits find_limits(const SeriesSet& set);

/// The roof at a size; nullptr where there is none.
const Roof* find_roof(const Limits& limits, double x, bool parallel);

/// The share of a family at a size; nullptr where there is none.
const Share* find_share(const Limits& limits, const std::string& family, double x);

}  // namespace bench_report
