// What is left of a run that is stopped: by a signal, by a reader that goes away, by a full disk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "benchmarks/bench_fixture.hpp"

namespace parallelization {
namespace {

using test::Bench;
using test::contents;
using test::json;
using test::Result;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Repetitions that Google Benchmark itself reports as finished, on stdout, against those that the journal
/// kept.
void expect_kept(const std::string& stdout_text, const rapidjson::Document& kept,
                 const std::vector<std::string>& kept_rows) {
  ASSERT_TRUE(kept["context"].HasMember("interrupted"));
  EXPECT_TRUE(kept["context"]["interrupted"].IsTrue());
  std::multiset<std::string> reported;
  const auto shown = json(stdout_text);
  for (const auto& row : shown["benchmarks"].GetArray()) {
    if (std::string(row["run_type"].GetString()) == "iteration") {
      EXPECT_FALSE(row.HasMember("error_occurred"));
      reported.insert(row["run_name"].GetString());
    }
  }
  const std::multiset<std::string> kept_names(kept_rows.begin(), kept_rows.end());
  for (const std::string& name : kept_names) {
    // Our clock is read just outside the library's. A first repetition may be long enough by ours and a hair
    // too short by its own, which then would have measured it again; that one may be kept.
    const bool borderline = reported.count(name) == 0 && kept_names.count(name) == 1;
    EXPECT_TRUE(borderline || kept_names.count(name) == reported.count(name)) << name;
  }
  for (const std::string& name : reported) {
    EXPECT_EQ(kept_names.count(name), reported.count(name)) << name << " was finished and is lost";
  }
}

class Stopped : public Bench {
 protected:
  /// What was finished can be read; under the thread sanitizer there is no bench-report.
  void expect_salvage([[maybe_unused]] const std::string& file) const {
#ifdef BENCH_REPORT
    const Result table = run_program({BENCH_REPORT, "quantiles", "--salvage", file});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_THAT(table.out, HasSubstr("fake/steady"));
#endif
  }
};

/// The signal, and the object of the program at which it comes.
class Interrupted : public Stopped, public testing::WithParamInterface<std::tuple<int, int>> {};

TEST_P(Interrupted, KeepsEveryFinishedRepetition) {
  const auto [signal, object] = GetParam();
  const Result result = quick(
      "fake/steady",
      {"--benchmark_repetitions=8", "--benchmark_format=json", "--benchmark_display_aggregates_only=false"},
      {{"FAKE_SIGNAL", std::to_string(signal)}, {"FAKE_SIGNAL_AT", std::to_string(object)}});
  EXPECT_EQ(result.status, 130);
  EXPECT_THAT(result.err, HasSubstr("interrupted: "));
  const auto kept = written();
  expect_kept(result.out, kept, rows(kept));
  EXPECT_LT(rows(kept).size(), 4U * 8U);
  EXPECT_THAT(files_of_results(), ElementsAre("out.json"));
}

INSTANTIATE_TEST_SUITE_P(AtObject, Interrupted,
                         testing::Combine(testing::Values(SIGINT, SIGTERM, SIGHUP, SIGPIPE),
                                          testing::Values(1, 2, 9, 25, 40)));

TEST_F(Stopped, ASignalBeforeTheFirstRowIsHeededToo) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    const Result result =
        quick("fake/steady", {}, {{"FAKE_SIGNAL", std::to_string(signal)}, {"FAKE_SIGNAL_AT", "start"}});
    EXPECT_EQ(result.status, 130);
    EXPECT_THAT(files_of_results(), ElementsAre("out.json"));
    EXPECT_THAT(rows(written()), IsEmpty());
  }
}

TEST_F(Stopped, ABatchThatIsInterruptedKeepsItsOtherRepetitions) {
  for (const std::string object : {"2", "3", "4"}) {
    const Result result =
        quick("fake/batch/N:3", {"--benchmark_repetitions=5"}, {{"FAKE_SIGNAL_AT", object}});
    EXPECT_EQ(result.status, 130) << result.err;
    EXPECT_EQ(rows(written()).size(), std::stoul(object) - 1);
  }
}

TEST_F(Stopped, AStuckRunDoesNotLoseWhatWasFinished) {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string format : {"json", "csv"}) {
    std::ofstream(path("out.json")) << "old";
    const Result result = run({"--benchmark_filter=fake/s(teady|tuck)/N", "--sizes=3",
                               "--benchmark_repetitions=3", "--benchmark_min_time=0.001",
                               "--benchmark_out=" + path("out.json"), "--benchmark_out_format=" + format});
    EXPECT_EQ(result.status, 130);
    EXPECT_THAT(files_of_results(), ElementsAre("out.json"));
    if (format == "json") {
      const auto kept = written();
      EXPECT_TRUE(kept["context"]["interrupted"].IsTrue());
    } else {
      EXPECT_THAT(contents(path("out.json")), HasSubstr("name,iterations,"));
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes(4))
      << "it waited for the stuck run";
}

