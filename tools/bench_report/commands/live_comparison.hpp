// A comparison that grows while it is measured.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/sequential_judge.hpp"
#include "tools/bench_report/commands/compare_arguments.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/measure/turns.hpp"

namespace bench_report {

/// Decides row by row, by a SequentialJudge, or with a fixed number of processes by one look at the end. What
/// is wrong with the options, or the files, shows when the first process of each side has been taken in.
class LiveComparison : public Decider {
 public:
  /// `listed` are the benchmarks of both programs, as they list them.
  LiveComparison(const CompareArguments& arguments, const std::array<std::vector<std::string>, 2>& listed,
                 std::optional<std::size_t> fixed);

  void take(SideOf side, const std::string& file) override;
  std::size_t first() const override;
  std::size_t next(std::size_t samples) const override;
  Standing look(bool is_last) override;

  /// Rows that are looked at and that only this side has, renamed or not, by their names in the program's
  /// list.
  std::vector<std::string> only_of(SideOf side) const;

  /// Whether there is something of both sides to look at.
  bool has_both() const { return !runs_[0].empty() && !runs_[1].empty(); }

  /// What the last look found, with what it would take to decide the rest: for `seconds_per_round` a process
  /// a side.
  Comparison result(double seconds_per_round) const;

 private:
  Standing standing() const;
  void explain(Comparison& comparison, double seconds_per_round) const;

  CompareArguments arguments_;
  std::optional<std::size_t> fixed_;
  std::array<std::map<std::string, std::string>, 2> names_;  ///< as listed, by key
  std::array<std::vector<Run>, 2> runs_;
  std::optional<SequentialJudge> judge_;
  std::vector<std::size_t> looks_;  ///< processes a side at each
  Comparison comparison_;
};

}  // namespace bench_report
