// Making runs for tests.
#pragma once

#include <string>
#include <vector>

#include "tools/bench_report/model.hpp"

namespace bench_report::test {

inline std::string testdata(const std::string& name) {
  return std::string(BENCH_REPORT_TESTDATA) + "/" + name;
}

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

inline Run run(std::vector<Row> rows) {
  Run made;
  made.file = "made.json";
  made.rows = std::move(rows);
  return made;
}

}  // namespace bench_report::test