/// With so short a minimum each object that is made is one repetition.
constexpr const char* one_call_each = "--benchmark_min_time=0.000000001";

TEST_F(Stopped, WhatAKilledRunHasFinishedIsOnTheDisk) {
  for (int object = 2; object <= 22; ++object) {
    const Result result =
        quick("fake/steady", {one_call_each, "--benchmark_repetitions=6"},
              {{"FAKE_SIGNAL", std::to_string(SIGKILL)}, {"FAKE_SIGNAL_AT", std::to_string(object)}});
    EXPECT_EQ(result.status, 1000 + SIGKILL);
    EXPECT_THAT(files_of_results(), ElementsAre("out.json.partial"));
    const std::string left = contents(path("out.json.partial"));
    const auto document = json(left + "]}");
    EXPECT_EQ(rows(document).size(), static_cast<std::size_t>(object - 1));
    EXPECT_TRUE(document["context"]["interrupted"].IsTrue());
    expect_salvage(path("out.json.partial"));
    std::filesystem::remove(path("out.json.partial"));
  }
}

TEST_F(Stopped, WhatAKilledRunHasLeftIsNeverOverwritten) {
  const std::map<std::string, std::string> killed{{"FAKE_SIGNAL", std::to_string(SIGKILL)},
                                                  {"FAKE_SIGNAL_AT", "4"}};
  quick("fake/steady", {one_call_each}, killed);
  const std::string first = contents(path("out.json.partial"));
  quick("fake/steady", {one_call_each}, killed);
  const Result result = quick("fake/steady");
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("out.json.partial-2 is what a run that was killed has left"));
  EXPECT_EQ(contents(path("out.json.partial-1")), first);
  EXPECT_EQ(rows(written()).size(), 12U);
  EXPECT_FALSE(std::filesystem::exists(path("out.json.partial")));
}

TEST_F(Stopped, TwoThatWriteOneFileAreOneTooMany) {
  auto arguments = quickly("fake/stuck/N:3");
  arguments.insert(arguments.begin(), BENCH_WITH_FAKES);
  const pid_t first =
      test::start_program(arguments, {{"FAKE_STUCK_QUIETLY", "1"}}, path("first"), path("first"));
  while (contents(path("out.json.partial")).empty()) {
    usleep(1000);
  }
  const Result second = quick("fake/steady");
  kill(first, SIGKILL);
  test::exit_status(first);
  EXPECT_EQ(second.status, 2);
  EXPECT_THAT(second.err, HasSubstr("another bench is writing this file"));
  EXPECT_EQ(quick("fake/steady").status, 0) << "the other one has ended";
}

TEST_F(Stopped, AReaderThatGoesAwayStopsItAsCtrlCDoes) {
  std::string sizes = "1";
  for (int n = 2; n < 1000; ++n) {
    sizes += "," + std::to_string(n);
  }
  for (int tries = 0; tries < 20; ++tries) {
    const std::string format = tries % 2 == 0 ? "console" : "json";
    auto arguments = quickly("fake/batch", {"--sizes=" + sizes, "--benchmark_format=" + format,
                                            "--benchmark_enable_random_interleaving=false"});
    arguments.insert(arguments.begin(), BENCH_WITH_FAKES);
    const Result result = run_script("\"$@\" | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}", arguments);
    EXPECT_EQ(result.status, 130) << result.err;
    EXPECT_TRUE(written()["context"]["interrupted"].IsTrue());
    EXPECT_THAT(files_of_results(), ElementsAre("out.json"));
  }
}

TEST_F(Stopped, AFullDiskCostsNeitherTheTableNorWhatFits) {
  auto arguments = quickly("fake/steady", {"--benchmark_repetitions=20"});
  arguments.insert(arguments.begin(), BENCH_WITH_FAKES);
  const Result result =
      run_script("trap '' XFSZ; (ulimit -f 8; \"$@\") | cat; exit ${PIPESTATUS[0]}", arguments);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.out, HasSubstr("fake/steady/N:3/real_time_median"));
  EXPECT_THAT(result.err, AllOf(HasSubstr("finished repetitions are only in memory from here on"),
                                HasSubstr("out.json: can't be written (File too large); "),
                                HasSubstr(" repetitions are in " + path("out.json.partial"))));
  EXPECT_THAT(files_of_results(), ElementsAre("out.json.partial"));
  expect_salvage(path("out.json.partial"));
}

TEST_F(Stopped, ADiskThatIsFullFromTheStartIsToldAtTheStart) {
  auto arguments = quickly("fake/steady");
  arguments.insert(arguments.begin(), BENCH_WITH_FAKES);
  const Result result =
      run_script("trap '' XFSZ; (ulimit -f 0; \"$@\" 2>&1) | cat; exit ${PIPESTATUS[0]}", arguments);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.out, AllOf(HasSubstr("out.json.partial: can't be written (File too large)"),
                                Not(HasSubstr("real_time"))));
  EXPECT_THAT(files_of_results(), IsEmpty());
}

}  // namespace
}  // namespace parallelization
