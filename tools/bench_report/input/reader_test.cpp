// Reading files.
#include "tools/bench_report/input/reader.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tools/bench_report/input/unusable_input.hpp"
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

const ReadOptions salvaging{.salvage = true, .library_version = "", .ignored_context = {}};

const Row& row(const Run& run, std::string_view name) {
  for (const Row& row : run.rows) {
    if (row.name.full == name) {
      return row;
    }
  }
  throw std::out_of_range(std::string(name));
}

std::string complaint(const std::string& path) {
  try {
    read_file(path);
  } catch (const UnusableInput& error) {
    return error.what();
  }
  return "no complaint";
}

TEST(Reader, PutsRepetitionsOfARowTogetherInSeconds) {
  const auto run = test::read_run(test::testdata("ours.json"));
  const Row& loops = row(run, "loops/N:10/real_time");
  EXPECT_THAT(loops.real_time, ElementsAre(DoubleEq(100e-6), DoubleEq(300e-6), DoubleEq(200e-6)));
  EXPECT_THAT(loops.cpu_time, ElementsAre(DoubleEq(90e-6), DoubleEq(90e-6), DoubleEq(90e-9)));
  EXPECT_THAT(loops.counters.at("bytes_per_second"), ElementsAre(8e6, 2e6, 4e6));
  EXPECT_EQ(loops.counters.size(), 1U) << "bookkeeping of the library is no counter";
  EXPECT_EQ(loops.label, "L1");
  EXPECT_DOUBLE_EQ(loops.aggregates.at("real_time").median.value(), 200e-6);
  EXPECT_EQ(run.rows.size(), 7U);
}

TEST(Reader, KeepsTheContext) {
  const auto run = test::read_run(test::testdata("ours.json"));
  EXPECT_EQ(run.context.at("host_name"), "test");
  EXPECT_EQ(run.context.at("processor"), "Test CPU");
  EXPECT_EQ(run.processors, 2);
  EXPECT_THAT(run.load_average, ElementsAre(0.25, 0.5, 1));
}

TEST(Reader, TellsSkippedFromFailed) {
  const auto run = test::read_run(test::testdata("ours.json"));
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
  const auto run = test::read_run(test::testdata("bare_non_numbers.json"));
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
  const auto run = test::read_run(test::testdata("skipped.json"));
  EXPECT_EQ(row(run, "new").skipped, "no GPU");
  EXPECT_EQ(row(run, "old").skipped, "no library");
  EXPECT_EQ(row(run, "old").error, std::nullopt);
  EXPECT_EQ(row(run, "broken").error, "a worker died");
  EXPECT_THAT(row(run, "broken").real_time, IsEmpty());
}

TEST(ReaderInTheWild, AggregatesAreNoSamples) {
  const auto run = test::read_run(test::testdata("aggregates.json"));
  ASSERT_EQ(run.rows.size(), 1U);
  EXPECT_THAT(run.rows[0].real_time, ElementsAre(DoubleEq(100e-6), DoubleEq(300e-6)));
  EXPECT_DOUBLE_EQ(run.rows[0].aggregates.at("real_time").median.value(), 200e-6)
      << "and a percentage is no time";
}

TEST(ReaderInTheWild, ComplexityRowsAreNoSamples) {
  const auto run = test::read_run(test::testdata("complexity.json"));
  ASSERT_EQ(run.rows.size(), 3U);
  EXPECT_EQ(run.rows[1].name.full, "a/2");
  EXPECT_THAT(row(run, "c/1").counters.at("rms"), ElementsAre(0.5)) << "a counter may be called rms";
}

TEST(ReaderInTheWild, OnlyAggregates) {
  const auto run = test::read_run(test::testdata("only_aggregates.json"));
  EXPECT_THAT(row(run, "a/N:1").real_time, IsEmpty());
  EXPECT_DOUBLE_EQ(row(run, "a/N:1").aggregates.at("real_time").median.value(), 200e-6);
}

TEST(ReaderInTheWild, BeforeVersion1_5AggregatesAreKnownByTheirSuffix) {
  const auto run = test::read_run(test::testdata("before_1_5.json"));
  ASSERT_EQ(run.rows.size(), 2U);
  EXPECT_EQ(row(run, "a/8").real_time.size(), 2U);
  EXPECT_DOUBLE_EQ(row(run, "a/8").aggregates.at("real_time").median.value(), 200e-6);
  EXPECT_DOUBLE_EQ(row(run, "b/8").aggregates.at("real_time").median.value(), 50e-6);
  EXPECT_THAT(run.warnings, ElementsAre(AllOf(HasSubstr("4 rows without a run_type"), HasSubstr("1.5"))));
}

TEST(ReaderInTheWild, RepetitionsAreCountedNotBelieved) {
  const auto run = test::read_run(test::testdata("ragged_repetitions.json"));
  EXPECT_THAT(row(run, "a").real_time, ElementsAre(DoubleEq(30e-6), DoubleEq(10e-6), DoubleEq(70e-6)));
  EXPECT_THAT(row(run, "b").real_time, ElementsAre(DoubleEq(1e-6), DoubleEq(2e-6)));
}

