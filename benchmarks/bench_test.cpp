// `bench` as its users meet it: run as a program, with strategies made for the purpose (fakes.cpp).
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "benchmarks/bench_fixture.hpp"

namespace parallelization {
namespace {

namespace fs = std::filesystem;
using test::contents;
using test::json;
using test::Result;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing::UnorderedElementsAre;

using test::Bench;

TEST_F(Bench, ListsWhatItWouldRunAndRunsWhatItLists) {
  const Result list =
      run({"--benchmark_list_tests", "--benchmark_filter=fake/(steady|scattered)", "--sizes=3,5"});
  EXPECT_EQ(list.status, 0);
  EXPECT_EQ(list.out,
            "fake/scattered/N:3/real_time\nfake/scattered/N:5/real_time\n"
            "fake/steady/N:3/real_time\nfake/steady/N:5/real_time\n"
            "fake/steady/roundtrip/N:3/real_time\nfake/steady/roundtrip/N:5/real_time\n");
  ASSERT_EQ(quick("fake/(steady|scattered)").status, 0);
  const auto document = written();
  std::map<std::string, int> count;
  for (const std::string& name : rows(document)) {
    ++count[name];
  }
  std::istringstream lines(list.out);
  std::size_t listed = 0;
  for (std::string name; std::getline(lines, name); ++listed) {
    EXPECT_EQ(count[name], 3) << name;
  }
  EXPECT_EQ(count.size(), listed);
}

TEST_F(Bench, DefaultsAreTwentyInterleavedRepetitionsOfTheTenSizes) {
  const Result list = run({"--benchmark_list_tests", "--benchmark_filter=^fake/steady/N"});
  EXPECT_EQ(std::ranges::count(list.out, '\n'), 10);
  EXPECT_THAT(list.out, AllOf(HasSubstr("N:100/"), HasSubstr("N:464/"), HasSubstr("N:1000/")));
  ASSERT_EQ(
      run({"--benchmark_filter=fake/steady/N", "--sizes=3", "--benchmark_out=" + path("out.json")}).status,
      0);
  EXPECT_EQ(rows(written()).size(), 20U);
}

TEST_F(Bench, TheUsersFlagsAndVariablesWin) {
  ASSERT_EQ(run({"--benchmark_filter=fake/steady/N", "--sizes=3", "--benchmark_out=" + path("out.json")},
                {{"BENCHMARK_REPETITIONS", "2"}, {"BENCHMARK_MIN_TIME", "0.001"}})
                .status,
            0);
  EXPECT_EQ(rows(written()).size(), 2U);
  ASSERT_EQ(run({"--sizes=3", "--benchmark_repetitions=4", "--benchmark_min_time=0.001"},
                {{"BENCHMARK_REPETITIONS", "2"},
                 {"BENCHMARK_FILTER", "fake/steady/N"},
                 {"BENCHMARK_OUT", path("out.json")}})
                .status,
            0);
  EXPECT_EQ(rows(written()).size(), 4U);
}

TEST_F(Bench, CountersAndContextTellWhatWasMeasured) {
  ASSERT_EQ(quick("fake/steady/N:5", {"--seed=7", "--workers=2"}).status, 0);
  const auto document = written();
  const auto& context = document["context"];
  for (const char* key :
       {"commit", "commit_dirty", "compiler", "compiler_flags", "instruction_set", "eigen_version",
        "highway_version", "google_benchmark_version", "processor", "processor_caches", "frequency_governor",
        "virtualization", "function", "formula", "input"}) {
    ASSERT_TRUE(context.HasMember(key)) << key;
    EXPECT_GT(context[key].GetStringLength(), 0U) << key;
  }
  EXPECT_STREQ(context["seed"].GetString(), "7");
  EXPECT_STREQ(context["workers"].GetString(), "2");
  EXPECT_EQ(context["contest"].GetString(), "y = " + std::string(context["formula"].GetString()));
  EXPECT_FALSE(context.HasMember("interrupted"));
  std::set<std::string> keys;
  for (const auto& member : context.GetObject()) {
    EXPECT_TRUE(keys.insert(member.name.GetString()).second)
        << member.name.GetString() << " stands there twice";
  }

  const auto& row = document["benchmarks"][0];
  const double time = row["real_time"].GetDouble() * 1e-6;
  EXPECT_STREQ(row["time_unit"].GetString(), "us");
  EXPECT_NEAR(row["bytes_per_second"].GetDouble() * time, 8 * 25, 10);
  EXPECT_NEAR(row["items_per_second"].GetDouble() * time, 25, 1.25);
  EXPECT_EQ(row["workers"].GetDouble(), 1);
  EXPECT_GT(row["setup_seconds"].GetDouble(), 0);
  EXPECT_GT(row["processor_seconds"].GetDouble(), 0);
  EXPECT_STREQ(row["label"].GetString(), "L1");
}

TEST_F(Bench, ADeviceReportsItsOwnTimeAndPlaceBesideTheWallTime) {
  ASSERT_EQ(quick("fake/device").status, 0);
  const auto document = written();
  EXPECT_STREQ(document["context"]["device"].GetString(), "stand-in");
  const auto& row = document["benchmarks"][0];
  EXPECT_DOUBLE_EQ(row["device_seconds"].GetDouble(), 2.5e-6);
  EXPECT_STREQ(row["label"].GetString(), "HBM");
  EXPECT_THAT(run({"--benchmark_list_tests", "--benchmark_filter=fake/device"}).out, HasSubstr("N:2048/"))
      << "sizes of its own are missing";
}

TEST_F(Bench, ARoundTripLoadsFromTheMemoryThatTheStrategyOffers) {
  const Result result = quick("fake/device/roundtrip");
  EXPECT_EQ(result.status, 0) << result.out;
}

TEST_F(Bench, AColdStartIsPaidOnceAndReported) {
  ASSERT_EQ(quick("fake/cold/N:3", {"--benchmark_repetitions=5"}).status, 0);
  const auto document = written();
  for (const auto& row : document["benchmarks"].GetArray()) {
    if (std::string(row["run_type"].GetString()) == "iteration") {
      EXPECT_GE(row["setup_seconds"].GetDouble(), 0.05)
          << "the first construction is the one that is reported";
      EXPECT_DOUBLE_EQ(row["compile_seconds"].GetDouble(), 0.05);
    }
  }
}

TEST_F(Bench, AnArrayThatNoPlaceHoldsIsFilledAndCheckedInPlace) {
  const Result result = quick("fake/scattered");
  EXPECT_EQ(result.status, 0) << result.out;
  EXPECT_EQ(written()["benchmarks"][0]["workers"].GetDouble(), 2);
}

TEST_F(Bench, ADeadWorkerIsAnErrorRowAndTheOthersGoOn) {
  const Result result = quick("fake/(mortal|steady)");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.out, HasSubstr("was killed by signal 9"));
  int errors = 0;
  int good = 0;
  const auto document = written();
  for (const auto& row : document["benchmarks"].GetArray()) {
    const std::string name = row["run_name"].GetString();
    if (row.HasMember("error_occurred")) {
      EXPECT_THAT(name, StartsWith("fake/mortal"));
      EXPECT_THAT(row["error_message"].GetString(), AllOf(HasSubstr("worker process 1"), HasSubstr("pid")));
      ++errors;
    } else if (std::string(row["run_type"].GetString()) == "iteration") {
      EXPECT_THAT(name, StartsWith("fake/steady"));
      ++good;
    }
  }
  EXPECT_GT(errors, 0);
  EXPECT_EQ(good, 2 * 2 * 3);
}

TEST_F(Bench, AWrongAnswerIsAnErrorRowNotATime) {
  const Result result = quick("fake/(wrong|broken)");
  EXPECT_EQ(result.status, 1);
  const auto document = written();
  for (const auto& row : document["benchmarks"].GetArray()) {
    ASSERT_TRUE(row.HasMember("error_occurred"));
    const bool wrong = std::string(row["run_name"].GetString()).starts_with("fake/wrong");
    EXPECT_THAT(row["error_message"].GetString(),
                HasSubstr(wrong ? "wrong result in 1 of" : "no memory on the device"));
  }
}

TEST_F(Bench, ARowThatFailedOnceStaysAnErrorRow) {
  const Result result = quick("fake/flaky/N:3");
  EXPECT_EQ(result.status, 1) << "good repetitions after a failed one make the library crash";
  const auto document = written();
  EXPECT_EQ(document["benchmarks"].Size(), 3U);
  for (const auto& row : document["benchmarks"].GetArray()) {
    ASSERT_TRUE(row.HasMember("error_message"));
    EXPECT_STREQ(row["error_message"].GetString(), "a passing fault");
  }
}

TEST_F(Bench, RunsOfABatchAreDividedOut) {
  ASSERT_EQ(quick("fake/batch/N:3", {"--benchmark_repetitions=1"}).status, 0);
  const auto document = written();
  const auto& row = document["benchmarks"][0];
  EXPECT_EQ(row["iterations"].GetInt64() % 10, 0);
  EXPECT_LT(row["real_time"].GetDouble(), 9000) << "ten runs of 1 ms each were taken for one";
}

TEST_F(Bench, WhatIsMissingIsListedAndSkippedWithItsReason) {
  const Result list = run({"--benchmark_list_tests", "--benchmark_filter=fake/(absent|unavailable)"});
  EXPECT_THAT(list.out, AllOf(HasSubstr("fake/absent/N:100"), HasSubstr("fake/unavailable/roundtrip/N:100")));
  EXPECT_THAT(list.err, Not(HasSubstr("asked"))) << "listing must not ask for a device";

  const Result result = quick("fake/(absent|unavailable/N:3)");
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, HasSubstr("fake/absent  skipped: not built here on purpose\n"));
  EXPECT_THAT(result.out, HasSubstr("fake/unavailable  skipped: no such device\n"));
  EXPECT_THAT(rows(written()), UnorderedElementsAre("fake/absent", "fake/unavailable"))
      << "one row a family, not one a repetition";
}

