// Reading files.
#include "tools/bench_report/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

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

// One file for each row of the list of what is met in the wild, in its order.

TEST(ReaderInTheWild, BareNonNumbersAreNeverSamples) {
  const auto run = read_run(test::testdata("bare_non_numbers.json"));
  const Row& a = row(run, "a/N:1");
  EXPECT_THAT(a.real_time, ElementsAre(DoubleEq(100e-6), DoubleEq(200e-6)));
  EXPECT_THAT(a.counters.at("ok"), ElementsAre(7, 8));
  EXPECT_THAT(a.counters.at("tiny"), ElementsAre(0, 0)) << "an underflow is a zero";
  EXPECT_THAT(a.counters.at("rate"), IsEmpty());
  EXPECT_THAT(a.counters.at("big"), IsEmpty());
  EXPECT_THAT(a.counters.at("small"), IsEmpty());
  EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("8 values that are no numbers")));
}

TEST(ReaderInTheWild, ErrorRowsAndSkippedRows) {
  const auto run = read_run(test::testdata("skipped.json"));
  EXPECT_EQ(row(run, "new").skipped, "no GPU");
  EXPECT_EQ(row(run, "old").skipped, "no library");
  EXPECT_EQ(row(run, "old").error, std::nullopt);
  EXPECT_EQ(row(run, "broken").error, "a worker died");
  EXPECT_THAT(row(run, "broken").real_time, IsEmpty());
}

TEST(ReaderInTheWild, AggregatesAreNoSamples) {
  const auto run = read_run(test::testdata("aggregates.json"));
  ASSERT_EQ(run.rows.size(), 1U);
  EXPECT_THAT(run.rows[0].real_time, ElementsAre(DoubleEq(100e-6), DoubleEq(300e-6)));
  EXPECT_DOUBLE_EQ(run.rows[0].aggregate_median.value(), 200e-6) << "and a percentage is no time";
}

TEST(ReaderInTheWild, ComplexityRowsAreNoSamples) {
  const auto run = read_run(test::testdata("complexity.json"));
  ASSERT_EQ(run.rows.size(), 3U);
  EXPECT_EQ(run.rows[1].name.full, "a/2");
  EXPECT_THAT(row(run, "c/1").counters.at("rms"), ElementsAre(0.5)) << "a counter may be called rms";
}

TEST(ReaderInTheWild, OnlyAggregates) {
  const auto run = read_run(test::testdata("only_aggregates.json"));
  EXPECT_THAT(row(run, "a/N:1").real_time, IsEmpty());
  EXPECT_DOUBLE_EQ(row(run, "a/N:1").aggregate_median.value(), 200e-6);
}

TEST(ReaderInTheWild, BeforeVersion1_5AggregatesAreKnownByTheirSuffix) {
  const auto run = read_run(test::testdata("before_1_5.json"));
  ASSERT_EQ(run.rows.size(), 2U);
  EXPECT_EQ(row(run, "a/8").real_time.size(), 2U);
  EXPECT_DOUBLE_EQ(row(run, "a/8").aggregate_median.value(), 200e-6);
  EXPECT_DOUBLE_EQ(row(run, "b/8").aggregate_median.value(), 50e-6);
  EXPECT_THAT(run.warnings, ElementsAre(AllOf(HasSubstr("4 rows without a run_type"), HasSubstr("1.5"))));
}

TEST(ReaderInTheWild, RepetitionsAreCountedNotBelieved) {
  const auto run = read_run(test::testdata("ragged_repetitions.json"));
  EXPECT_THAT(row(run, "a").real_time, ElementsAre(DoubleEq(30e-6), DoubleEq(10e-6), DoubleEq(70e-6)));
  EXPECT_THAT(row(run, "b").real_time, ElementsAre(DoubleEq(1e-6), DoubleEq(2e-6)));
}

TEST(ReaderInTheWild, TimePerThreadIsMultipliedBefore1_9) {
  for (const char* file : {"threads_1_7.json", "threads_1_8_5.json"}) {
    const auto run = read_run(test::testdata(file));
    EXPECT_THAT(run.rows.at(0).real_time, ElementsAre(DoubleEq(100e-6))) << file;
    EXPECT_THAT(run.rows.at(0).cpu_time, ElementsAre(DoubleEq(100e-6))) << file;
    EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("multiplied"))) << file;
  }
  for (const char* file : {"threads_1_9.json", "threads_1_10.json"}) {
    const auto run = read_run(test::testdata(file));
    EXPECT_THAT(run.rows.at(0).real_time, ElementsAre(DoubleEq(25e-6))) << file;
    EXPECT_THAT(run.warnings, IsEmpty()) << file;
  }
}