TEST(ReaderInTheWild, TimePerThreadIsMultipliedBefore1_9) {
  for (const char* file : {"threads_1_7.json", "threads_1_8_5.json"}) {
    const auto run = test::read_run(test::testdata(file));
    EXPECT_THAT(run.rows.at(0).real_time, ElementsAre(DoubleEq(100e-6))) << file;
    EXPECT_THAT(run.rows.at(0).cpu_time, ElementsAre(DoubleEq(100e-6))) << file;
    EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("multiplied"))) << file;
  }
  for (const char* file : {"threads_1_9.json", "threads_1_10.json"}) {
    const auto run = test::read_run(test::testdata(file));
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
  const auto run = test::read_run(test::testdata("odd_context.json"));
  EXPECT_EQ(run.processors, 8);
  EXPECT_THAT(run.load_average, IsEmpty());
  EXPECT_EQ(run.context.at("host_name"), "first");
  EXPECT_EQ(run.context.at("json_schema_version"), "99");
  EXPECT_EQ(run.context.at("cpu_scaling_enabled"), "true");
  EXPECT_EQ(run.rows.size(), 1U);
}

TEST(ReaderInTheWild, OfDuplicateKeysTheFirstCounts) {
  const auto run = test::read_run(test::testdata("duplicate_keys.json"));
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
  const auto run = test::read_run(test::testdata("raw_bytes.json"));
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
    const auto run = test::read_run(test::testdata(file), salvaging);
    ASSERT_EQ(run.rows.size(), 1U) << file;
    EXPECT_EQ(run.rows[0].real_time.size(), 2U) << file;
    EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("cut off"))) << file;
  }
  EXPECT_THROW(test::read_run(test::testdata("not_json.txt"), salvaging), UnusableInput)
      << "broken is not cut off";
}

TEST(ReaderInTheWild, NoMatch) {
  EXPECT_THAT(complaint(test::testdata("empty.json")), HasSubstr("match no benchmarks?"));
  EXPECT_THAT(complaint(test::testdata("no_rows.json")),
              HasSubstr("no benchmarks in it; did the filter match none?"));
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
  const auto run = test::read_run(test::testdata("units_us.json"));
  EXPECT_THAT(row(run, "a").real_time, ElementsAre(DoubleEq(1.5e-6)));
  EXPECT_THAT(row(run, "b").real_time, ElementsAre(DoubleEq(2e-6)));
  EXPECT_THAT(row(run, "c").real_time, ElementsAre(DoubleEq(3e-3)));
  EXPECT_THAT(row(run, "d").real_time, ElementsAre(DoubleEq(4)));
  EXPECT_THAT(complaint(test::testdata("units_unknown.json")),
              AllOf(HasSubstr(":4:"), HasSubstr("fortnights")));
}

TEST(ReaderInTheWild, TheSameNameTwice) {
  const auto run = test::read_run(test::testdata("same_name_twice.json"));
  EXPECT_EQ(row(run, "a").real_time.size(), 1U);
  EXPECT_EQ(row(run, "a (2nd)").real_time.size(), 1U);
  const auto twins = test::read_run(test::testdata("registered_twice.json"));
  EXPECT_THAT(row(twins, "BM_atomic<int>/100000").real_time, ElementsAre(DoubleEq(17.7e-9)));
  EXPECT_THAT(row(twins, "BM_atomic<int> (2nd)/100000").real_time, ElementsAre(DoubleEq(17.8e-9)));
  EXPECT_EQ(row(twins, "BM_atomic<int> (2nd)/100000").name.arguments.size(), 1U);
  EXPECT_EQ(row(twins, "BM_atomic<float>/100000").real_time.size(), 1U);
  EXPECT_THAT(twins.warnings, ElementsAre(AllOf(HasSubstr("1 name is registered more than once"),
                                                HasSubstr("BM_atomic<int>/100000"))));
}

TEST(ReaderInTheWild, RunsThatWerePutTogetherAreRunsAgain) {
  const auto runs = read_file(test::testdata("merged_runs.json"));
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].rows.size(), 3U);
  EXPECT_THAT(row(runs[0], "BM_b/8").real_time, ElementsAre(DoubleEq(20e-9)));
  ASSERT_EQ(runs[1].rows.size(), 1U);
  EXPECT_THAT(row(runs[1], "BM_b/8").real_time, ElementsAre(DoubleEq(20.4e-9)));
  EXPECT_EQ(runs[1].context, runs[0].context);
  EXPECT_THAT(runs[0].warnings, ElementsAre(HasSubstr("put together of 2 runs")));
}

TEST(ReaderInTheWild, RowsThatAreNone) {
  EXPECT_THAT(complaint(test::testdata("nameless_row.json")),
              AllOf(HasSubstr(":5:"), HasSubstr("without a name")));
  const auto run = test::read_run(test::testdata("without_time.json"));
  EXPECT_EQ(run.rows.size(), 1U);
  EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("2 rows without a real_time")));
  EXPECT_THAT(complaint(test::testdata("deep.json")), HasSubstr("nested too deeply"));
}

TEST(Reader, WhatIsNoRowIsPassedOver) {
  const std::string path = testing::TempDir() + "/reader_test_" + std::to_string(getpid()) + ".json";
  std::ofstream(path)
      << R"({"benchmarks": [[1, "a", true], 7, null, {"name": "a", "real_time": 1, "nested": {"real_time": 2,
      "counter": 3}, "list": [4, {"name": "b"}], "after": 5}, [6, [7]]], "later": {"benchmarks": [{"name": "c"}]}})";
  const auto run = test::read_run(path);
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
    for (std::size_t shift = 0; shift < 220; shift += line_break.empty() ? 5 : 7) {
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
      const auto run = test::read_run(path);
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
    EXPECT_EQ(row(test::read_run(path), "a").label.size(), length - (length + 8) / 10);
  }
  std::filesystem::remove(path);
}

