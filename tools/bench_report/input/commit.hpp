// Which commit a run measured, and when that was made: whatever the project calls it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {

using Context = std::map<std::string, std::string>;

/// What the context calls the commit: the value of `key`, or, where that is "", of the first of the usual
/// keys, in any spelling (`commit`, GIT_COMMIT_HASH, git_sha, revision, CI_COMMIT_SHA …); "" where there is
/// none.
std::string commit_of(const Context& context, const std::string& key = {});

/// Whether the context says that the commit had uncommitted changes.
bool has_uncommitted_changes(const Context& context);

/// Seconds since 1970 (UTC) of a date as programs write it: ISO 8601 with or without a zone and a time
/// (without a zone: UTC), `2019/03/12-10:11:12` (Google Benchmark before 1.5), git's `Tue Mar 12 10:11:12
/// 2019 +0100`, or a number of seconds. Empty for what is no date.
std::optional<std::int64_t> moment_of(const std::string& text);

/// "2019-03-12T09:11:12Z"
std::string moment_text(std::int64_t moment);

/// When the commit was made, where the context says so (commit_date, GIT_COMMIT_DATE …).
std::optional<std::int64_t> commit_moment_of(const Context& context);

/// When the run was, by its `date`.
std::optional<std::int64_t> run_moment_of(const Context& context);

}  // namespace bench_report
