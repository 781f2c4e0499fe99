// Commits: who belongs to whom, and who comes first.
#include "tools/bench_report/analysis/history_commits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <unordered_map>

#include "tools/bench_report/text/counts.hpp"
#include "tools/bench_report/text/lists.hpp"

namespace bench_report {
namespace {

constexpr std::size_t fewest_letters = 4;

/// The same run in two files: a copy, or a file that is named twice.
bool are_copies(const RunDigest& one, const RunDigest& other) {
  return one.run_moment == other.run_moment && one.commit == other.commit && one.context == other.context &&
         std::ranges::equal(one.best, other.best, [](const Best& a, const Best& b) {
           return a.name == b.name && a.value == b.value;
         });
}

/// Where a repository has a commit that files name by a part of its hash.
class Ranks {
 public:
  explicit Ranks(const std::vector<KnownCommit>& repository) : repository_(repository) {
    for (std::size_t i = 0; i < repository.size(); ++i) {
      sorted_.emplace_back(repository[i].hash, i);
    }
    std::ranges::sort(sorted_);
  }

  std::optional<std::size_t> find(std::string id) const {
    if (const auto dirty = id.find("-dirty"); dirty != std::string::npos) {
      id.resize(dirty);
    }
    const auto place =
        std::ranges::lower_bound(sorted_, id, {}, [](const auto& known) { return known.first; });
    return id.size() >= fewest_letters && place != sorted_.end() && place->first.starts_with(id)
               ? std::optional(place->second)
               : std::nullopt;
  }

  /// The last one that is not newer; all of them, where the moment is unknown.
  std::size_t by_moment(std::optional<std::int64_t> moment) const {
    std::size_t rank = 0;
    for (std::size_t i = 0; i < repository_.size(); ++i) {
      rank = !moment || repository_[i].moment <= *moment ? i : rank;
    }
    return rank;
  }

  const KnownCommit& at(std::size_t rank) const { return repository_[rank]; }
  bool is_empty() const { return repository_.empty(); }

