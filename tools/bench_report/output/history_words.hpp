// What a history says in words: the same in tables and pictures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/bench_report/analysis/history.hpp"

namespace bench_report {

/// The first twelve letters of a hash; other names whole.
std::string short_id(const HistoryCommit& commit);

/// "2026-01-02", "" where it is unknown.
std::string day_of(const HistoryCommit& commit);

/// "REGRESSED", "IMPROVED" or "CHANGED".
std::string_view name_of(Effect effect);

/// "slower", "faster", "worse", "higher" …: what a ratio is, of that metric.
std::string_view word_for(double ratio, const HistoryOptions& options);

/// "12 % slower", "2.3 times higher"
std::string change_in_words(double ratio, const HistoryOptions& options);

/// "0.5 %"
std::string percent_text(double share);

/// Where the row stands now: "steady", "slower since 0123abc (fresh)", "newest commit 12 % slower: too few to
/// tell".
std::string state_of(const HistoryRow& row, const History& history);

/// A change, and where it is.
struct ListedChange {
  const HistoryRow* row;
  const HistoryChange* change;
};

/// All of them, the newest first; of one commit the largest first.
std::vector<ListedChange> listed_changes(const History& history);

/// What there is, and how it was judged: a line or two.
std::vector<std::string> description(const History& history);

/// "fresh: 2 commits", what differs in the context, or "".
std::string remark_on(const ListedChange& listed);

}  // namespace bench_report
