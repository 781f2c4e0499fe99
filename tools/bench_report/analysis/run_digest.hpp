// What a history keeps of a file: one number a row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tools/bench_report/input/commit.hpp"
#include "tools/bench_report/input/metric.hpp"
#include "tools/bench_report/input/model.hpp"

namespace bench_report {

/// What is the same in many files is kept once. May be asked by several threads at a time.
class Pool {
 public:
  /// The numbers of benchmarks' names.
  std::vector<std::uint32_t> numbers_of(std::span<const Name* const> names);
  /// The context, the same object for the same content; it lives as long as the pool.
  const Context& shared(Context context);

  /// By number; to be used when all files have been read.
  std::vector<Name>& names() { return names_; }

 private:
  std::mutex mutex_;
  std::vector<Name> names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::set<Context> contexts_;
};

struct Best {
  std::uint32_t name = 0;  ///< its number in the pool
  double value = 0;
};

/// One run.
struct RunDigest {
  std::string file;
  std::string commit;  ///< "" where the file tells none; "-dirty" behind it where it had uncommitted changes
  std::optional<std::int64_t> commit_moment;
  std::optional<std::int64_t> run_moment;
  const Context* context = nullptr;  ///< what times depend on, and the host
  std::vector<Best> best;            ///< in the order of the file, finite
  std::size_t without = 0;  ///< rows that failed, or lack the metric, or have a value that is not above 0
  std::vector<std::string> warnings;
};

struct DigestOptions {
  std::string metric = "real_time";
  Direction direction =
      Direction::less;       ///< tells which repetition is the best; unknown: their median counts
  std::string commit_key{};  ///< "": any of the usual ones
  std::function<bool(const std::string&)> wants{};  ///< rows, by their name; empty: all
};

RunDigest digest(Run run, const DigestOptions& options, Pool& pool);

}  // namespace bench_report
