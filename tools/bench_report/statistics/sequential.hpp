// Looking at a comparison while it is measured, as often as one likes, for one alpha.
//
// Every look is a chance of a false alarm, and so is every row. Alpha is therefore spent in shares (Lan &
// DeMets 1983, doi:10.1093/biomet/70.3.659; the shares here have the sum 1, which needs no assumption on how
// the looks' statistics go together, and a test that is exact stays exact), and at each look Holm's step-down
// test hands the alpha of what was rejected to what is open (group sequential Holm procedures are reviewed by
// Tamhane et al. 2021, doi:10.1002/sim.9128). What was rejected stays so.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {

/// Samples a side at the first look: `at_least` or, with many rows, as many as it takes for the U test to
/// decide anything with the first look's share of alpha. Even, since two sides that take turns A B B A are
/// even then.
std::size_t first_look(std::size_t rows, double alpha, std::size_t at_least = 8);

/// Samples a side at the look after one with so many: half as many again, even.
std::size_t next_look(std::size_t samples);

/// Looks at most: with half as many samples again each time, the tenth sees forty times as many as the first.
inline constexpr std::size_t most_looks = 10;

/// Which share of alpha the look may spend, the first being 1: a tenth, and the last one all that is left.
/// Only the clock, or a limit that was set before, may make a look the last, never the figures.
double share_of_look(std::size_t look, bool is_last);

/// Holm's test of a family of hypotheses, look after look.
class SequentialHolm {
 public:
  SequentialHolm(std::size_t hypotheses, double alpha) : hypotheses_(hypotheses), alpha_(alpha) {}

  /// A look at the hypotheses that are open and that one cares to test (there may be more than was said,
  /// which then count): their p values in any order, each valid for what was measured until now. Returns them
  /// adjusted for hypotheses and looks; those below alpha are rejected, and are not to be tested again.
  std::vector<double> look(std::span<const double> p, double share);

  std::size_t rejected() const { return rejected_; }

  /// What a single hypothesis would be tested at in a look with that share.
  double level(double share) const;

 private:
  std::size_t hypotheses_;
  double alpha_;
  std::size_t rejected_ = 0;
};

/// How many samples a side it takes until the interval of a ratio, `samples` a side wide now, lies on one
/// side of the border that is nearest to its estimate, at a one-sided `level`: its width shrinks with the
/// root of the samples. `interval` is one of 95 %, the borders are `1 + least_effect` and its reciprocal.
/// Empty where it would take more than a hundred times as many: the ratio lies at the border.
std::optional<std::size_t> samples_to_decide(const Interval& interval, std::size_t samples,
                                             double least_effect, double level);

}  // namespace bench_report
