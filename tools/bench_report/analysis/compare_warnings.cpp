// Trends, and how processes and floors lie.
#include "tools/bench_report/analysis/compare_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "tools/bench_report/analysis/row_facts.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/statistics/trend.hpp"
#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

constexpr std::size_t enough_for_drift = 10;
constexpr double alpha_of_drift = 0.01;
/// Between the ratios of wall and processor time.
constexpr double far_apart = 1.5;

/// Of all repetitions of a row; 0 where there are none.
double median_of(const SideRows& rows, const std::string& key) {
  std::vector<double> samples;
  if (const auto place = rows.index.find(key); place != rows.index.end()) {
    for (const std::vector<double>& repetitions : rows.rows[place->second].repetitions) {
      samples.insert(samples.end(), repetitions.begin(), repetitions.end());
    }
  }
  return samples.empty() ? 0 : median(samples);
}

/// New by old; none where one of them is 0.
std::optional<double> ratio_of_medians(const SideRows& old_rows, const SideRows& new_rows,
                                       const std::string& key) {
  const double before = median_of(old_rows, key);
  const double after = median_of(new_rows, key);
  return before > 0 && after > 0 ? std::optional(after / before) : std::nullopt;
}

/// By family: "N^2", or all of them where files of the side differ.
std::map<std::string, std::set<std::string>> orders_of(const std::vector<Run>& runs) {
  std::map<std::string, std::set<std::string>> orders;
  for (const Run& run : runs) {
    for (const Complexity& complexity : run.complexities) {
      if (!complexity.order.empty()) {
        orders[complexity.name].insert(complexity.order);
      }
    }
  }
  return orders;
}

std::string told(const std::set<std::string>& orders) {
  std::vector<std::string> texts;
  std::ranges::transform(orders, std::back_inserter(texts), order_text);
  return joined(texts, " or ");
}

}  // namespace

std::string describe_drift(const std::vector<Sequence>& sequences) {
  std::vector<std::string> names;
  std::size_t tested = 0;
  for (const auto& [name, sequence] : sequences) {
    tested += sequence->size() >= enough_for_drift ? 1U : 0U;
  }
  for (const auto& [name, sequence] : sequences) {
    if (sequence->size() >= enough_for_drift &&
        p_of_drift(*sequence) < alpha_of_drift / static_cast<double>(tested)) {
      names.push_back(name);
    }
  }
  return names.empty() ? "" : "times drift from the first sample to the last (Mann-Kendall): " + some(names);
}

void warn_of_the_layout(const std::vector<Run>& before, const std::vector<Run>& after,
                        const CompareOptions& options, Comparison& result) {
  if (before.size() == 1 || after.size() == 1) {
    result.warnings.emplace_back(
        (before.size() == after.size() ? std::string("one process a side:")
                                       : std::string("one process on a side:")) +
        " what differs between processes (memory layout, placement) is not seen, and "
        "false alarms are more frequent than alpha; compare two programs, or several files a side");
  }
  if (before.size() != after.size()) {
    result.warnings.push_back(
        fmt::format("the old side has {}, the new one {}", counted(before.size(), "file"), after.size()));
  }
  if (options.floor != nullptr) {
    std::vector<std::string> without;
    for (const ComparedRow& row : result.rows) {
      if (row.judgement && options.floor->find(row.key) == nullptr) {
        without.push_back(row.name);
      }
    }
    if (!without.empty()) {
      result.warnings.push_back(fmt::format("{} no noise floor in the file of --floor: {}",
                                            counted_of(without.size(), result.judged, "row", "has", "have"),
                                            some(without)));
    }
  }
}

void warn_of_other_names(const SideRows& old_rows, const SideRows& new_rows, Comparison& result) {
  const auto lonely = [&](Verdict verdict, const SideRows& others) {
    return static_cast<std::size_t>(std::ranges::count_if(result.rows, [&](const ComparedRow& row) {
      return row.verdict == verdict && !others.index.contains(row.key);
    }));
  };
  const std::size_t gone = lonely(Verdict::only_old, new_rows);
  const std::size_t fresh = lonely(Verdict::only_new, old_rows);
  if (gone > 0 && fresh > 0) {
    result.warnings.push_back(
        fmt::format("{} vanished and {} new: where that is another name for the same, --rename-old "
                    "'s/REGEX/NAME/' pairs them",
                    counted(gone, "row"), counted(fresh, "is", "are")));
  }
}

