// Rows of which no statistics can tell: those that fail, are skipped, or vanished.
#pragma once

#include <optional>
#include <string>

#include "tools/bench_report/analysis/side_rows.hpp"
#include "tools/bench_report/analysis/verdict.hpp"

namespace bench_report {

/// A verdict that needs no statistics.
struct Finding {
  Verdict verdict;
  std::string reason;
};

/// "skipped: no GPU"
std::string skip_reason(const std::string& reason);

/// Whether it has samples, or the aggregates of some; nullptr has not.
bool is_measured(const SideRow* row);

/// Whether it fails in some run; nullptr does not.
bool fails(const SideRow* row);

/// "a worker died", "a worker died (in 1 of 16 files)"
std::string error_of(const SideRow& row);

/// A row that fails now and has not failed before, or was measured before and never is now, is a new error.
/// What fails here and there on both sides, or did on the old one, is compared by what was measured.
/// Empty where failures decide nothing.
std::optional<Finding> judge_failures(const SideRow* before, const SideRow* after, const std::string& metric);

/// Of a row that lacks samples on one side or both.
Finding judge_unmeasured(const SideRow* before, const SideRow* after, const std::string& metric);

}  // namespace bench_report