/// Reads text as a file.
class ReaderOf : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  bench_report::Run read(const std::string& text, bool salvage = false) const {
    std::ofstream(path_, std::ios::binary) << text;
    return test::read_run(path_, salvage ? salvaging : ReadOptions{});
  }
  /// Of rows alone.
  bench_report::Run read_rows(const std::string& rows,
                              const std::string& context = R"("library_build_type": "release")") const {
    return read("{\"context\": {" + context + "},\n\"benchmarks\": [\n" + rows + "\n]}\n");
  }
  std::string complaint_of(const std::string& text, bool salvage = false) const {
    try {
      read(text, salvage);
    } catch (const UnusableInput& error) {
      return error.what();
    }
    return "no complaint";
  }

  const std::string path_ = testing::TempDir() + "/reader_of_test_" + std::to_string(getpid()) + ".json";
};

TEST_F(ReaderOf, AMissingProcessorTimeIsNoSample) {
  for (const char* cpu_time :
       {"", R"("cpu_time": null,)", R"("cpu_time": "5",)", R"("cpu_time": [5],)", R"("cpu_time": true,)"}) {
    const auto run = read_rows(std::string(R"({"name": "a", )") + cpu_time + R"("real_time": 1})");
    EXPECT_THAT(run.rows.at(0).real_time, ElementsAre(DoubleEq(1e-9))) << cpu_time;
    EXPECT_THAT(run.rows.at(0).cpu_time, IsEmpty()) << cpu_time << ": it is not 0 either";
    EXPECT_THAT(run.warnings, IsEmpty()) << cpu_time;
  }
}

TEST_F(ReaderOf, ZerosOfAnyWritingAreZeros) {
  const auto run = test::read_run(test::testdata("zeros.json"));
  EXPECT_THAT(run.rows.at(0).real_time, ElementsAre(0));
  EXPECT_THAT(run.rows.at(0).cpu_time, ElementsAre(0));
  EXPECT_THAT(run.rows.at(0).counters.at("k"), ElementsAre(0));
  for (const std::string& zero :
       {std::string("0"), std::string("-0.0"), std::string("0e300"), std::string("0.0E+300"),
        std::string("0e-999"), "0." + std::string(349, '0'), "0." + std::string(349, '0') + "e400"}) {
    const auto of_text =
        read_rows(R"({"name": "a", "run_type": "iteration", "real_time": 1, "k": )" + zero + "}");
    EXPECT_THAT(of_text.rows.at(0).counters.at("k"), ElementsAre(0)) << zero;
    EXPECT_THAT(of_text.warnings, IsEmpty()) << zero;
  }
}

TEST_F(ReaderOf, ACounterMayBeCalledLikeAField) {
  const auto run = read_rows(
      R"({"name": "a", "run_type": "iteration", "label": "L", "real_time": 1, "cpu_time": 2, "skipped": 3,
      "error_occurred": 4, "cpu_coefficient": 5, "real_coefficient": 6, "rms": 7, "big_o": 8, "error_message": 9},
      {"name": "b", "run_type": "iteration", "real_time": 1, "label": 10, "aggregate_name": 11})");
  const auto& counters = row(run, "a").counters;
  for (const auto& [name, value] : {std::pair("skipped", 3),
                                    {"error_occurred", 4},
                                    {"cpu_coefficient", 5},
                                    {"real_coefficient", 6},
                                    {"rms", 7},
                                    {"big_o", 8},
                                    {"error_message", 9}}) {
    ASSERT_TRUE(counters.contains(name)) << name;
    EXPECT_THAT(counters.at(name), ElementsAre(value)) << name;
  }
  EXPECT_THAT(row(run, "b").counters.at("label"), ElementsAre(10));
  EXPECT_THAT(row(run, "b").counters.at("aggregate_name"), ElementsAre(11));
  EXPECT_EQ(row(run, "a").label, "L");
  EXPECT_EQ(row(run, "a").error, std::nullopt);
  EXPECT_EQ(row(run, "a").skipped, std::nullopt);
  EXPECT_THAT(row(run, "a").real_time, ElementsAre(DoubleEq(1e-9)));
  EXPECT_THAT(run.warnings, IsEmpty()) << "nothing stands twice";
}

TEST_F(ReaderOf, OfACounterNamedTwiceTheFirstCounts) {
  const auto run = read_rows(
      R"({"name": "a", "run_type": "iteration", "real_time": 1, "k": 9, "j": 5, "k": 2},
      {"name": "a", "run_type": "iteration", "real_time": 1, "k": 8, "j": 5, "k": 1, "k": 3})");
  EXPECT_THAT(row(run, "a").counters.at("k"), ElementsAre(9, 8));
  EXPECT_THAT(row(run, "a").counters.at("j"), ElementsAre(5, 5));
  EXPECT_THAT(run.warnings, ElementsAre(HasSubstr("3 fields stand twice")));
}