 private:
  const std::vector<KnownCommit>& repository_;
  std::vector<std::pair<std::string, std::size_t>> sorted_;
};

void add(CommitRuns& commit, const RunDigest& run) {
  HistoryCommit& facts = commit.commit;
  const auto moment = run.commit_moment ? run.commit_moment : run.run_moment;
  if (moment && (!facts.moment || *moment < *facts.moment)) {
    facts.moment = moment;
  }
  if (std::ranges::find(facts.contexts, run.context) == facts.contexts.end()) {
    facts.contexts.push_back(run.context);
  }
  if (facts.files.empty() || facts.files.back() != run.file) {
    facts.files.push_back(run.file);
  }
  commit.runs.push_back(&run);
}

std::string stem_of(const std::string& file) {
  return std::filesystem::path(file).filename().replace_extension().string();
}

std::vector<CommitRuns> grouped(const std::vector<RunDigest>& runs, std::vector<std::string>& warnings) {
  std::vector<CommitRuns> commits;
  std::unordered_map<std::string, std::size_t> places;
  std::vector<std::string> nameless;
  std::vector<std::string> copies;
  for (const RunDigest& run : runs) {
    const bool is_named = !run.commit.empty();
    const auto [place, is_new] = places.try_emplace(is_named ? run.commit : '\n' + run.file, commits.size());
    if (is_new) {
      CommitRuns& commit = commits.emplace_back();
      commit.commit.is_named = is_named;
      commit.commit.id = is_named ? run.commit : stem_of(run.file);
      if (!is_named) {
        nameless.push_back(run.file);
      }
    }
    CommitRuns& commit = commits[place->second];
    if (std::ranges::any_of(commit.runs, [&](const RunDigest* other) { return are_copies(*other, run); })) {
      copies.push_back(run.file);
    } else {
      add(commit, run);
    }
  }
  if (!nameless.empty()) {
    warnings.push_back(
        fmt::format("{} no commit: each stands for itself (--commit-key names another key): {}",
                    counted(nameless.size(), "file names", "files name"), some(nameless)));
  }
  if (!copies.empty()) {
    warnings.push_back(fmt::format(
        "{}: {}",
        counted(copies.size(), "run is there twice, and counts once", "runs are there twice, and count once"),
        some(copies)));
  }
  return commits;
}

void sort_by_date(std::vector<CommitRuns>& commits, std::vector<std::string>& warnings) {
  std::vector<std::string> dateless;
  for (CommitRuns& one : commits) {
    if (!one.commit.moment) {
      dateless.push_back(one.commit.id);
    }
  }
  if (dateless.size() == commits.size()) {
    if (commits.size() > 1) {
      warnings.emplace_back("no file tells a date: the commits stand in the order of the files");
    }
    return;
  }
  if (!dateless.empty()) {
    warnings.push_back(fmt::format(
        "{} before the others: {}",
        counted(dateless.size(), "commit has no date, and stands", "commits have no date, and stand"),
        some(dateless)));
  }
  std::ranges::stable_sort(commits, {}, [](const CommitRuns& one) {
    return one.commit.moment.value_or(std::numeric_limits<std::int64_t>::min());
  });
}

void sort_by_repository(std::vector<CommitRuns>& commits, const Ranks& ranks,
                        std::vector<std::string>& warnings) {
  std::vector<std::string> unknown;
  std::vector<std::pair<std::tuple<std::size_t, bool, std::int64_t>, CommitRuns>> sorted;
  for (CommitRuns& one : commits) {
    const auto rank = ranks.find(one.commit.id);
    if (rank) {
      one.commit.moment = ranks.at(*rank).moment;
    } else {
      unknown.push_back(one.commit.id);
    }
    const std::tuple key(rank ? *rank : ranks.by_moment(one.commit.moment), !rank,
                         one.commit.moment.value_or(0));
    sorted.emplace_back(key, std::move(one));
  }
  std::ranges::stable_sort(sorted, {}, [](const auto& one) { return one.first; });
  std::ranges::transform(sorted, commits.begin(), [](auto& one) { return std::move(one.second); });
  if (!unknown.empty()) {
    warnings.push_back(fmt::format("{} not in the repository of --git: placed by date: {}",
                                   counted(unknown.size(), "commit is", "commits are"), some(unknown)));
  }
}

}  // namespace

std::vector<CommitRuns> group_by_commit(const std::vector<RunDigest>& runs,
                                        const std::vector<KnownCommit>& repository,
                                        std::vector<std::string>& warnings) {
  std::vector<CommitRuns> commits = grouped(runs, warnings);
  if (const Ranks ranks(repository); !ranks.is_empty()) {
    sort_by_repository(commits, ranks, warnings);
  } else {
    sort_by_date(commits, warnings);
  }
  return commits;
}

std::size_t place_of(const std::vector<HistoryCommit>& commits, const std::string& commit,
                     const std::string& option) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < commits.size(); ++i) {
    const std::string& id = commits[i].id;
    if (id == commit) {
      return i;
    }
    // Files may have the first letters of a hash of which the user names more, too.
    const bool has_letters = std::min(commit.size(), id.size()) >= fewest_letters;
    if (has_letters && (id.starts_with(commit) || (commits[i].is_named && commit.starts_with(id)))) {
      found.push_back(i);
    }
  }
  if (found.size() == 1) {
    return found.front();
  }
  throw std::invalid_argument(fmt::format("{} {}: {} of the history {}", option, commit,
                                          found.empty() ? "no commit" : "several commits",
                                          found.empty() ? "is called so" : "begin so: name more letters"));
}

void keep_since(std::vector<CommitRuns>& commits, const std::string& since) {
  if (since.empty()) {
    return;
  }
  if (const auto moment = moment_of(since)) {
    std::erase_if(commits,
                  [&](const CommitRuns& one) { return !one.commit.moment || *one.commit.moment < *moment; });
    if (commits.empty()) {
      throw std::invalid_argument("--since " + since + ": no commit of the history is so new");
    }
    return;
  }
  std::vector<HistoryCommit> all;
  std::ranges::transform(commits, std::back_inserter(all), &CommitRuns::commit);
  const auto place = static_cast<std::ptrdiff_t>(place_of(all, since, "--since"));
  commits.erase(commits.begin(), commits.begin() + place);
}

}  // namespace bench_report
