// What fails, and what is not there.
#include "tools/bench_report/analysis/failures.hpp"

#include <fmt/format.h>

namespace bench_report {

std::string skip_reason(const std::string& reason) {
  return reason.empty() ? "skipped" : "skipped: " + reason;
}

bool is_measured(const SideRow* row) {
  return row != nullptr && (!row->repetitions.empty() || row->has_only_aggregates);
}

bool fails(const SideRow* row) {
  return row != nullptr && row->failed_runs > 0;
}

std::string error_of(const SideRow& row) {
  return row.runs == 1 ? *row.error
                       : fmt::format("{} (in {} of {} files)", *row.error, row.failed_runs, row.runs);
}

std::optional<Finding> judge_failures(const SideRow* before, const SideRow* after,
                                      const std::string& metric) {
  if (fails(after) && (!fails(before) || (is_measured(before) && !is_measured(after)))) {
    return Finding{Verdict::new_error, error_of(*after)};
  }
  if (!fails(before) || (is_measured(before) && is_measured(after))) {
    return std::nullopt;
  }
  if (fails(after) && !is_measured(after)) {
    return Finding{Verdict::skipped, "fails on both sides: " + error_of(*after)};
  }
  const std::string reason = "failed before: " + error_of(*before);
  if (is_measured(after)) {
    return Finding{Verdict::fixed, fails(after) ? reason + "; still fails: " + error_of(*after) : reason};
  }
  if (after == nullptr) {
    return Finding{Verdict::only_old, reason};
  }
  return Finding{is_measured(before) ? Verdict::only_old : Verdict::skipped,
                 reason + (after->skipped ? "; skipped now" : "; no samples of " + metric + " now")};
}

Finding judge_unmeasured(const SideRow* before, const SideRow* after, const std::string& metric) {
  if (is_measured(before) && is_measured(after)) {
    return {Verdict::inconclusive,
            "only aggregates in the file: run it without "
            "--benchmark_report_aggregates_only"};
  }
  if (is_measured(before)) {
    return {Verdict::only_old, after == nullptr ? "vanished"
                               : after->skipped ? "now " + skip_reason(*after->skipped)
                                                : "no samples of " + metric + " any more"};
  }
  if (is_measured(after)) {
    return {Verdict::only_new, before == nullptr ? ""
                               : before->skipped ? "before " + skip_reason(*before->skipped)
                                                 : "no samples of " + metric + " before"};
  }
  const SideRow* const some = after != nullptr ? after : before;
  return {Verdict::skipped, some->skipped ? skip_reason(*some->skipped) : "no samples of " + metric};
}

}  // namespace bench_report