TEST_F(ReaderOf, TheLoadIsWhatTheListOfItHas) {
  const std::string rows = R"({"name": "a", "run_type": "iteration", "real_time": 1})";
  EXPECT_THAT(read_rows(rows, R"("load_avg": [1, 2.5])").load_average, ElementsAre(1, 2.5));
  const auto both = read_rows(rows, R"("other_processors": [0.5, 0.25], "load_avg": [3])");
  EXPECT_THAT(both.other_processors, ElementsAre(0.5, 0.25));
  EXPECT_THAT(both.load_average, ElementsAre(3));
  for (const char* context :
       {R"("load_avg": [], "caches": [{"size": 5}])", R"("load_avg": {"one": 5})",
        R"("load_avg": [{"one": 5}])", R"("load_avg": 5)", R"("load_avg": [], "other": [5])",
        R"("load_avg": [[5]])", R"("custom": {"load_avg": [5]})"}) {
    EXPECT_THAT(read_rows(rows, context).load_average, IsEmpty()) << context;
  }
}

TEST_F(ReaderOf, ProcessTimeOfThreadsIsMultipliedToo) {
  const std::string rows =
      R"({"name": "a/process_time/threads:4", "run_type": "iteration", "threads": 4, "real_time": 1, "cpu_time": 3},
      {"name": "b/process_time/real_time/threads:4", "run_type": "iteration", "threads": 4, "real_time": 1, "cpu_time": 3},
      {"name": "c/real_time/threads:4", "run_type": "iteration", "threads": 4, "real_time": 1, "cpu_time": 3},
      {"name": "d/process_time", "run_type": "iteration", "threads": 1, "real_time": 1, "cpu_time": 3})";
  const auto old = read_rows(rows, R"("library_version": "v1.8.5")");
  EXPECT_THAT(old.rows.at(0).cpu_time, ElementsAre(DoubleEq(12e-9)));
  EXPECT_THAT(old.rows.at(1).cpu_time, ElementsAre(DoubleEq(12e-9)));
  EXPECT_THAT(old.rows.at(2).cpu_time, ElementsAre(DoubleEq(3e-9))) << "of one thread, and no mean";
  EXPECT_THAT(old.rows.at(3).cpu_time, ElementsAre(DoubleEq(3e-9)));
  EXPECT_THAT(old.rows.at(1).real_time, ElementsAre(DoubleEq(4e-9)));
  EXPECT_THAT(old.warnings, ElementsAre(HasSubstr("3 rows of several threads")));
  const auto now = read_rows(rows, R"("library_version": "v1.9.0")");
  EXPECT_THAT(now.rows.at(0).cpu_time, ElementsAre(DoubleEq(3e-9)));
  EXPECT_THAT(now.warnings, IsEmpty());
}

TEST_F(ReaderOf, AnArgumentCalledThreadsMultipliesNothing) {
  const auto run =
      read_rows(R"({"name": "a/threads:8/real_time", "run_type": "iteration", "threads": 1, "real_time": 1},
      {"name": "b/threads:8", "run_type": "iteration", "threads": 1, "real_time": 1},
      {"name": "c/threads:8/real_time/threads:2", "run_type": "iteration", "threads": 2, "real_time": 1},
      {"name": "d/real_time/threads:4", "real_time": 1})");
  EXPECT_THAT(run.rows.at(0).real_time, ElementsAre(DoubleEq(1e-9)));
  EXPECT_THAT(run.rows.at(1).real_time, ElementsAre(DoubleEq(1e-9)));
  EXPECT_THAT(run.rows.at(2).real_time, ElementsAre(DoubleEq(2e-9)));
  EXPECT_THAT(run.rows.at(3).real_time, ElementsAre(DoubleEq(4e-9)))
      << "where the row does not say, its name does";
}

TEST_F(ReaderOf, OnlyEvidenceOfAVersionMultiplies) {
  const std::string rows =
      R"({"name": "a/real_time/threads:4", "run_type": "iteration", "threads": 4, "real_time": 1})";
  const auto real_time = [&](const std::string& context) {
    const auto run = read_rows(rows, context);
    EXPECT_EQ(run.rows.at(0).real_time.at(0) > 2e-9 || run.warnings.empty() ||
                  run.warnings.at(0).find("left as they are") != std::string::npos,
              true);
    return std::pair(run.rows.at(0).real_time.at(0) * 1e9, run.warnings.size());
  };
  for (const char* context :
       {R"("library_build_type": "release")", R"("library_version": "v1.8.4")",
        R"("library_version": "1.8.3-12-g0123456")", R"("library_version": "v1.8.5")"}) {
    EXPECT_THAT(real_time(context), testing::Pair(DoubleEq(4.0), 1)) << context;
  }
  for (const char* context :
       {R"("library_version": "v1.9.0")", R"("library_version": "1.10.2")",
        R"("library_version": "v1.9.0-4-gabcdef0")", R"("library_version": "", "aslr_enabled": false)",
        R"("library_version": "v0.8.3", "aslr_enabled": true)"}) {
    EXPECT_THAT(real_time(context), testing::Pair(DoubleEq(1.0), 0)) << context;
  }
  for (const char* context :
       {"", R"("library_version": "")", R"("library_version": "v0.8.3")", R"("library_version": "4c5fd28")",
        R"("library_version": "v2.1.0")", R"("library_version": "v1.8.5-17-g0123456")",
        R"("library_version": "1.7.1")", R"("library_version": "1")", R"("library_version": "1.9.1x")",
        R"("library_build_type": "release", "json_schema_version": 1)"}) {
    EXPECT_THAT(real_time(context), testing::Pair(DoubleEq(1.0), 1)) << "left alone, and said: " << context;
  }
}

