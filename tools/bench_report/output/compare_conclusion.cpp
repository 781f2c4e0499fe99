// The last line.
#include "tools/bench_report/output/compare_conclusion.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/gate.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

/// What fails the comparison: "2 rows regressed, 1 row vanished".
std::string failures(const Comparison& comparison) {
  std::vector<std::string> parts;
  const auto add = [&](Verdict verdict, const std::string& what) {
    const std::size_t count = comparison.count(verdict);
    if (count > 0 && fails_the_gate(verdict, comparison.options)) {
      parts.push_back(counted(count, "row") + " " + what);
    }
  };
  add(Verdict::regressed, "regressed");
  add(Verdict::over_limit,
      fmt::format("over the limit of {} (unproved)", comparison.options.max_ratio.value_or(1)));
  add(Verdict::new_error, comparison.count(Verdict::new_error) == 1 ? "with a new error" : "with new errors");
  add(Verdict::only_old, "vanished");
  add(Verdict::changed, "changed");
  return joined(parts);
}

/// Why rows that both sides measured could not be tested.
std::string unjudged(const Gate& gate) {
  const std::size_t others = gate.pairs - gate.judged - gate.few_samples;
  return gate.few_samples == 0 ? counted_of(others, gate.pairs, "row") + " can't be tested"
                               : fmt::format("{} too few samples{}",
                                             counted_of(gate.few_samples, gate.pairs, "row", "has", "have"),
                                             others > 0 ? fmt::format(", {} can't be tested", others) : "");
}

}  // namespace

std::string conclusion_of(const Comparison& comparison) {
  const Gate gate = gate_of(comparison);
  const auto& limit = comparison.options.max_ratio;
  const std::string status =
      gate.status == Exit::inconclusive ? "; --strict does not allow that (exit status 3)" : "";
  switch (gate.outcome) {
    case Outcome::failed:
      return "FAILED: " + failures(comparison) + " (exit status 1)";
    case Outcome::nothing_judged:
      return "NOTHING JUDGED: " + unjudged(gate) +
             (limit ? fmt::format("; none is over the limit of {}", *limit)
                    : "; measure with more repetitions or files, or set a plain limit (--max-ratio)") +
             status;
    case Outcome::inconclusive:
      return "INCONCLUSIVE: some rows could not be told apart" + status;
    default:
      return std::string("PASSED: no regression was found") +
             (limit ? fmt::format(", no row is over the limit of {}", *limit) : "") +
             (gate.judged < gate.pairs ? "; " + unjudged(gate) : "") +
             (comparison.count(Verdict::inconclusive) > 0
                  ? "; INCONCLUSIVE rows were not shown to be equal either"
                  : "");
  }
}

}  // namespace bench_report
