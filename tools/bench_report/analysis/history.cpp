// Rows over commits.
#include "tools/bench_report/analysis/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "tools/bench_report/analysis/history_commits.hpp"
#include "tools/bench_report/analysis/history_context.hpp"
#include "tools/bench_report/analysis/parallel.hpp"
#include "tools/bench_report/input/unusable_input.hpp"
#include "tools/bench_report/statistics/rank_test.hpp"
#include "tools/bench_report/text/counts.hpp"

namespace bench_report {
namespace {

constexpr std::size_t fresh_commits = 3;

/// Names whose settings alone tell them apart within a file are told apart in all; files with the same rows
/// are looked at once.
void tell_names_apart(const std::vector<RunDigest>& runs, std::vector<Name>& names) {
  std::unordered_set<std::string> seen;
  std::vector<FileNames> files;
  for (const RunDigest& run : runs) {
    std::string numbers;
    FileNames of_file;
    for (const Best& best : run.best) {
      numbers.append(reinterpret_cast<const char*>(&best.name), sizeof best.name);
      of_file.push_back(&names[best.name]);
    }
    if (seen.insert(std::move(numbers)).second) {
      files.push_back(std::move(of_file));
    }
  }
  tell_apart(files);
}

/// What a commit's runs come to: the best of all, or the middle, where nobody knows which is the best.
double joined_value(std::vector<double>& values, Direction direction) {
  return direction == Direction::unknown ? median(values)
         : direction == Direction::more  ? std::ranges::max(values)
                                         : std::ranges::min(values);
}

std::vector<HistoryRow> collect_rows(const std::vector<CommitRuns>& commits, const std::vector<Name>& names,
                                     Direction direction) {
  // By the number of a name: the row, once it is known. Rows are told by their keys.
  constexpr auto unknown = static_cast<std::size_t>(-1);
  std::vector<std::size_t> row_of_name(names.size(), unknown);
  std::unordered_map<std::string, std::size_t> row_of_key;
  std::vector<HistoryRow> rows;
  std::vector<std::vector<double>> values;  // of the commit, by row
  for (std::size_t i = 0; i < commits.size(); ++i) {
    std::vector<std::size_t> touched;
    for (const RunDigest* const run : commits[i].runs) {
      for (const Best& best : run->best) {
        std::size_t& row = row_of_name[best.name];
        if (row == unknown) {
          const Name& name = names[best.name];
          row = row_of_key.try_emplace(row_key(name), rows.size()).first->second;
          if (row == rows.size()) {
            rows.emplace_back();
            rows.back().name = name.full;
            rows.back().family = name.family;
            values.emplace_back();
          }
        }
        if (values[row].empty()) {
          touched.push_back(row);
        }
        values[row].push_back(best.value);
      }
    }
    for (const std::size_t row : touched) {
      rows[row].points.push_back({.commit = i, .value = joined_value(values[row], direction)});
      values[row].clear();
    }
  }
  return rows;
}

Effect effect_of(double shift, Direction direction) {
  return direction == Direction::unknown                 ? Effect::changed
         : (shift > 0) == (direction == Direction::less) ? Effect::regressed
                                                         : Effect::improved;
}

/// The newest values, where all of them lie on one side of the level, so far away as few of the others do.
std::optional<Suspicion> suspicion_of(const HistoryRow& row, std::span<const double> logarithms,
                                      const ChangePoints& found, double least_effect) {
  constexpr double likely = 0.05;
  const Segment& last = found.segments.back();
  if (last.size() <= fresh_commits + 1) {
    return {};
  }
  const auto from_level = [&](std::size_t i) { return logarithms[i] - last.level; };
  const std::size_t newest = logarithms.size() - 1;
  double nearest = std::abs(from_level(newest));
  std::optional<Suspicion> suspicion;
  for (std::size_t commits = 1; commits <= fresh_commits; ++commits) {
    const std::size_t first = logarithms.size() - commits;
    nearest = std::min(nearest, std::abs(from_level(first)));
    if (nearest < std::max(outlier_distance * found.noise, least_effect) ||
        (from_level(first) > 0) != (from_level(newest) > 0)) {
      break;
    }
    double as_far = 0;
    for (std::size_t i = last.begin; i < first; ++i) {
      as_far += std::abs(from_level(i)) >= nearest && (from_level(i) > 0) == (from_level(newest) > 0) ? 1 : 0;
    }
    if (std::pow((as_far + 1) / static_cast<double>(first - last.begin + 1), commits) < likely) {
      suspicion = {.commits = commits,
                   .index = row.points[first].commit,
                   .ratio = std::exp(median(logarithms.last(commits)) - last.level)};
    }
  }
  return suspicion;
}

/// All but what takes all rows together: adjusted p, and which changes remain.
void analyse(HistoryRow& row, const HistoryOptions& options) {
  constexpr double two_sided = 1.959964;  // 97.5 % of the standard normal
  std::vector<double> logarithms;
  std::ranges::transform(row.points, std::back_inserter(logarithms),
                         [](const HistoryPoint& point) { return std::log(point.value); });
  const ChangePoints found =
      find_change_points(logarithms, {.least_effect = std::log1p(options.least_effect)});
  row.noise = std::expm1(found.noise);
  for (const Segment& segment : found.segments) {
    row.levels.push_back({.begin = segment.begin, .end = segment.end, .value = std::exp(segment.level)});
  }
  for (std::size_t i = 0; i < found.boundaries.size(); ++i) {
    const Boundary& boundary = found.boundaries[i];
    row.drifts = row.drifts || boundary.cause == Cause::drift;
    row.has_modes = row.has_modes || boundary.cause == Cause::modes;
    row.changes.push_back(
        {.index = row.points[boundary.index].commit,
         .last_good = row.points[boundary.index - 1].commit,
         .before = row.levels[i].value,
         .after = row.levels[i + 1].value,
         .ratio = {.estimate = std::exp(boundary.shift),
                   .low = std::exp(boundary.shift - two_sided * boundary.error),
                   .high = std::exp(boundary.shift + two_sided * boundary.error)},
         .adjusted_p = boundary.cause == Cause::step ? boundary.p : 1,
         .effect = effect_of(boundary.shift, options.direction),
         .is_fresh = i + 1 == found.boundaries.size() && found.segments.back().size() <= fresh_commits,
         .explanations = {}});
  }
  row.suspicion = suspicion_of(row, logarithms, found, std::log1p(options.least_effect));
}

/// All rows together: the adjusted p of each change. A row without any counts as one that was tested.
void adjust(std::vector<HistoryRow>& rows, double alpha) {
  std::vector<double> p;
  for (const HistoryRow& row : rows) {
    std::ranges::transform(row.changes, std::back_inserter(p), &HistoryChange::adjusted_p);
    if (row.changes.empty()) {
      p.push_back(1);
    }
  }
  const auto adjusted = benjamini_hochberg(p);
  std::size_t next = 0;
  for (HistoryRow& row : rows) {
    next += row.changes.empty() ? 1 : 0;
    for (HistoryChange& change : row.changes) {
      change.adjusted_p = adjusted[next++];
    }
    std::erase_if(row.changes, [&](const HistoryChange& change) { return change.adjusted_p >= alpha; });
  }
}

/// Some commits of the row on both sides of the change, as far as the next change.
void explain(HistoryRow& row, const std::vector<HistoryCommit>& commits) {
  constexpr std::size_t most = 5;
  for (HistoryChange& change : row.changes) {
    const auto first = std::ranges::lower_bound(row.points, change.index, {}, &HistoryPoint::commit);
    const auto at = static_cast<std::size_t>(first - row.points.begin());
    std::vector<const HistoryCommit*> before;
    std::vector<const HistoryCommit*> after;
    for (const HistoryLevel& level : row.levels) {
      if (level.end == at) {
        for (std::size_t i = std::max(level.begin, at - std::min(at, most)); i < at; ++i) {
          before.push_back(&commits[row.points[i].commit]);
        }
      } else if (level.begin == at) {
        for (std::size_t i = at; i < std::min(level.end, at + most); ++i) {
          after.push_back(&commits[row.points[i].commit]);
        }
      }
    }
    change.explanations = explanations(before, after);
  }
}

void warn_of_lengths(const History& history, std::vector<std::string>& warnings) {
  const auto few = std::ranges::count_if(
      history.rows, [](const HistoryRow& row) { return row.points.size() < fewest_commits; });
  if (history.commits.size() < fewest_commits) {
    warnings.push_back(fmt::format("{}: change points take {} or more",
                                   history.commits.size() == 1
                                       ? "there is one commit"
                                       : fmt::format("there are {} commits", history.commits.size()),
                                   fewest_commits));
  } else if (few > 0) {
    warnings.push_back(fmt::format("{} fewer than {} commits, too few for change points",
                                   counted(static_cast<std::size_t>(few), "row has", "rows have"),
                                   fewest_commits));
  }
}

}  // namespace

History make_history(const std::vector<RunDigest>& runs, Pool& pool, const HistoryOptions& options,
                     const std::vector<KnownCommit>& repository) {
  History history{.options = options, .commits = {}, .rows = {}, .warnings = {}};
  tell_names_apart(runs, pool.names());
  auto commits = group_by_commit(runs, repository, history.warnings);
  keep_since(commits, options.since);
  history.rows = collect_rows(commits, pool.names(), options.direction);
  if (history.rows.empty()) {
    throw UnusableInput("no row of these files has a value of " + options.metric +
                        " above 0: nothing to show (--metric and --filter choose)");
  }
  std::ranges::transform(commits, std::back_inserter(history.commits),
                         [](CommitRuns& one) { return std::move(one.commit); });
  for_each_index(history.rows.size(), [&](std::size_t i) { analyse(history.rows[i], options); });
  adjust(history.rows, options.alpha);
  for_each_index(history.rows.size(), [&](std::size_t i) { explain(history.rows[i], history.commits); });
  warn_of_mixtures(history.commits, history.warnings);
  warn_of_lengths(history, history.warnings);
  return history;
}

std::size_t regressions_since(const History& history, std::size_t place) {
  std::size_t count = 0;
  for (const HistoryRow& row : history.rows) {
    count += static_cast<std::size_t>(std::ranges::count_if(row.changes, [&](const HistoryChange& change) {
      return change.effect == Effect::regressed && change.index > place && !change.is_explained();
    }));
  }
  return count;
}

}  // namespace bench_report