TEST(ReaderInTheWild, NumbersOfALocaleAreRefused) {
  EXPECT_THAT(complaint(test::testdata("locale_thousands.json")),
              AllOf(HasSubstr(":4:132: "), HasSubstr("locale")));
  EXPECT_THAT(complaint(test::testdata("locale_decimal.json")),
              AllOf(HasSubstr(":4:149: "), HasSubstr("locale")));
}

TEST(ReaderInTheWild, OddContextsAreTolerated) {
  const auto run = read_run(test::testdata("odd_context.json"));
  EXPECT_EQ(run.processors, 8);
  EXPECT_THAT(run.load_average, IsEmpty());
  EXPECT_EQ(run.context.at("host_name"), "first");
  EXPECT_EQ(run.context.at("json_schema_version"), "99");
  EXPECT_EQ(run.context.at("cpu_scaling_enabled"), "true");
  EXPECT_EQ(run.rows.size(), 1U);
}

TEST(ReaderInTheWild, OfDuplicateKeysTheFirstCounts) {
  const auto run = read_run(test::testdata("duplicate_keys.json"));
  const Row& a = row(run, "a");
  EXPECT_THAT(a.real_time, ElementsAre(DoubleEq(400e-6))) << "four threads, not seven";
  EXPECT_THAT(a.counters.at("threads"), ElementsAre(7));
  EXPECT_THAT(a.counters.at("label"), ElementsAre(3));
  EXPECT_THAT(a.counters.at("bytes"), ElementsAre(1));
  EXPECT_EQ(a.label, "L2");
  EXPECT_THAT(run.warnings, Contains(HasSubstr("3 fields stand twice")));
}

TEST(ReaderInTheWild, AMissingCommaInTheContextIsOneClearError) {
  EXPECT_THAT(
      complaint(test::testdata("missing_comma.json")),
      AllOf(HasSubstr("missing_comma.json:5:5: in the context"), HasSubstr("1.5.4"), Not(HasSubstr("\n"))));
}

TEST(ReaderInTheWild, RawBytesAreReplaced) {
  const auto run = read_run(test::testdata("raw_bytes.json"));
  EXPECT_EQ(row(run, "a").label, "\xEF\xBF\xBD ä \xEF\xBF\xBD, escape \xEF\xBF\xBD[1m");
  EXPECT_EQ(run.rows.at(1).name.family, "b\xEF\xBF\xBD");
  EXPECT_THAT(complaint(test::testdata("control_bytes.json")), HasSubstr("control_bytes.json:5:193: "))
      << "bytes that were replaced do not shift what comes later";
  EXPECT_THAT(complaint(test::testdata("line_break_in_string.json")),
              HasSubstr("line_break_in_string.json:4:"));
}

TEST(ReaderInTheWild, OfACutOffFileWholeRowsCanBeKept) {
  for (const char* file : {"cut_off.json", "cut_off_after_comma.json"}) {
    EXPECT_THAT(complaint(test::testdata(file)), AllOf(HasSubstr("cut off"), HasSubstr("--salvage"))) << file;
    const auto run = read_run(test::testdata(file), true);
    ASSERT_EQ(run.rows.size(), 1U) << file;
    EXPECT_EQ(run.rows[0].real_time.size(), 2U) << file;
    EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("cut off"))) << file;
  }
  EXPECT_THROW(read_run(test::testdata("not_json.txt"), true), UnusableInput) << "broken is not cut off";
}

TEST(ReaderInTheWild, NoMatch) {
  EXPECT_THAT(complaint(test::testdata("empty.json")), HasSubstr("match no benchmarks?"));
  EXPECT_THAT(read_run(test::testdata("no_rows.json")).rows, IsEmpty());
}

TEST(ReaderInTheWild, NoiseAroundTheDocument) {
  EXPECT_THAT(complaint(test::testdata("noise_before.txt")),
              AllOf(HasSubstr("at byte 0"), HasSubstr("--benchmark_out")));
  const auto size =
      std::filesystem::file_size(test::testdata("noise_after.txt")) - std::string("Profiling done\n").size();
  EXPECT_THAT(complaint(test::testdata("noise_after.txt")),
              AllOf(HasSubstr("at byte " + std::to_string(size)), HasSubstr("--benchmark_out")));
  EXPECT_THAT(complaint(test::testdata("two_documents.json")), HasSubstr("at byte " + std::to_string(size)));
}

TEST(ReaderInTheWild, Units) {
  const auto run = read_run(test::testdata("units_us.json"));
  EXPECT_THAT(row(run, "a").real_time, ElementsAre(DoubleEq(1.5e-6)));
  EXPECT_THAT(row(run, "b").real_time, ElementsAre(DoubleEq(2e-6)));
  EXPECT_THAT(row(run, "c").real_time, ElementsAre(DoubleEq(3e-3)));
  EXPECT_THAT(row(run, "d").real_time, ElementsAre(DoubleEq(4)));
  EXPECT_THAT(complaint(test::testdata("units_unknown.json")),
              AllOf(HasSubstr(":4:"), HasSubstr("fortnights")));
}

