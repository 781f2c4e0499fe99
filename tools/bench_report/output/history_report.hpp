// A history for people and programs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "tools/bench_report/analysis/history.hpp"
#include "tools/bench_report/output/report.hpp"

namespace bench_report {

/// What fails: regressions after that commit.
struct HistoryGate {
  std::size_t place = 0;  ///< into History::commits
  std::size_t regressions = 0;
};

class HistoryReport final : public Report {
 public:
  HistoryReport(const History& history, const std::optional<HistoryGate>& gate)
      : history_(history), gate_(gate) {}

  Document document(Format format) const override;
  void write(Json& json) const override;
  Records records() const override;

 private:
  const History& history_;
  const std::optional<HistoryGate>& gate_;
};

/// "FAILED: 2 regressions since …"; "" without a gate.
std::string conclusion(const History& history, const std::optional<HistoryGate>& gate);

}  // namespace bench_report