TEST_F(ReaderOf, TheUserMayKnowTheVersion) {
  const std::string text =
      R"({"context": {"library_version": "v1.9.0"}, "benchmarks": [{"name": "a/threads:4", "threads": 4, "real_time": 1}]})";
  ReadOptions options;
  const auto read_as = [&](const std::string& version) {
    read(text);
    std::ofstream(path_) << text;
    options.library_version = version;
    return test::read_run(path_, options).rows.at(0).real_time.at(0);
  };
  EXPECT_DOUBLE_EQ(read_as(""), 1e-9);
  EXPECT_DOUBLE_EQ(read_as("1.8.3"), 4e-9);
  EXPECT_DOUBLE_EQ(read_as("v1.9.0"), 1e-9);
  for (const char* version : {"1", "new", "v", "1.-8", "1.8x"}) {
    EXPECT_THROW(read_as(version), std::invalid_argument) << version;
  }
}

TEST_F(ReaderOf, WhatIsIgnoredOfTheContextIsNotThere) {
  std::ofstream(path_)
      << R"({"context": {"a": "1", "b": "2"}, "benchmarks": [{"name": "a", "real_time": 1}]})";
  ReadOptions options;
  options.ignored_context = {"b", "c"};
  EXPECT_THAT(test::read_run(path_, options).context, ElementsAre(testing::Pair("a", "1")));
}

TEST_F(ReaderOf, TwinsAreNumberedAsTheLibraryNumbersThem) {
  const auto twin = [](int family, int repetition, int time) {
    return fmt::format(
        R"({{"name": "a/8", "run_name": "a/8", "run_type": "iteration", "family_index": {}, "repetitions": 2,
      "repetition_index": {}, "per_family_instance_index": 0, "real_time": {}}})",
        family, repetition, time);
  };
  const auto run = read_rows(twin(2, 1, 41) + "," + twin(0, 0, 10) + "," + twin(0, 1, 11) + "," +
                             twin(2, 0, 40) + "," + twin(1, 0, 20) + "," + twin(1, 1, 21));
  EXPECT_THAT(row(run, "a/8").real_time, ElementsAre(DoubleEq(10e-9), DoubleEq(11e-9)));
  EXPECT_THAT(row(run, "a (2nd)/8").real_time, ElementsAre(DoubleEq(20e-9), DoubleEq(21e-9)));
  EXPECT_THAT(row(run, "a (3rd)/8").real_time, ElementsAre(DoubleEq(41e-9), DoubleEq(40e-9)));
}

TEST_F(ReaderOf, OneRepetitionThereTwiceIsOfTwoRuns) {
  const auto repetition = [](const char* name, int index, int repetitions, int time) {
    return fmt::format(R"({{"name": "{0}", "run_name": "{0}", "run_type": "iteration", "repetitions": {2},
      "repetition_index": {1}, "real_time": {3}}})",
                       name, index, repetitions, time);
  };
  const auto rows = [&](int repetitions) {
    return "{\"benchmarks\": [" + repetition("a", 0, repetitions, 1) + "," +
           repetition("a", 1, repetitions, 2) + "," + repetition("b", 0, repetitions, 3) + "," +
           repetition("a", 0, repetitions, 4) + "," + repetition("a", 0, repetitions, 5) + "]}";
  };
  std::ofstream(path_) << rows(2);
  const auto runs = read_file(path_);
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_THAT(row(runs[0], "a").real_time, ElementsAre(DoubleEq(1e-9), DoubleEq(2e-9)));
  EXPECT_THAT(row(runs[1], "a").real_time, ElementsAre(DoubleEq(4e-9)));
  EXPECT_THAT(row(runs[2], "a").real_time, ElementsAre(DoubleEq(5e-9)));
  EXPECT_EQ(runs[1].file, runs[0].file + ", run 2");
  EXPECT_EQ(runs[2].file, runs[0].file + ", run 3");
  EXPECT_THAT(runs[0].warnings, ElementsAre(HasSubstr("(a is there as repetition 0 of 2 twice)")));
  std::ofstream(path_) << rows(0);
  EXPECT_EQ(read_file(path_).size(), 1U) << "what the library does not count is not believed";
}

TEST_F(ReaderOf, ACounterMayBeCalledLikeACoefficientWhereverItStands) {
  for (const char* key : {"rms", "cpu_coefficient", "real_coefficient"}) {
    const auto counters = [&](const std::string& type) {
      return read_rows(R"({"name": "b", "real_time": 1},)" +
                       fmt::format(
                           R"({{"{}": 0.5, "name": "a", "run_name": "a", "run_type": "{}", "real_time": 1}})",
                           key, type))
          .rows;
    };
    EXPECT_THAT(counters("iteration").at(1).counters.at(key), ElementsAre(0.5));
    for (const Row& row : counters("aggregate")) {
      EXPECT_THAT(row.counters, IsEmpty()) << "an aggregate's coefficient is none";
    }
  }
}

std::string utf16(const std::u16string& text, bool big) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFFU);
    const char high = static_cast<char>(unit >> 8U);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

