// Many commits: what level each row has, where it changed, and how sure that is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/run_digest.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/statistics/change_points.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {

struct HistoryCommit {
  std::string id;  ///< as the files have it; where they name none, the file's name without folder and suffix
  bool is_named = true;
  std::optional<std::int64_t> moment{};  ///< seconds since 1970 (UTC): of the commit, else of its first run
  std::vector<std::string> files{};
  std::vector<const Context*> contexts{};  ///< each once
};

enum class Effect { regressed, improved, changed };

/// A new level.
struct HistoryChange {
  std::size_t index = 0;      ///< of the first commit that has it, into History::commits
  std::size_t last_good = 0;  ///< the last one before that has the row, with the old level
  double before = 0;          ///< levels, in the metric's unit: seconds for times
  double after = 0;
  Interval ratio{};  ///< after / before, 95 %
  double adjusted_p = 1;
  Effect effect = Effect::changed;
  bool is_fresh = false;  ///< three commits or fewer have the new level
  std::vector<std::string>
      explanations{};  ///< what differs in the contexts there: "compiler (GCC 12, GCC 13)"

  /// Another machine or build explains it as well.
  bool is_explained() const { return !explanations.empty(); }
};

/// A value of a row.
struct HistoryPoint {
  std::size_t commit = 0;  ///< into History::commits
  double value = 0;        ///< the best of the commit's repetitions, in the metric's unit
};

/// A stretch without a change.
struct HistoryLevel {
  std::size_t begin = 0;  ///< into HistoryRow::points
  std::size_t end = 0;
  double value = 0;  ///< in the metric's unit
};

/// The newest commits lie apart from the level, but are too few to call that a change.
struct Suspicion {
  std::size_t commits = 0;  ///< one to three
  std::size_t index = 0;    ///< the first of them
  double ratio = 1;         ///< their median / level
};

struct HistoryRow {
  std::string name;
  std::string family;
  std::vector<HistoryPoint> points{};  ///< in the order of the commits; those that lack the row have none
  std::vector<HistoryLevel> levels{};
  std::vector<HistoryChange> changes{};
  double noise = 0;        ///< scale of the noise at the end, as a share of the level
  bool drifts = false;     ///< somewhere the values rise or fall little by little
  bool has_modes = false;  ///< somewhere they go to and fro between two levels
  std::optional<Suspicion> suspicion{};
};

struct HistoryOptions {
  std::string metric = "real_time";
  Direction direction = Direction::less;
  double alpha = 0.05;         ///< share of false ones among the changes told, on average
  double least_effect = 0.01;  ///< changes up to that are none
  std::string since{};         ///< a date, or a commit (or its first letters); "": all
};

struct History {
  HistoryOptions options;
  std::vector<HistoryCommit> commits;  ///< oldest first
  std::vector<HistoryRow> rows;        ///< in the order in which they appear first
  std::vector<std::string> warnings;   ///< each one line
};

/// Where a repository has its commits, oldest first, each after its parents.
struct KnownCommit {
  std::string hash;
  std::int64_t moment = 0;
};

/// Rows with fewer commits than this have no change points.
inline constexpr std::size_t fewest_commits = 7;

/// Runs of one commit become one, whatever their files. Commits stand in the order of `repository`; those
/// that it does not know, or all where it is empty, by their dates. Throws UnusableInput where no row is
/// left, and std::invalid_argument, one line, for a `since` that is neither a date nor a commit of the
/// history.
History make_history(const std::vector<RunDigest>& runs, Pool& pool, const HistoryOptions& options,
                     const std::vector<KnownCommit>& repository = {});

/// The place of a commit, by its name or its first letters (four or more). Throws std::invalid_argument, one
/// line that begins with `option`, where there is none or more than one.
std::size_t place_of(const std::vector<HistoryCommit>& commits, const std::string& commit,
                     const std::string& option);

/// Regressions whose first bad commit comes after that place, and which no other machine or build explains.
std::size_t regressions_since(const History& history, std::size_t place);

}  // namespace bench_report