TEST(ReaderInTheWild, TheSameNameTwice) {
  EXPECT_THAT(complaint(test::testdata("same_name_twice.json")),
              AllOf(HasSubstr(":6:"), HasSubstr("\"a\" names two")));
}

TEST(ReaderInTheWild, RowsThatAreNone) {
  EXPECT_THAT(complaint(test::testdata("nameless_row.json")),
              AllOf(HasSubstr(":5:"), HasSubstr("without a name")));
  const auto run = read_run(test::testdata("without_time.json"));
  EXPECT_EQ(run.rows.size(), 1U);
  EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("2 rows without a real_time")));
  EXPECT_THAT(complaint(test::testdata("deep.json")), HasSubstr("nested too deeply"));
}

TEST(Reader, WhatIsNoRowIsPassedOver) {
  const std::string path = testing::TempDir() + "/reader_test_" + std::to_string(getpid()) + ".json";
  std::ofstream(path)
      << R"({"benchmarks": [[1, "a", true], 7, null, {"name": "a", "real_time": 1, "nested": {"real_time": 2,
      "counter": 3}, "list": [4, {"name": "b"}], "after": 5}, [6, [7]]], "later": {"benchmarks": [{"name": "c"}]}})";
  const auto run = read_run(path);
  std::filesystem::remove(path);
  ASSERT_EQ(run.rows.size(), 1U);
  EXPECT_THAT(run.rows[0].real_time, ElementsAre(DoubleEq(1e-9)));
  EXPECT_THAT(run.rows[0].counters, ElementsAre(testing::Pair("after", ElementsAre(5))));
}

/// A file in pieces: what the reader puts right must not depend on where a piece ends, at a line's end or,
/// where there are no lines, between two values.
TEST(Reader, PiecesOfAFileEndAnywhere) {
  const std::string path = testing::TempDir() + "/reader_test_" + std::to_string(getpid()) + ".json";
  constexpr std::size_t a_piece = std::size_t{1} << 18U;
  for (const std::string line_break : {"\n", ""}) {
    for (std::size_t shift = 0; shift < 220; shift += line_break.empty() ? 1 : 7) {
      const std::string begin = R"({"context": {},)" + line_break + R"("benchmarks": [{"label": ")";
      const std::string rows =
          "\x1b\\\"\", \"name\": \"a\", \"real_time\": 1e400, \"nan\": nan, \"inf\": -infinity, \"x\": " +
          ("2.5e+00}," + line_break) + R"({"name": "b", "real_time": 12345.5, "nan": 7})";
      const std::size_t label_size = a_piece - begin.size() - shift;
      const std::string text = begin + std::string(label_size, 'x') + rows;
      const auto write = [&](const std::string& end) {
        std::ofstream(path, std::ios::binary) << text << end;
      };
      write(", oops]}");
      EXPECT_THAT(complaint(path),
                  HasSubstr((line_break.empty() ? ":1:" + std::to_string(text.size() + 3) : ":3:48") +
                            ": not a Google"))
          << shift;
      write(R"(, {"name": "c", "iterations": 1,000}]})");
      EXPECT_THAT(complaint(path), HasSubstr("locale")) << shift;
      write(", {\"name\": \"c\", \"label\": \"" + std::string(a_piece, 'y') + "\", \"real_time\": 1}]}");
      const auto run = read_run(path);
      EXPECT_DOUBLE_EQ(row(run, "b").real_time.at(0), 12345.5e-9) << shift;
      EXPECT_THAT(row(run, "a").counters.at("x"), ElementsAre(2.5)) << shift;
      EXPECT_THAT(row(run, "a").counters.at("inf"), IsEmpty()) << shift;
      EXPECT_THAT(row(run, "b").counters.at("nan"), ElementsAre(7)) << shift;
      EXPECT_TRUE(row(run, "a").label.ends_with("xxx\xEF\xBF\xBD\"")) << shift;
      EXPECT_EQ(row(run, "a").label.size(), label_size + 4) << shift;
    }
  }
  std::filesystem::remove(path);
}

TEST(Reader, AStringMayBeLongerThanAPiece) {
  const std::string path = testing::TempDir() + "/reader_test_" + std::to_string(getpid()) + ".json";
  for (const std::size_t length : {std::size_t{262'144}, std::size_t{1'000'000}}) {
    std::string label(length, ',');
    for (std::size_t i = 0; i + 1 < length; i += 10) {
      label.replace(i, 2, i % 20 == 0 ? "\\\"" : "\\\\");
    }
    std::ofstream(path, std::ios::binary)
        << R"({"benchmarks": [{"name": "a", "real_time": 1, "label": ")" << label << R"("}]})";
    EXPECT_EQ(row(read_run(path), "a").label.size(), length - (length + 8) / 10);
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace bench_report
