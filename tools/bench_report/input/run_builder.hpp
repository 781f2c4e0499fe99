// From the objects of a file to rows with samples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tools/bench_report/input/library_version.hpp"
#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/raw_row.hpp"

namespace bench_report {

/// Puts the repetitions of each benchmark together, in seconds. A file usually holds one run. Where several
/// were put together (with jq, say), a repetition stands there twice, or the library's numbers of families
/// contradict each other: then each is a run of its own. Where one run has two benchmarks of one name, the
/// second is told apart by its name: `BM_sort (2nd)/8`.
class RunBuilder {
 public:
  explicit RunBuilder(Run& run) : run_(run) {}

  /// Takes what the row has in it. Empty, or what is wrong with it, in one line.
  std::string add(RawRow& raw);

  /// A field that stands twice in its row: it was taken for a counter.
  void count_duplicate() { ++duplicates_; }

  /// Rows without a time that were left out; all of them just a name?
  std::size_t without_time() const { return without_time_; }
  bool is_empty() const { return run_.rows.empty(); }
  bool has_only_names() const { return without_time_ > 0 && without_time_ == only_names_; }

  /// What is known only when all has been read: times of threads, twins, and notes. Returns the runs that the
  /// file holds beside the first.
  std::vector<Run> finish(const std::string& library_version);

 private:
  /// A benchmark, as the library numbers it, and what is needed of it only while reading.
  struct Benchmark {
    std::size_t row;  ///< its place in run_
    std::string name;
    double family;
    double instance;
    std::optional<int> threads;
    std::vector<std::uint8_t> seen;   ///< by repetition: how often
    std::vector<Row> more;            ///< of further runs
    std::optional<std::size_t> twin;  ///< the next of that name
  };

  Row& row_of(const std::string& name, const RawRow& raw, bool is_repetition);
  std::size_t find(const std::string& name, const RawRow& raw);
  void add_repetition(Row& row, RawRow& raw, double per_second);
  void add_sample(std::vector<double>& samples, double value);
  std::vector<Run> take_apart();
  void join_runs(Benchmark& first);
  std::vector<Row*> rows_of(const Benchmark& benchmark);
  void number_twins();
  bool numbers_contradict() const;
  void settle_threads(ThreadTimes times);
  static void multiply(Row& row, int threads);
  void note(std::size_t count, std::string_view one, std::string_view several, std::string_view text);

  Run& run_;
  std::vector<Benchmark> benchmarks_;
  std::unordered_map<std::string, std::size_t> index_;  ///< the first of each name
  std::string seen_twice_;                              ///< the first row of which a repetition is
  bool has_twins_ = false;
  std::size_t not_numbers_ = 0;
  std::size_t without_time_ = 0;
  std::size_t only_names_ = 0;
  std::size_t duplicates_ = 0;
  std::size_t by_suffix_ = 0;
};

}  // namespace bench_report
