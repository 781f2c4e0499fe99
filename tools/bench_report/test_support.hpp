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

inline Run run(std::vector<Row> rows) {
  Run made;
  made.file = "made.json";
  made.rows = std::move(rows);
  return made;
}

}  // namespace bench_report::test
