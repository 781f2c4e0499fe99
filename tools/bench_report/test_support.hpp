// Making runs for tests.
#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/input/model.hpp"
#include "tools/bench_report/input/reader.hpp"

namespace bench_report::test {

/// The one run of a file, or the first.
inline Run read_run(const std::string& path, const ReadOptions& options = {}) {
  return read_file(path, options).front();
}

/// The path of an input of the tests.
std::string testdata(const std::string& name);

/// A row named `name` with these times in seconds.
inline Row row(const std::string& name, std::vector<double> seconds) {
  Row made;
  made.name = parse_name(name);
  made.cpu_time = seconds;
  made.real_time = std::move(seconds);
  return made;
}

/// At one size `a` has the better median, but loses against `b` in most pairs of samples: 13 of its 25
/// samples are a little below most of `b`, the others far above all of it.
inline std::vector<Row> contradicted_rows() {
  std::vector<double> two_humps;
  std::vector<double> one_hump;
  for (int i = 0; i < 25; ++i) {
    two_humps.push_back(i < 13 ? 0.99 + 0.0001 * i : 10 + 0.1 * i);
    one_hump.push_back(i < 12 ? 0.1 + 0.001 * i : 1 + 0.001 * i);
  }
  return {row("a/N:1", two_humps), row("b/N:1", one_hump)};
}

/// A row that is an error row.
inline Row failed(const std::string& name, const std::string& error = "a worker died") {
  Row made = row(name, {});
  made.error = error;
  return made;
}

inline Row skipped(const std::string& name) {
  Row made = row(name, {});
  made.skipped = "no GPU";
  return made;
}

inline Row with_aggregates(Row made) {
  made.has_aggregates = true;
  made.aggregates["real_time"].median = 1;
  return made;
}

/// The row with its times as a counter, too.
inline Row with_counter(Row made, const std::string& counter) {
  made.counters[counter] = made.real_time;
  return made;
}

/// Samples around `center`, by default twelve within 1 %.
inline std::vector<double> around(double center, unsigned seed, double sigma = 0.003, std::size_t size = 12) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> noise(0, sigma);
  std::vector<double> samples(size);
  std::ranges::generate(samples, [&] { return center * noise(random); });
  return samples;
}

/// Its families compete, as those of our own files do.
inline Run contest(Run made) {
  made.context["contest"] = "a job";
  return made;
}

inline Run run(std::vector<Row> rows) {
  Run made;
  made.file = "made.json";
  made.rows = std::move(rows);
  return made;
}

/// A run of one machine and commit.
inline Run side(std::vector<Row> rows) {
  Run made = run(std::move(rows));
  made.context = {{"host_name", "a"}, {"commit", "1"}, {"date", "today"}};
  return made;
}

/// The files of a side, one for each row: a process each.
inline std::vector<Run> files(const std::vector<Row>& rows) {
  std::vector<Run> made;
  made.reserve(rows.size());
  for (const Row& row : rows) {
    made.push_back(side({row}));
  }
  return made;
}

}  // namespace bench_report::test
