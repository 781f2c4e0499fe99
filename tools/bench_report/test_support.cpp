#include "tools/bench_report/test_support.hpp"

namespace bench_report::test {

// Here alone, so that where the project lies is compiled into one file of the tests.
std::string testdata(const std::string& name) {
  return std::string(BENCH_REPORT_TESTDATA) + "/" + name;
}

}  // namespace bench_report::test