TEST_F(Bench, AStrategysFlagReachesIt) {
  ASSERT_EQ(quick("fake/flagged/N:3", {"--fake_flag=word"}).status, 0);
  EXPECT_STREQ(written()["context"]["fake_flag"].GetString(), "word");
  const Result bad = quick("fake/flagged/N:3", {"--fake_flag=bad"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, HasSubstr("--fake_flag=bad: not this word"));
  EXPECT_THAT(run({"--help"}).out,
              AllOf(HasSubstr("--fake_flag"), HasSubstr("--sizes"), HasSubstr("--benchmark_filter")));
}

TEST_F(Bench, ExplainsWhatIsCompiled) {
  const Result explained = run({"--explain=fake/cold"});
  EXPECT_EQ(explained.status, 0);
  EXPECT_EQ(explained.out, "y = f(x)\n");
  EXPECT_EQ(run({"--explain=fake/cold"}, {}, "/dev/full").status, 2);
}

TEST_F(Bench, BadInputIsOneLineAndStatusTwoAndOverwritesNothing) {
  const std::vector<std::pair<std::string, std::string>> bad{
      {"--nonsense", "--nonsense"},
      {"nonsense", "nonsense"},
      {"--benchmark_nonsense", "--benchmark_nonsense"},
      {"--benchmark_filter=(", "not a regular expression"},
      {"--benchmark_filter=matches_nothing", "matches no benchmark"},
      {"--benchmark_format=xml", "console, json and csv"},
      {"--benchmark_out_format=xml", "console, json and csv"},
      {"--benchmark_repetitions=0", "whole number"},
      {"--benchmark_repetitions=-1", "whole number"},
      {"--benchmark_min_time=soon", "give seconds"},
      {"--benchmark_time_unit=fortnights", "ns, us, ms and s"},
      {"--benchmark_out", "wants a value"},
      {"--benchmark_filter", "wants a value"},
      {"--benchmark_repetitions", "wants a value"},
      {"--benchmark_list_tests=maybe", "true or false"},
      {"--benchmark_enable_random_interleaving=maybe", "true or false"},
      {"--sizes=0", "--sizes"},
      {"--sizes=abc", "--sizes"},
      {"--sizes=", "wants a value, as in --sizes=N,N,…"},
      {"--sizes=100,", "separated by commas"},
      {"--sizes=,100", "separated by commas"},
      {"--sizes=1e3", "separated by commas"},
      {"--workers=", "wants a value"},
      {"--seed=", "wants a value"},
      {"--sizes=10000000", "memory"},
      {"--workers=0", "--workers"},
      {"--workers=abc", "give a whole number from 1 to 4096"},
      {"--seed=abc", "--seed"},
      {"--seed=-1", "--seed"},
      {"--explain=fake/steady", "there are: fake/cold"},
      {"--explain=nobody", "there are: fake/cold"},
      {"--explain=fake/absent", "not built here on purpose"},
      {"--benchmark_out=" + path("no/such/folder.json"), "folder.json"},
      {"--benchmark_out=" + folder_.string(), folder_.string()},
      {"--benchmark_out=/dev/full", "/dev/full"},
  };
  std::ofstream(path("out.json")) << "old";
  for (const auto& [argument, words] : bad) {
    const Result result =
        run({"--benchmark_filter=fake/steady", "--benchmark_out=" + path("out.json"), argument});
    EXPECT_EQ(result.status, 2) << argument;
    EXPECT_THAT(result.err, StartsWith("bench: ")) << argument;
    EXPECT_THAT(result.err, HasSubstr(words)) << argument;
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << argument << ": " << result.err;
    EXPECT_THAT(result.out, IsEmpty()) << argument;
    EXPECT_EQ(contents(path("out.json")), "old") << argument;
  }
}

/// A pseudo-terminal of 80 columns, and what a program writes to it.
class Terminal {
 public:
  Terminal() : master_(posix_openpt(O_RDWR | O_NOCTTY)) {
    const winsize window{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
    if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0 ||
        ioctl(master_, TIOCSWINSZ, &window) != 0) {
      throw std::runtime_error("no pseudo-terminal");
    }
    name_ = ptsname(master_);
    // Open until the end: a reader without any writer is told of an error.
    slave_ = open(name_.c_str(), O_RDWR | O_NOCTTY);
    reader_ = std::thread([this] {
      char bytes[1024];
      for (ssize_t size = 0; (size = read(master_, bytes, sizeof bytes)) > 0;) {
        text_.append(bytes, static_cast<std::size_t>(size));
      }
    });
  }

  const std::string& name() const { return name_; }

  std::string text() && {
    close(slave_);
    reader_.join();
    close(master_);
    return std::move(text_);
  }

 private:
  int master_;
  int slave_ = -1;
  std::string name_;
  std::string text_;
  std::thread reader_;
};

TEST_F(Bench, OnATerminalItEndsWithTheAnswer) {
  const std::vector<std::string> arguments{"--benchmark_filter=fake/(steady|batch)/", "--sizes=3,5",
                                           "--benchmark_min_time=0.001"};
  Terminal terminal;
  ASSERT_EQ(run(arguments, {}, terminal.name()).status, 0);
  const std::string text = std::move(terminal).text();
  EXPECT_THAT(text, HasSubstr("* fastest"));
  EXPECT_THAT(text, ContainsRegex("median .*at N = +3 +5"));
  EXPECT_GT(text.find("median in"), text.find("x and y in")) << "below the rows";
  EXPECT_THAT(run(arguments).out, Not(HasSubstr("median in"))) << "a file has the rows alone";
}

TEST_F(Bench, AFullDiskOnStdoutIsAnError) {
  EXPECT_EQ(
      run({"--benchmark_filter=fake/steady", "--sizes=3", "--benchmark_min_time=0.001"}, {}, "/dev/full")
          .status,
      2);
  EXPECT_EQ(run({"--benchmark_list_tests"}, {}, "/dev/full").status, 2);
}

TEST_F(Bench, ResultsReplaceTheOldFileOnlyWhole) {
  std::ofstream(path("out.json")) << "old";
  fs::permissions(path("out.json"), fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_EQ(quick("fake/steady/N:3").status, 0);
  EXPECT_EQ(rows(written()).size(), 3U);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    files += entry.path().extension() == ".json" || entry.path().string().find("json.") != std::string::npos
                 ? 1U
                 : 0U;
  }
  EXPECT_EQ(files, 1U);
  ASSERT_EQ(quick("fake/steady/N:3", {"--benchmark_out=/dev/null"}).status, 0)
      << "a device can be written too";
}

TEST_F(Bench, CsvAndConsoleFilesAreWrittenToo) {
  ASSERT_EQ(quick("fake/steady/N:3", {"--benchmark_out_format=csv"}).status, 0);
  EXPECT_THAT(contents(path("out.json")), HasSubstr("name,iterations,real_time"));
  ASSERT_EQ(quick("fake/steady/N:3", {"--benchmark_out_format=console"}).status, 0);
  EXPECT_THAT(contents(path("out.json")), HasSubstr("fake/steady/N:3/real_time_mean"));
}

}  // namespace
}  // namespace parallelization
