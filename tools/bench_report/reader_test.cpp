// Reading files.
#include "tools/bench_report/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;

const Row& row(const Run& run, const std::string& name) {
  for (const Row& row : run.rows) {
    if (row.name.full == name) {
      return row;
    }
  }
  throw std::out_of_range(name);
}

std::string complaint(const std::string& path) {
  try {
    read_run(path);
  } catch (const UnusableInput& error) {
    return error.what();
  }
  return "no complaint";
}

TEST(Reader, PutsRepetitionsOfARowTogetherInSeconds) {
  const auto run = read_run(test::testdata("ours.json"));
  const Row& loops = row(run, "loops/N:10/real_time");
  EXPECT_THAT(loops.real_time, ElementsAre(DoubleEq(100e-6), DoubleEq(300e-6), DoubleEq(200e-6)));
  EXPECT_THAT(loops.cpu_time, ElementsAre(DoubleEq(90e-6), DoubleEq(90e-6), DoubleEq(90e-9)));
  EXPECT_THAT(loops.counters.at("bytes_per_second"), ElementsAre(8e6, 2e6, 4e6));
  EXPECT_EQ(loops.counters.size(), 1U) << "bookkeeping of the library is no counter";
  EXPECT_EQ(loops.label, "L1");
  EXPECT_DOUBLE_EQ(loops.aggregate_median.value(), 200e-6);
  EXPECT_EQ(run.rows.size(), 7U);
}

TEST(Reader, KeepsTheContext) {
  const auto run = read_run(test::testdata("ours.json"));
  EXPECT_EQ(run.context.at("host_name"), "test");
  EXPECT_EQ(run.context.at("processor"), "Test CPU");
  EXPECT_EQ(run.processors, 2);
  EXPECT_THAT(run.load_average, ElementsAre(0.25, 0.5, 1));
}

TEST(Reader, TellsSkippedFromFailed) {
  const auto run = read_run(test::testdata("ours.json"));
  EXPECT_EQ(row(run, "cuda/fused").skipped, "no GPU");
  EXPECT_EQ(row(run, "cuda/fused").error, std::nullopt);
  EXPECT_EQ(row(run, "broken/N:10/real_time").error, "out of memory");
  EXPECT_TRUE(row(run, "broken/N:10/real_time").real_time.empty()) << "an error row's zero is no time";
}

TEST(Reader, SaysWhereAFileGoesWrong) {
  EXPECT_THAT(complaint(test::testdata("not_json.txt")), HasSubstr("not_json.txt:4:14: "));
  EXPECT_THAT(complaint(test::testdata("no_such_file.json")), HasSubstr("can't be read"));
  EXPECT_THAT(complaint(test::testdata("other.json")), HasSubstr("no \"benchmarks\""));
  EXPECT_THAT(complaint("/dev/null"), HasSubstr("the file is empty"));
  EXPECT_THAT(complaint("/"), HasSubstr("can't be read"));
}

}  // namespace
}  // namespace bench_report
