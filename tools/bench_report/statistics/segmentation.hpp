// Where the level of a sequence changes: exact segmentation under a bounded loss.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bench_report {

/// Values with one level: [begin, end) of the sequence.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  double level = 0;

  std::size_t size() const { return end - begin; }
};

/// From that many scales away from its level a value counts as an outlier, which costs no more than this.
inline constexpr double outlier_distance = 3;

/// The partition of the sequence that minimises the sum over segments of Σ min(((y − level) / scale)², 9),
/// plus `penalty` for each segment but the first: the biweight loss of Fearnhead & Rigaill (2019,
/// doi:10.1080/01621459.2017.1385466), minimised exactly by their functional pruning. A single value far away
/// costs 9, less than two changes, so that it makes no segment. `scales` are those of the noise, each above
/// 0, as many as values. Empty for no values.
std::vector<Segment> segment(std::span<const double> values, std::span<const double> scales, double penalty);

/// All values, one or more, with the one level that minimises their loss: what `segment` yields where a
/// change costs too much.
Segment one_segment(std::span<const double> values, std::span<const double> scales);

}  // namespace bench_report