TEST_F(ReaderOf, TheFirstBytesTellHowAFileIsStored) {
  EXPECT_EQ(read("\xEF\xBB\xBF{\"benchmarks\": [{\"name\": \"a\", \"real_time\": 1}]}").rows.at(0).name.full,
            "a");
  const std::u16string text =
      u"{\"benchmarks\": [{\"name\": \"a\", \"real_time\": 1, \"label\": \"\u00e4\u20ac\U0001F600";
  for (const bool big : {false, true}) {
    for (const std::u16string mark : {u"\uFEFF", u""}) {
      EXPECT_EQ(read(utf16(mark + text + u"\"}]}", big)).rows.at(0).label, "ä€😀") << big;
    }
    EXPECT_EQ(read(utf16(text + u"\xD800 \xDC00\"}]}", big)).rows.at(0).label, "ä€😀\uFFFD \uFFFD")
        << "half characters";
    const std::u16string lengthy = u"{\"benchmarks\": [{\"name\": \"a\", \"real_time\": 1, \"label\": \"" +
                                   std::u16string(400'001, u'\u20ac') + u"\"}]}";
    EXPECT_EQ(read(utf16(lengthy, big)).rows.at(0).label.size(), 3 * 400'001U);
  }
}

TEST(Reader, BytesInMemoryAreReadAsFilesAre) {
  const std::string text = R"({"benchmarks": [{"name": "a", "real_time": 1}]})";
  const std::u16string wide(text.begin(), text.end());
  for (const std::string& bytes :
       {text, "\xEF\xBB\xBF" + text, utf16(wide, false), utf16(u"\uFEFF" + wide, true)}) {
    const auto runs = read_bytes(bytes, "input");
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].file, "input");
    EXPECT_EQ(runs[0].rows.at(0).name.full, "a");
  }
}

TEST_F(ReaderOf, WhatGzipCompressedIsRead) {
  std::string rows;
  for (int i = 0; i < 5000; ++i) {
    rows += fmt::format("{}{{\"name\": \"a/{}\", \"real_time\": {}}}", i == 0 ? "" : ",\n", i, i + 1);
  }
  const std::string text = "{\"benchmarks\": [" + rows + "]}";
  gzFile file = gzopen(path_.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  EXPECT_EQ(test::read_run(path_).rows.size(), 5000U);
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2);
  EXPECT_THAT(complaint(path_), HasSubstr("cut off"));
  EXPECT_THAT(test::read_run(path_, salvaging).rows, testing::SizeIs(testing::Gt(1000U)));
  std::fstream damaged(path_, std::ios::in | std::ios::out | std::ios::binary);
  damaged.seekp(100).write("damaged damaged damaged", 23);
  damaged.close();
  EXPECT_THAT(complaint(path_), HasSubstr("gzip: "));
}

TEST_F(ReaderOf, OtherToolsAreNamed) {
  EXPECT_THAT(complaint(test::testdata("pytest_benchmark.json")),
              HasSubstr("the JSON of pytest-benchmark, not of"));
  for (const auto& [tool, text] :
       {std::pair("JMH", R"([{"jmhVersion": "1.36", "benchmark": "a", "primaryMetric": {"score": 1}}])"),
        {"nvbench",
         R"({"meta": {}, "devices": [], "benchmarks": [{"name": "a", "min_samples": 10, "states": []}]})"},
        {"swift-benchmark", R"({"benchmarks": [{"name": "a", "time": 1.0, "std": 0.5, "iterations": 10}]})"},
        {"Criterion",
         "{\"reason\": \"benchmark-complete\", \"id\": \"a\", \"typical\": {}}\n{\"reason\": "
         "\"group-complete\"}\n"},
        {"Criterion", R"({"mean": {"confidence_interval": {}}, "median_abs_dev": {}})"},
        {"Catch2", R"({"version": 1, "metadata": {"name": "t", "catch2-version": "3.5.0"}, "test-run": {}})"},
        {"hyperfine", R"({"results": [{"command": "a", "mean": 1}]})"}}) {
    EXPECT_THAT(complaint_of(text), HasSubstr(std::string("the JSON of ") + tool)) << text;
  }
}

TEST_F(ReaderOf, NothingReadIsNoSuccess) {
  for (const char* text : {"[]", "null", "{}", "7", R"({"context": {}})"}) {
    EXPECT_THAT(complaint_of(text), HasSubstr("no \"benchmarks\"")) << text;
  }
  for (const char* text : {R"({"benchmarks": []})", R"({"benchmarks": null})", R"({"benchmarks": {}})"}) {
    EXPECT_THAT(complaint_of(text), HasSubstr("no benchmarks in it")) << text;
  }
  EXPECT_THAT(complaint_of(R"({"benchmarks": [{"name": "a"}, {"name": "b"}]})"),
              HasSubstr("--benchmark_list_tests"));
  EXPECT_THAT(complaint_of(R"({"benchmarks": [{"name": "a", "x": 1}]})"),
              HasSubstr("no row has a real_time"));
  EXPECT_THAT(complaint_of("BM_a/8\nBM_b/8\n"), HasSubstr("--benchmark_list_tests"));
}

TEST_F(ReaderOf, KeysMayStandInAnyOrder) {
  const auto sorted = test::read_run(test::testdata("sorted_keys.json"));
  ASSERT_EQ(sorted.rows.size(), 1U);
  EXPECT_THAT(sorted.rows[0].counters.at("rms"), testing::SizeIs(3U));
  EXPECT_THAT(sorted.rows[0].counters.at("rms"), Contains(DoubleEq(0.26)));
}

TEST_F(ReaderOf, BeforeVersion1_5NamesAreNotEscaped) {
  EXPECT_THAT(
      complaint_of(
          R"({"context": {}, "benchmarks": [{"name": "b", "real_time": 1}, {"name": "a<"x">", "real_time": 1}]})"),
      AllOf(HasSubstr(":1:"), HasSubstr("before 1.5"), HasSubstr("quotation marks")));
}

