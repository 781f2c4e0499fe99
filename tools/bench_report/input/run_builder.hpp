// From the objects of a file to rows with samples.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/raw_row.hpp"

namespace bench_report {

/// Puts the repetitions of each benchmark together, in seconds.
class RunBuilder {
 public:
  explicit RunBuilder(Run& run) : run_(run) {}

  /// Takes what the row has in it. Empty, or what is wrong with it, in one line.
  std::string add(RawRow& raw);

  /// A field that stands twice in its row: it was taken for a counter.
  void count_duplicate() { ++duplicates_; }

  /// What is known only when all has been read: times of threads, and notes.
  void finish();

 private:
  /// What is needed of a row only while reading.
  struct Facts {
    double family;
    double instance;
    std::optional<int> threads;
  };

  Row* find_row(const std::string& name, const RawRow& raw);
  void add_repetition(Row& row, RawRow& raw, double per_second);
  void add_sample(std::vector<double>& samples, double value);
  void multiply_by_threads();
  void note(std::size_t count, std::string_view text);

  Run& run_;
  std::vector<Facts> facts_;  // by row
  std::unordered_map<std::string, std::size_t> index_;
  std::size_t not_numbers_ = 0;
  std::size_t without_time_ = 0;
  std::size_t duplicates_ = 0;
  std::size_t by_suffix_ = 0;
};

}  // namespace bench_report
