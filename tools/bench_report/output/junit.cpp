// A test case for each row.
#include "tools/bench_report/output/junit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/bench_report/output/xml.hpp"

namespace bench_report {
namespace {

std::string write(const TestCase& row) {
  const std::string message = escape_xml(row.message);
  std::string inner;
  switch (row.outcome) {
    case TestCase::Outcome::error:
      inner = fmt::format(R"(<error type="{}" message="{}"/>)", row.type, message);
      break;
    case TestCase::Outcome::failed:
      inner = fmt::format(R"(<failure type="{}" message="{}"/>)", row.type, message);
      break;
    case TestCase::Outcome::skipped:
      inner = fmt::format(R"(<skipped message="{}"/>)", message);
      break;
    case TestCase::Outcome::passed:
      inner = fmt::format("<system-out>{}</system-out>", message);
      break;
  }
  return fmt::format("    <testcase classname=\"{}\" name=\"{}\">{}</testcase>\n", escape_xml(row.class_name),
                     escape_xml(row.name), inner);
}

}  // namespace

std::string to_junit(const TestSuite& suite) {
  const auto count = [&](TestCase::Outcome outcome) {
    return std::ranges::count(suite.cases, outcome, &TestCase::outcome);
  };
  std::string cases;
  for (const TestCase& row : suite.cases) {
    cases += write(row);
  }
  std::string notes;
  for (const std::string& note : suite.notes) {
    notes += escape_xml(note) + ' ';
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n{}"
      "    <system-out>{}</system-out>\n  </testsuite>\n</testsuites>\n",
      suite.name, suite.cases.size(), count(TestCase::Outcome::failed), count(TestCase::Outcome::error),
      count(TestCase::Outcome::skipped), cases, notes);
}

}  // namespace bench_report