TEST_F(ReaderOf, TheCachesOfTheContextAreOneText) {
  const auto caches = [&](const std::string& text) {
    const auto run = read_rows(R"({"name": "a", "real_time": 1})", R"("caches": )" + text + R"(, "z": 1)");
    EXPECT_EQ(run.context.at("z"), "1");
    return run.context.contains("caches") ? run.context.at("caches") : "none";
  };
  EXPECT_EQ(caches(R"([{"type": "Data", "level": 1, "size": 32768, "num_sharing": 2},
                       {"size": 33554432, "num_sharing": 8, "level": 3, "type": "Unified"}])"),
            "L1 Data 32768 B, L3 Unified 33554432 B");
  for (const char* text : {"[]", "{}", "null", "[1, [2]]"}) {
    EXPECT_EQ(caches(text), "none") << text;
  }
}

TEST_F(ReaderOf, AFilesNameIsPrintable) {
  const std::string name = testing::TempDir() + "/reader_of_\xff_\n_" + std::to_string(getpid()) + ".json";
  std::ofstream(name) << R"({"benchmarks": [{"name": "a", "real_time": 1}]})";
  const auto run = test::read_run(name);
  std::filesystem::remove(name);
  EXPECT_THAT(run.file, HasSubstr("reader_of_\xEF\xBF\xBD_ _"));
}

TEST_F(ReaderOf, AnAggregatesMedianIsMultipliedByTheThreadsToo) {
  const auto aggregates = [&](const std::string& name,
                              const std::string& context = R"("library_build_type": "release")") {
    const std::string row = R"({"name": ")" + name + R"(/threads:4_median", "run_name": ")" + name +
                            R"(/threads:4", "run_type": "aggregate", "threads": 4, "aggregate_name": "median",
                            "aggregate_unit": "time", "real_time": 5, "cpu_time": 5, "items": 7})";
    return read_rows(row, context).rows.at(0).aggregates;
  };
  EXPECT_DOUBLE_EQ(aggregates("a").at("real_time").median.value(), 20e-9);
  EXPECT_DOUBLE_EQ(aggregates("a").at("cpu_time").median.value(), 5e-9) << "of one thread already";
  EXPECT_DOUBLE_EQ(aggregates("a").at("items").median.value(), 7);
  EXPECT_DOUBLE_EQ(aggregates("a/process_time").at("cpu_time").median.value(), 20e-9);
  EXPECT_DOUBLE_EQ(aggregates("a", R"("library_version": "v1.9.1")").at("real_time").median.value(), 5e-9);
}

TEST_F(ReaderOf, OnlyAMedianOfTimesIsTheAggregatesMedian) {
  const auto aggregate = [](const std::string& name, const std::string& unit, const std::string& time) {
    return R"({"name": "a_)" + name + R"(", "run_name": "a", "run_type": "aggregate", "aggregate_name": ")" +
           name + R"(", )" + unit + R"("real_time": )" + time + R"(, "cpu_time": 1})";
  };
  for (const std::string& rows :
       {aggregate("mean", "", "5"), aggregate("median", R"("aggregate_unit": "percentage", )", "5"),
        aggregate("median", "", "nan")}) {
    const auto run = read_rows(rows);
    EXPECT_TRUE(run.rows.at(0).has_aggregates) << rows;
    EXPECT_EQ(aggregate_median_of(run.rows.at(0), "real_time"), std::nullopt) << rows;
    EXPECT_THAT(run.rows.at(0).real_time, IsEmpty()) << rows;
  }
  EXPECT_DOUBLE_EQ(
      read_rows(aggregate("median", "", "5")).rows.at(0).aggregates.at("real_time").median.value(), 5e-9)
      << "before 1.6 no unit is told";
}

TEST_F(ReaderOf, SeparatorsOfAnyLocaleAreKnown) {
  for (const char* number : {"1,000", "1.000.000", "1'000", "1 000",
                             "1\xC2\xA0"
                             "000",
                             "1\xE2\x80\xAF"
                             "000",
                             "1,25e+02", "12,5", "-1.000.000"}) {
    for (const char* end : {",\"cpu_time\": 1}]}", "}]}"}) {
      EXPECT_THAT(
          complaint_of(std::string("{\"benchmarks\": [{\"name\": \"a\", \"real_time\": ") + number + end),
          AllOf(HasSubstr(":1:"), HasSubstr("LC_ALL=C")))
          << number << end;
    }
  }
  for (const char* broken : {"1 \"b\"", "1 x", "1.x", "1'x", "1;5"}) {
    EXPECT_THAT(
        complaint_of(std::string("{\"benchmarks\": [{\"name\": \"a\", \"real_time\": ") + broken + "}]}"),
        AllOf(HasSubstr(":1:"), Not(HasSubstr("LC_ALL"))))
        << broken;
  }
}

TEST_F(ReaderOf, NoiseIsKnownWhateverItBeginsWith) {
  const std::string document =
      "{\"context\": {},\n\"benchmarks\": [\n{\"name\": \"a\", \"real_time\": 1},\n"
      "{\"name\": \"b\", \"real_time\": 1}\n]}\n";
  EXPECT_EQ(complaint_of(document), "no complaint");
  for (const char* noise : {"[INFO] starting\n", "{noise}\n", "[1, 2]\n", "7\n", "Running ./bench\n", "# x\n",
                            "name,iterations,real_time\n", "{\"a\": 1}\n", "\"a\"\n", "2026-01-02 note\n"}) {
    EXPECT_THAT(complaint_of(noise + document),
                AllOf(HasSubstr("other output before it"), HasSubstr("--benchmark_out")))
        << noise;
  }
  EXPECT_THAT(complaint_of("x"), HasSubstr("other output before it")) << "not cut off, though it ends there";
  auto with_a_line = document;
  with_a_line.insert(with_a_line.find("{\"name\": \"b\""), "a worker says hello\n");
  EXPECT_THAT(
      complaint_of(with_a_line),
      AllOf(HasSubstr(":4:1: "), HasSubstr("other output has come between"), HasSubstr("--benchmark_out")));
}

