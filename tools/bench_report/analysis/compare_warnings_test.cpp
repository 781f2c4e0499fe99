// Renamed rows, and rows that wait.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tools/bench_report/analysis/compare.hpp"
#include "tools/bench_report/analysis/test_support.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using namespace test;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(CompareWarnings, RowsOfOneSideMayBeTheSameUnderOtherNames) {
  const auto note = Contains(HasSubstr("1 row vanished and 2 are new: where that is another name"));
  const std::vector<Row> before{test::row("same", {1}), test::row("a/0", {1})};
  EXPECT_THAT(
      compared(before, {test::row("same", {1}), test::row("a/0/1", {1}), test::row("a/0/2", {1})}).warnings,
      note);
  EXPECT_THAT(compared(before, {test::row("same", {1})}).warnings, Not(Contains(HasSubstr("another name"))));
}

TEST(CompareWarnings, WallTimeThatChangesWithoutProcessorTimeIsWaiting) {
  const auto row = [](double wall, double processor, const std::string& name = "a") {
    Row made = test::row(name, around(wall, 1));
    made.cpu_time = around(processor, 2);
    return made;
  };
  const auto note = Contains(AllOf(HasSubstr("1 row changed in wall time unlike in processor time"),
                                   HasSubstr("a (new/old 3 and 1)")));
  EXPECT_THAT(compared({row(1, 1)}, {row(3, 1)}).warnings, note);
  EXPECT_THAT(compared({row(1, 1), row(1, 1, "b")}, {row(3, 1), row(1, 3, "b")}).warnings, note)
      << "b's wall time is the same";
  EXPECT_THAT(compared({row(3, 1)}, {row(1, 1)}).warnings, Contains(HasSubstr("unlike in processor time")));
  const auto no_note = Not(Contains(HasSubstr("unlike in processor time")));
  EXPECT_THAT(compared({row(1, 1)}, {row(3, 3)}).warnings, no_note);
  EXPECT_THAT(compared({row(3, 1)}, {row(9, 3)}).warnings, no_note) << "waits as much as before";
  EXPECT_THAT(compared({row(1, 0)}, {row(3, 0)}).warnings, no_note) << "no processor time is known";
}

}  // namespace
}  // namespace bench_report
