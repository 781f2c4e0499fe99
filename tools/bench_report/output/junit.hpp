// JUnit's XML, as CI systems read it, of any result that has cases.
#pragma once

#include <string>
#include <vector>

namespace bench_report {

struct TestCase {
  enum class Outcome { passed, failed, error, skipped };

  std::string class_name;
  std::string name;
  Outcome outcome = Outcome::passed;
  std::string type;     ///< of a failure or error
  std::string message;  ///< one sentence
};

struct TestSuite {
  std::string name;
  std::vector<TestCase> cases;
  std::vector<std::string> notes;
};

std::string to_junit(const TestSuite& suite);

}  // namespace bench_report