void warn_of_waiting(const std::vector<Run>& before, const std::vector<Run>& after, const SideRows& old_rows,
                     const SideRows& new_rows, Comparison& result) {
  const auto has_changed = [](const ComparedRow& row) {
    return row.verdict == Verdict::regressed || row.verdict == Verdict::improved;
  };
  if (result.options.metric != "real_time" || std::ranges::none_of(result.rows, has_changed)) {
    return;
  }
  const SideRows old_times = collect(before, "cpu_time");
  const SideRows new_times = collect(after, "cpu_time");
  std::vector<std::string> rows;
  for (const ComparedRow& row : result.rows) {
    const auto wall = ratio_of_medians(old_rows, new_rows, row.key);
    const auto processor = ratio_of_medians(old_times, new_times, row.key);
    if (has_changed(row) && wall && processor &&
        (*wall > far_apart * *processor || *processor > far_apart * *wall)) {
      rows.push_back(fmt::format("{} (new/old {:.3g} and {:.3g})", row.name, *wall, *processor));
    }
  }
  if (!rows.empty()) {
    result.warnings.push_back(fmt::format(
        "{} in wall time unlike in processor time: the rest is waiting, for other programs, threads or "
        "devices (--metric cpu_time leaves it out): {}",
        counted(rows.size(), "row changed", "rows changed"), some(rows)));
  }
}

void warn_of_labels_and_complexities(const std::vector<Run>& before, const std::vector<Run>& after,
                                     Comparison& result) {
  const auto new_orders = orders_of(after);
  for (const auto& [family, orders] : orders_of(before)) {
    const auto place = new_orders.find(family);
    if (place != new_orders.end() && place->second != orders) {
      result.warnings.push_back(
          fmt::format("{} grew as {} and grows as {} now", family, told(orders), told(place->second)));
    }
  }
  std::vector<std::string> rows;
  for (const ComparedRow& row : result.rows) {
    if (!row.old_label.empty() && !row.new_label.empty() && row.old_label != row.new_label) {
      rows.push_back(fmt::format("{} (\"{}\", now \"{}\")", row.name, row.old_label, row.new_label));
    }
  }
  if (!rows.empty()) {
    result.warnings.push_back(
        fmt::format("{} with another label now: {}", counted(rows.size(), "row"), some(rows)));
  }
}

void warn_of_uneven_sides(const std::vector<Run>& before, const std::vector<Run>& after,
                          const SideRows& old_rows, const SideRows& new_rows, Comparison& result) {
  std::vector<std::string> missing;
  std::vector<std::string> uneven;
  for (const SideRow& row : old_rows.rows) {
    const auto place = new_rows.index.find(row.key);
    if (place == new_rows.index.end() || row.repetitions.empty() ||
        new_rows.rows[place->second].repetitions.empty()) {
      continue;
    }
    const SideRow& other = new_rows.rows[place->second];
    if (row.repetitions.size() + row.aggregates.size() < before.size() ||
        other.repetitions.size() + other.aggregates.size() < after.size()) {
      missing.push_back(row.name);
    }
    const auto has_as_many = [&](const std::vector<double>& repetitions) {
      return repetitions.size() == row.repetitions.front().size();
    };
    if (!std::ranges::all_of(row.repetitions, has_as_many) ||
        !std::ranges::all_of(other.repetitions, has_as_many)) {
      uneven.push_back(row.name);
    }
  }
  if (!missing.empty()) {
    result.warnings.push_back(fmt::format("{} no samples in some files of a side: {}",
                                          counted(missing.size(), "row has", "rows have"), some(missing)));
  }
  if (!uneven.empty() && result.options.per_process == PerProcess::minimum) {
    result.warnings.push_back(
        fmt::format("{} more repetitions in some processes than in others, and the best of more is better "
                    "(--per-process median is fairer): {}",
                    counted(uneven.size(), "row has", "rows have"), some(uneven)));
  }
}

}  // namespace bench_report
