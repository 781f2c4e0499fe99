// Taking in, looking, and forecasting.
#include "tools/bench_report/commands/live_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <utility>

#include "tools/bench_report/commands/command.hpp"
#include "tools/bench_report/commands/row_arguments.hpp"
#include "tools/bench_report/input/selection.hpp"
#include "tools/bench_report/statistics/sequential.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/natural_order.hpp"

namespace bench_report {
namespace {

/// Rows as a program lists them, with the listed name as their label, which renaming leaves alone. A program
/// lists a name twice whose row has a number in files: that one is not found here.
std::vector<Run> listed_runs(const std::vector<std::string>& listed) {
  std::vector<Run> runs(1);
  std::set<std::string> seen;
  for (const std::string& name : listed) {
    if (seen.insert(name).second) {
      Row& row = runs.front().rows.emplace_back();
      row.name = parse_name(name);
      row.label = name;
    }
  }
  return runs;
}

/// As listed, by the keys that rows have in files.
std::map<std::string, std::string> names_by_key(std::vector<Run>& runs) {
  tell_apart(names_by_file(runs));
  std::map<std::string, std::string> names;
  for (const Row& row : runs.front().rows) {
    names.emplace(row_key(row.name), row.label);
  }
  return names;
}

bool is_open(const ComparedRow& row) {
  return row.judgement && row.judgement->verdict == Verdict::inconclusive;
}

std::size_t samples_of(const ComparedRow& row) {
  return row.before && row.after ? std::min(row.before->samples, row.after->samples) : 0;
}

}  // namespace

LiveComparison::LiveComparison(const CompareArguments& arguments,
                               const std::array<std::vector<std::string>, 2>& listed,
                               std::optional<std::size_t> fixed)
    : arguments_(arguments), fixed_(fixed) {
  arguments_.reading.ignored_context.emplace_back("executable");  // who is compared was said by name
  std::vector<Run> before = listed_runs(listed[0]);
  std::vector<Run> after = listed_runs(listed[1]);
  const std::span<Run> sides[] = {before, after};
  select_rows(sides, arguments.rows);
  if (!arguments.families.empty()) {
    select_families(arguments.families[0], arguments.families[1], before, after);
  }
  names_ = {names_by_key(before), names_by_key(after)};
}

std::vector<std::string> LiveComparison::only_of(SideOf side) const {
  const auto& others = names_[side == SideOf::before ? 1 : 0];
  std::vector<std::string> names;
  for (const auto& [key, name] : names_[static_cast<std::size_t>(side)]) {
    if (!others.contains(key)) {
      names.push_back(name);
    }
  }
  std::ranges::sort(names, stands_before);
  return names;
}

void LiveComparison::take(SideOf side, const std::string& file) {
  std::ranges::move(read_runs({file}, arguments_.reading),
                    std::back_inserter(runs_[static_cast<std::size_t>(side)]));
  if (runs_[0].size() == 1 && runs_[1].size() == 1) {
    comparison_ = compare_runs(runs_[0], runs_[1], arguments_);
  }
}

std::size_t LiveComparison::first() const {
  const auto common =
      std::ranges::count_if(names_[0], [&](const auto& name) { return names_[1].contains(name.first); });
  return fixed_ ? *fixed_ : first_look(static_cast<std::size_t>(common), arguments_.options.alpha);
}

std::size_t LiveComparison::next(std::size_t samples) const {
  return fixed_ || looks_.size() >= most_looks ? samples : next_look(samples);
}

Standing LiveComparison::look(bool is_last) {
  Judging judging;
  if (!fixed_) {
    const double share = share_of_look(looks_.size() + 1, is_last);
    judging = [this, share](std::span<const Pair> pairs, Direction direction) {
      if (!judge_) {
        judge_.emplace(pairs.size(), arguments_.options.alpha, direction);
      }
      return judge_->look(pairs, share);
    };
  }
  comparison_ = compare_runs(runs_[0], runs_[1], arguments_, judging);
  std::size_t samples = 0;
  for (const ComparedRow& row : comparison_.rows) {
    samples = std::max(samples, samples_of(row));
  }
  looks_.push_back(samples);
  return standing();
}

Standing LiveComparison::standing() const {
  Standing standing;
  bool all_are_known = true;
  for (const ComparedRow& row : comparison_.rows) {
    if (!is_open(row)) {
      ++standing.decided;
      continue;
    }
    ++standing.open;
    const auto before = names_[0].find(row.key);
    const auto after = names_[1].find(row.key);
    if (before == names_[0].end() || after == names_[1].end()) {
      all_are_known = false;
    } else {
      standing.rows.push_back({before->second, after->second});
    }
  }
  if (!all_are_known) {
    standing.rows.clear();
  }
  return standing;
}

Comparison LiveComparison::result(double seconds_per_round) const {
  Comparison comparison = comparison_;
  if (!fixed_ && judge_) {
    explain(comparison, seconds_per_round);
  }
  return comparison;
}

void LiveComparison::explain(Comparison& comparison, double seconds_per_round) const {
  const double share = share_of_look(std::min(looks_.size() + 1, most_looks), true);
  const std::size_t rounds = std::ranges::max(looks_);
  const auto measured_last = std::ranges::count_if(comparison.rows, [rounds](const ComparedRow& row) {
    return row.judgement && samples_of(row) == rounds;
  });
  double seconds = 0;
  std::size_t with_forecast = 0;
  for (ComparedRow& row : comparison.rows) {
    if (!is_open(row)) {
      continue;
    }
    const std::size_t samples = samples_of(row);
    const auto forecast = judge_->forecast(*row.judgement, samples, row.least_effect, share);
    row.reason += row.reason.empty() ? "" : "; ";
    if (!row.judgement->interval) {
      row.reason +=
          fmt::format("too few samples to tell: the first look is after {} processes a side", first());
    } else if (!forecast) {
      row.reason +=
          "the ratio lies at the minimum effect, or varies too much: more processes would hardly tell";
    } else {
      row.reason += fmt::format("about {} processes a side would tell", std::max(*forecast, samples + 2));
      // A row's share of a round: those that are decided earlier are not measured any more.
      seconds += static_cast<double>(std::max(*forecast, samples + 2) - samples) * seconds_per_round /
                 static_cast<double>(std::max<std::ptrdiff_t>(measured_last, 1));
      ++with_forecast;
    }
  }
  std::vector<std::string> looks;
  for (const std::size_t samples : looks_) {
    looks.push_back(std::to_string(samples));
  }
  comparison.warnings.push_back(fmt::format(
      "measured in turns and looked at after {} processes a side: alpha holds for all rows and looks "
      "together, and so it does for EQUIVALENT; the intervals are those of one row and one look",
      joined(looks)));
  if (with_forecast > 0 && seconds_per_round > 0) {
    comparison.warnings.push_back(fmt::format("to decide {} would take about {:.0f} s (--time-budget)",
                                              counted(with_forecast, "more row"), std::max(1.0, seconds)));
  }
}

}  // namespace bench_report
