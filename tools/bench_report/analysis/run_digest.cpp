// From rows with samples to one number each.
#include "tools/bench_report/analysis/run_digest.hpp"

#include <algorithm>
#include <cmath>

#include "tools/bench_report/input/comparable.hpp"
#include "tools/bench_report/statistics/quantile.hpp"

namespace bench_report {
namespace {

/// What may explain another level: machine, build, library, host.
bool explains(const std::string& key) {
  static const std::string library = "library_version";
  return key == library || key == "host_name" || role_of(key) == Role::decides;
}

/// Looking at the words of a key takes longer than reading it, and all files have the same.
bool is_kept(const std::string& key) {
  thread_local std::unordered_map<std::string, bool> known;
  const auto [place, is_new] = known.try_emplace(key, false);
  if (is_new) {
    place->second = explains(key);
  }
  return place->second;
}

double best_of(const std::vector<double>& samples, Direction direction) {
  return direction == Direction::unknown ? median(samples)
         : direction == Direction::more  ? std::ranges::max(samples)
                                         : std::ranges::min(samples);
}

}  // namespace

std::vector<std::uint32_t> Pool::numbers_of(std::span<const Name* const> names) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(names.size());
  const std::lock_guard lock(mutex_);
  for (const Name* const name : names) {
    const auto [place, is_new] = numbers_.try_emplace(name->full, static_cast<std::uint32_t>(names_.size()));
    if (is_new) {
      names_.push_back(*name);
    }
    numbers.push_back(place->second);
  }
  return numbers;
}

const Context& Pool::shared(Context context) {
  const std::lock_guard lock(mutex_);
  return *contexts_.insert(std::move(context)).first;
}

RunDigest digest(Run run, const DigestOptions& options, Pool& pool) {
  RunDigest result{.file = std::move(run.file),
                   .commit = commit_of(run.context, options.commit_key),
                   .commit_moment = commit_moment_of(run.context),
                   .run_moment = run_moment_of(run.context),
                   .context = nullptr,
                   .best = {},
                   .without = 0,
                   .warnings = std::move(run.warnings)};
  if (!result.commit.empty() && has_uncommitted_changes(run.context) && !result.commit.ends_with("-dirty")) {
    result.commit += "-dirty";
  }
  std::erase_if(run.context, [](const auto& fact) { return !is_kept(fact.first); });
  result.context = &pool.shared(std::move(run.context));
  std::vector<const Name*> names;
  result.best.reserve(run.rows.size());
  for (const Row& row : run.rows) {
    if (options.wants && !options.wants(row.name.full)) {
      continue;
    }
    const auto& samples = samples_of(row, options.metric);
    const double value = samples.empty() ? 0 : best_of(samples, options.direction);
    if (row.error || row.skipped || !(value > 0) || !std::isfinite(value)) {
      ++result.without;
    } else {
      names.push_back(&row.name);
      result.best.push_back({.name = 0, .value = value});
    }
  }
  std::ranges::transform(
      pool.numbers_of(names), result.best, result.best.begin(),
      [](std::uint32_t name, const Best& best) { return Best{.name = name, .value = best.value}; });
  return result;
}

}  // namespace bench_report
