// Sentences.
#include "tools/bench_report/output/history_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

std::string counted(std::size_t count, std::string_view what) {
  return count == 1 ? fmt::format("1 {}", what) : fmt::format("{} {}s", count, what);
}

void append(std::string& text, const std::string& more) {
  text += (text.empty() ? "" : "; ") + more;
}

}  // namespace

std::string short_id(const HistoryCommit& commit) {
  constexpr std::size_t letters = 12;
  const auto end = commit.id.find_first_not_of("0123456789abcdef");
  const auto hash = end == std::string::npos ? commit.id.size() : end;
  const std::string rest = commit.id.substr(hash);
  return commit.is_named && hash > letters && (rest.empty() || rest == "-dirty")
             ? commit.id.substr(0, letters) + rest
             : commit.id;
}

std::string day_of(const HistoryCommit& commit) {
  constexpr std::size_t day = 10;
  return commit.moment ? moment_text(*commit.moment).substr(0, day) : "";
}

std::string_view name_of(Effect effect) {
  return effect == Effect::regressed ? "REGRESSED" : effect == Effect::improved ? "IMPROVED" : "CHANGED";
}

std::string_view word_for(double ratio, const HistoryOptions& options) {
  if (options.direction == Direction::unknown) {
    return ratio > 1 ? "higher" : "lower";
  }
  const bool is_worse = (ratio > 1) == (options.direction == Direction::less);
  return is_time(options.metric) ? (is_worse ? "slower" : "faster") : (is_worse ? "worse" : "better");
}

std::string percent_text(double share) {
  return share < 0.1 ? fmt::format("{:.2g} %", 100 * share) : fmt::format("{:.0f} %", 100 * share);
}

std::string change_in_words(double ratio, const HistoryOptions& options) {
  constexpr double large = 2;
  const std::string_view word = word_for(ratio, options);
  const double size = std::max(ratio, 1 / ratio);
  return size >= large ? fmt::format("{:.3g} times {}", size, word)
                       : fmt::format("{} {}", percent_text(std::abs(ratio - 1)), word);
}

std::string state_of(const HistoryRow& row, const History& history) {
  std::string state;
  if (row.suspicion) {
    const auto& [commits, index, ratio] = *row.suspicion;
    append(state, fmt::format("newest {} {}: too few to tell",
                              commits == 1 ? "commit" : fmt::format("{} commits", commits),
                              change_in_words(ratio, history.options)));
  } else if (!row.changes.empty()) {
    const HistoryChange& last = row.changes.back();
    append(state, fmt::format("{} since {}{}", word_for(last.ratio.estimate, history.options),
                              short_id(history.commits[last.index]), last.is_fresh ? " (fresh)" : ""));
  }
  if (row.drifts) {
    append(state, "drifts");
  }
  if (row.has_modes) {
    append(state, "goes to and fro between two levels");
  }
  if (row.points.size() < fewest_commits) {
    append(state, "too few commits");
  }
  return state.empty() ? "steady" : state;
}

std::vector<ListedChange> listed_changes(const History& history) {
  std::vector<ListedChange> list;
  for (const HistoryRow& row : history.rows) {
    for (const HistoryChange& change : row.changes) {
      list.push_back({.row = &row, .change = &change});
    }
  }
  std::ranges::stable_sort(list, [](const ListedChange& one, const ListedChange& other) {
    const auto size = [](const ListedChange& listed) {
      return std::abs(std::log(listed.change->ratio.estimate));
    };
    return one.change->index != other.change->index ? one.change->index > other.change->index
                                                    : size(one) > size(other);
  });
  return list;
}

std::vector<std::string> description(const History& history) {
  const HistoryOptions& options = history.options;
  std::size_t files = 0;
  for (const HistoryCommit& commit : history.commits) {
    files += commit.files.size();
  }
  const std::string first = day_of(history.commits.front());
  const std::string last = day_of(history.commits.back());
  const std::string days = first.empty() || last.empty() ? "" : fmt::format(", {} to {}", first, last);
  return {
      fmt::format("{} in {}{}; {}", counted(history.commits.size(), "commit"), counted(files, "file"), days,
                  counted(history.rows.size(), "row")),
      fmt::format(
          "{}{}; a commit's value is its best repetition{}; changes above {}, of which on average at most {} "
          "are false (Benjamini and Hochberg)",
          options.metric,
          options.direction == Direction::unknown ? ": whether more or less is better is unknown"
                                                  : fmt::format(", {} is better", name_of(options.direction)),
          options.direction == Direction::unknown ? " (the median, where that is unknown)" : "",
          percent_text(options.least_effect), percent_text(options.alpha))};
}

std::string remark_on(const ListedChange& listed) {
  std::string remark;
  if (listed.change->is_explained()) {
    append(remark,
           "not the commit alone: the context differs there, too: " + joined(listed.change->explanations));
  }
  if (listed.change->is_fresh) {
    const auto newer = std::ranges::count_if(
        listed.row->points, [&](const HistoryPoint& point) { return point.commit >= listed.change->index; });
    append(remark, fmt::format("fresh: seen in {}", counted(static_cast<std::size_t>(newer), "commit")));
  }
  return remark;
}

}  // namespace bench_report