TEST_F(ReaderOf, OnlyAMissingCommaIsBlamedOnTheLibrary) {
  const std::string rows = ", \"benchmarks\": []}";
  EXPECT_THAT(complaint_of("{\"context\": {\"a\": 1 \"b\": 2}" + rows), HasSubstr("1.5.4"));
  for (const char* context :
       {"{\"a\": 1, b: 2}", "{\"a\" 1}", "{\"a\": tru}", "{\"a\": \"\\x\"}", "{\"a\": 1,}"}) {
    EXPECT_THAT(complaint_of(std::string("{\"context\": ") + context + rows),
                AllOf(HasSubstr("not a Google Benchmark JSON file"), Not(HasSubstr("1.5.4"))))
        << context;
  }
}

TEST_F(ReaderOf, ANameHasAnEnd) {
  const auto named = [](std::size_t size) {
    return "{\"benchmarks\": [{\"name\": \"" + std::string(size, 'x') + "\", \"real_time\": 1}]}";
  };
  EXPECT_EQ(read(named(65'536)).rows.at(0).name.family.size(), 65'536U);
  EXPECT_THAT(complaint_of(named(65'537)), HasSubstr("a name of 65537 bytes"));
}

TEST_F(ReaderOf, BeforeTheFirstRowThereIsNothingToSalvage) {
  for (const char* text : {"{", "{\"context\": {\"host_name\": \"a", "{\"context\": {}, \"bench"}) {
    EXPECT_THAT(complaint_of(text, true), HasSubstr("nothing to salvage")) << text;
    EXPECT_THAT(complaint_of(text), HasSubstr("--salvage")) << text;
  }
}

/// What a cut leaves is neither more nor less than the rows that were whole. Words such as nan are put right
/// on the way, and must be known when half of them is there.
TEST_F(ReaderOf, OfAFileCutAnywhereExactlyTheWholeRowsAreKept) {
  const std::vector<std::string> rows{
      R"({"name": "a/N:1", "run_type": "iteration", "real_time": 200, "cpu_time": 1.5e+02, "x": nan, "time_unit": "us"})",
      R"({"name": "a/N:1", "run_type": "iteration", "time_unit": "us", "x": -inf, "y": inf, "real_time": 300,
      "cpu_time": 25})",
      R"({"name": "b\"\\", "run_type": "iteration", "label": "ä nan", "x": infinity, "z": 1e400, "real_time": 4e2,
      "cpu_time": -nan})",
      R"({"name": "c", "run_type": "iteration", "error_occurred": true, "error_message": "no", "real_time": 0})"};
  std::string text = "{\"context\": {\"num_cpus\": 2},\n\"benchmarks\": [\n";
  const std::size_t begin = text.find('[') + 1;
  std::vector<std::size_t> ends;
  for (const std::string& row : rows) {
    text += row;
    ends.push_back(text.size());
    text += ",\n";
  }
  text.resize(text.size() - 2);
  text += "\n]}";
  EXPECT_THAT(read(text).rows.at(0).real_time, ElementsAre(DoubleEq(200e-6), DoubleEq(300e-9 * 1000)));
  const std::vector<double> times{200e-6, 300e-6, 400e-9, 0};
  for (std::size_t size = begin; size < text.size(); ++size) {
    if (size < ends.front()) {
      EXPECT_THAT(complaint_of(text.substr(0, size), true), HasSubstr("nothing to salvage")) << size;
      continue;
    }
    const auto run = read(text.substr(0, size), true);
    const auto whole =
        static_cast<std::size_t>(std::ranges::count_if(ends, [&](std::size_t end) { return end <= size; }));
    std::vector<double> kept;
    std::vector<double> processor;
    for (const Row& row : run.rows) {
      kept.insert(kept.end(), row.real_time.begin(), row.real_time.end());
      processor.insert(processor.end(), row.cpu_time.begin(), row.cpu_time.end());
      for (const auto& [name, samples] : row.counters) {
        EXPECT_THAT(samples, IsEmpty()) << name << ", cut at " << size;
      }
    }
    ASSERT_EQ(kept, std::vector<double>(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(
                                                                           std::min<std::size_t>(whole, 3))))
        << text.substr(0, size);
    ASSERT_EQ(processor.size(), std::min<std::size_t>(whole, 2)) << text.substr(0, size);
    ASSERT_EQ(run.rows.size(), whole == 0 ? 0 : whole - (whole > 1 ? 1 : 0)) << text.substr(0, size);
    EXPECT_THAT(run.warnings, Contains(HasSubstr("cut off"))) << size;
    if (const auto cut = text.substr(0, size); cut.ends_with("\"real_time\": 200,") || size % 16 == 0) {
      EXPECT_THAT(complaint_of(cut), HasSubstr("--salvage")) << cut;
    }
  }
}

}  // namespace
}  // namespace bench_report
