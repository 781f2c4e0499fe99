// Verdicts on rows that are looked at again and again while they are measured.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/verdict.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/statistics/sequential.hpp"

namespace bench_report {

/// Judges the rows of one metric, look after look. A row that is decided stays so, and need not be measured
/// any more.
///
/// For the whole comparison, all rows and all looks together: the chance that any row is called changed
/// (REGRESSED, IMPROVED, CHANGED) which is not by more than the minimum effect stays below alpha, and so does
/// the chance that any row is called EQUIVALENT which is not. Two families, each with a sequential Holm: in
/// the first the hypothesis of a row is "no change beyond the minimum effect", in the second "a change of the
/// minimum effect or more", whose p is the larger one of two one-sided tests (Schuirmann 1987,
/// doi:10.1007/BF01068419).
class SequentialJudge {
 public:
  /// `rows` are all that may be compared: what is not looked at still counts.
  SequentialJudge(std::size_t rows, double alpha, Direction direction);

  /// Looks with that share of alpha (share_of_look()). Pairs are told apart by their keys; those decided
  /// before come back as they were. What is shown as adjusted p is adjusted for rows and looks, the least of
  /// all looks until now.
  std::vector<Judgement> look(std::span<const Pair> pairs, double share);

  /// Samples a side it takes, in about, to decide a row that is open, with the share of a look: none where
  /// its ratio is as large as the minimum effect, or nothing can be said.
  std::optional<std::size_t> forecast(const Judgement& judgement, std::size_t samples, double least_effect,
                                      double share) const;

 private:
  double alpha_;
  Direction direction_;
  SequentialHolm changes_;
  SequentialHolm equivalences_;
  std::map<std::string, Judgement> known_;  ///< by key: of the rows' last look
};

}  // namespace bench_report
