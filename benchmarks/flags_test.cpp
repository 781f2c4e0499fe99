// Every flag of Google Benchmark over all families at once: it works, or it is refused in one line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "benchmarks/bench_fixture.hpp"

namespace parallelization {
namespace {

using test::Bench;
using test::contents;
using test::Result;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

enum class Outcome { works, refused, depends_on_version };

struct Case {
  std::string flag;
  Outcome outcome;
};

void PrintTo(const Case& tried, std::ostream* out) {
  *out << tried.flag;
}

class EveryFlag : public Bench, public testing::WithParamInterface<Case> {};

TEST_P(EveryFlag, WorksOverAllFamiliesOrIsRefused) {
  const auto& [flag, outcome] = GetParam();
  const Result result =
      run_program({BENCH, "--sizes=16", "--benchmark_min_time=0.0001", "--benchmark_repetitions=2",
                   "--benchmark_out=" + path("out.json"), flag});
  RecordProperty("outcome", std::to_string(result.status));
  std::cout << flag << ": " << (result.status == 0 ? "works" : result.err) << '\n';
  if (outcome == Outcome::works || (outcome == Outcome::depends_on_version && result.status == 0)) {
    EXPECT_THAT(result.err, Not(HasSubstr("suffix"))) << "1.9 says so in each row";
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out, AllOf(HasSubstr("loops"), HasSubstr("multithreading/pool"), HasSubstr("jit/")));
    const std::string out = contents(path("out.json"));
    EXPECT_TRUE(flag == "--benchmark_list_tests=true" ||
                out.find("multithreading/pool") != std::string::npos);
  } else {
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
    EXPECT_THAT(files_of_results(), IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Of, EveryFlag,
    testing::Values(
        Case{"--benchmark_format=console", Outcome::works}, Case{"--benchmark_format=json", Outcome::works},
        Case{"--benchmark_format=csv", Outcome::works},
        Case{"--benchmark_out_format=console", Outcome::works},
        Case{"--benchmark_out_format=json", Outcome::works},
        Case{"--benchmark_out_format=csv", Outcome::works}, Case{"--benchmark_time_unit=ns", Outcome::works},
        Case{"--benchmark_time_unit=us", Outcome::works}, Case{"--benchmark_time_unit=ms", Outcome::works},
        Case{"--benchmark_time_unit=s", Outcome::works}, Case{"--benchmark_time_unit=h", Outcome::refused},
        Case{"--benchmark_counters_tabular=true", Outcome::works},
        Case{"--benchmark_report_aggregates_only=true", Outcome::works},
        Case{"--benchmark_display_aggregates_only=true", Outcome::works},
        Case{"--benchmark_enable_random_interleaving=false", Outcome::works},
        Case{"--benchmark_perf_counters=CYCLES", Outcome::depends_on_version},
        Case{"--benchmark_context=a=1,b=2", Outcome::works}, Case{"--benchmark_context=a", Outcome::refused},
        Case{"--benchmark_context=a=1,a=2", Outcome::refused},
        Case{"--benchmark_context=a=b=c", Outcome::refused},
        Case{"--benchmark_min_time=0.0001", Outcome::works},
        Case{"--benchmark_min_time=0.0001s", Outcome::works},
        Case{"--benchmark_min_time=10x", Outcome::depends_on_version},
        Case{"--benchmark_min_time=1h", Outcome::refused},
        Case{"--benchmark_min_warmup_time=0.0002", Outcome::works},
        Case{"--benchmark_min_warmup_time=-1", Outcome::refused},
        Case{"--benchmark_min_warmup_time=x", Outcome::refused},
        Case{"--benchmark_dry_run=true", Outcome::depends_on_version},
        Case{"--benchmark_repetitions=3", Outcome::works}, Case{"--benchmark_color=auto", Outcome::works},
        Case{"--benchmark_color=true", Outcome::works}, Case{"--benchmark_color=false", Outcome::works},
        Case{"--benchmark_color=blue", Outcome::refused}, Case{"--benchmark_filter=all", Outcome::works},
        Case{"--benchmark_list_tests=true", Outcome::works}, Case{"--v=1", Outcome::works},
        Case{"--v=x", Outcome::refused}));

/// Fields of one line of CSV.
std::size_t fields(const std::string& line) {
  bool quoted = false;
  std::size_t count = 1;
  for (const char c : line) {
    quoted = quoted != (c == '"');
    count += c == ',' && !quoted ? 1 : 0;
  }
  return count;
}

TEST_F(Bench, CsvHasTheColumnsOfAllRows) {
  for (const bool to_file : {false, true}) {
    const Result result = quick("fake/(device|cold|batch|absent|broken)",
                                {to_file ? "--benchmark_out_format=csv" : "--benchmark_format=csv"});
    EXPECT_EQ(result.status, 1) << result.err;
    std::istringstream lines(to_file ? contents(path("out.json")) : result.out);
    std::string header;
    std::getline(lines, header);
    EXPECT_THAT(
        header,
        AllOf(HasSubstr("name,iterations,real_time,cpu_time,time_unit,bytes_per_second,items_per_second,"
                        "label,error_occurred,error_message"),
              HasSubstr("\"device_seconds\""), HasSubstr("\"compile_seconds\""),
              HasSubstr("\"runs_per_call\"")));
    std::size_t rows = 0;
    for (std::string line; std::getline(lines, line); ++rows) {
      EXPECT_EQ(fields(line), fields(header)) << line;
    }
    EXPECT_GT(rows, 10U);
  }
}

TEST_F(Bench, TheTimeUnitIsTheUsers) {
  ASSERT_EQ(quick("fake/steady/N:3", {"--benchmark_time_unit=ns"}).status, 0);
  EXPECT_STREQ(written()["benchmarks"][0]["time_unit"].GetString(), "ns");
  ASSERT_EQ(quick("fake/steady/N:3").status, 0);
  EXPECT_STREQ(written()["benchmarks"][0]["time_unit"].GetString(), "us");
}

TEST_F(Bench, WarmingUpIsNoRepetition) {
  const Result result =
      quick("fake/steady/N", {"--benchmark_min_warmup_time=0.000000001"}, {{"FAKE_SIGNAL_AT", "7"}});
  EXPECT_EQ(result.status, 130);
  const auto kept = written();
  std::multiset<std::string> names;
  for (const std::string& name : rows(kept)) {
    names.insert(name);
  }
  for (const std::string& name : names) {
    EXPECT_LE(names.count(name), 3U);
  }
  ASSERT_EQ(quick("fake/steady/N:3",
                  {"--benchmark_min_time=0.000000001", "--benchmark_min_warmup_time=0.000000001",
                   "--benchmark_repetitions=5"},
                  {{"FAKE_SIGNAL_AT", "4"}})
                .status,
            130);
  // Four objects: one to warm up, three repetitions, the last of them cut short.
  EXPECT_EQ(rows(written()).size(), 2U);
}

TEST_F(Bench, WhatWasMeasuredIsStatedByNobodyElse) {
  for (const std::string key :
       {"workers", "commit", "seed", "host_name", "date", "num_cpus", "load_avg", "interrupted", "flags",
        "other_processors", "library_version", "mpi_ranks", "gpu", "function", "formula"}) {
    for (const bool in_variable : {false, true}) {
      const Result result = in_variable ? quick("fake/steady", {}, {{"BENCHMARK_CONTEXT", key + "=2"}})
                                        : quick("fake/steady", {"--benchmark_context=mine=1," + key + "=2"});
      EXPECT_EQ(result.status, 2) << key;
      EXPECT_EQ(result.err,
                "bench: --benchmark_context=" + key + "=2: bench states this itself; give another key\n");
      EXPECT_THAT(files_of_results(), IsEmpty());
    }
  }
  ASSERT_EQ(quick("fake/steady", {"--benchmark_context=mine=1"}).status, 0);
  EXPECT_STREQ(written()["context"]["mine"].GetString(), "1");
}

TEST_F(Bench, TheContextSaysWithWhichFlags) {
  ASSERT_EQ(quick("fake/steady/N:3", {"--seed=7"}, {{"BENCHMARK_CONTEXT", "mine=\"1\"\n\\"}}).status, 0);
  const auto document = written();
  std::vector<std::string> flags;
  for (const auto& flag : document["context"]["flags"].GetArray()) {
    flags.emplace_back(flag.GetString());
  }
  EXPECT_THAT(flags,
              testing::ElementsAre("--benchmark_context=mine=\"1\"\n\\", "--benchmark_filter=fake/steady/N:3",
                                   "--sizes=3,5", "--benchmark_repetitions=3", "--benchmark_min_time=0.001",
                                   "--seed=7"));
  EXPECT_EQ(document["context"]["other_processors"].Size(), 2U);
}

TEST_F(Bench, WithoutWishesTheTableHasOneLineARow) {
  const Result result =
      run({"--benchmark_filter=fake/(steady|broken|absent)", "--sizes=3,5", "--benchmark_min_time=0.0001"});
  EXPECT_EQ(result.status, 1);
  std::istringstream lines(result.out);
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    names.push_back(line.substr(0, line.find(' ')));
  }
  EXPECT_THAT(names, testing::ElementsAre("row", "fake/absent", "fake/broken/N:3", "fake/broken/N:5",
                                          "fake/steady/N:3", "fake/steady/N:5", "fake/steady/roundtrip/N:3",
                                          "fake/steady/roundtrip/N:5"));
  EXPECT_THAT(result.out, HasSubstr("no memory on the device"));
}

TEST_F(Bench, ListsItsFamilies) {
  const Result result = run({"--families"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("fake/steady\n    good\n    available\n"),
                    HasSubstr("fake/absent\n    not built here\n    not here: not built here on purpose\n"),
                    HasSubstr("fake/unavailable\n    lacks something\n    not here: no such device\n")));
  std::istringstream lines(run_program({BENCH, "--families"}).out);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), 80U) << line;
  }
  EXPECT_GT(count, 30U);
  EXPECT_EQ(run({"--families"}, {}, "/dev/full").status, 2);
}

/// What a program writes to a terminal of that many columns as its stderr.
std::string on_terminal(int columns, std::vector<std::string> arguments) {
  int owner = -1;
  int terminal = -1;
  const winsize size{
      .ws_row = 24, .ws_col = static_cast<unsigned short>(columns), .ws_xpixel = 0, .ws_ypixel = 0};
  EXPECT_EQ(openpty(&owner, &terminal, nullptr, nullptr, &size), 0);
  const std::string name = ttyname(terminal);
  arguments.insert(arguments.begin(), BENCH_WITH_FAKES);
  const pid_t pid = test::start_program(arguments, {}, "/dev/null", name);
  close(terminal);
  std::string text;
  std::string part(4096, '\0');
  for (ssize_t size_of_part = 0; (size_of_part = read(owner, part.data(), part.size())) > 0;) {
    text.append(part, 0, static_cast<std::size_t>(size_of_part));
  }
  close(owner);
  EXPECT_EQ(test::exit_status(pid), 0);
  return text;
}

TEST_F(Bench, TheProgressBarFitsIntoTheTerminal) {
  for (const int columns : {20, 40, 60, 80, 200}) {
    const std::string text =
        on_terminal(columns, {"--benchmark_filter=fake/batch", "--sizes=3", "--benchmark_min_time=0.03"});
    std::istringstream lines(text);
    std::size_t bars = 0;
    for (std::string line; std::getline(lines, line, '\r');) {
      if (line.starts_with("\x1b[K") && line.size() > 3 && line.find("bench:") == std::string::npos) {
        EXPECT_LT(line.size() - 3, static_cast<std::size_t>(columns)) << line;
        ++bars;
      }
    }
    EXPECT_GT(bars, 0U) << text;
  }
}

TEST_F(Bench, NoColorMeansNone) {
  const std::vector<std::string> table{"--benchmark_filter=fake/steady/N:3", "--sizes=3",
                                       "--benchmark_min_time=0.0001", "--benchmark_repetitions=2"};
  int owner = -1;
  int terminal = -1;
  ASSERT_EQ(openpty(&owner, &terminal, nullptr, nullptr, nullptr), 0);
  const auto coloured = [&](const std::map<std::string, std::string>& environment,
                            std::vector<std::string> more) {
    more.insert(more.begin(), table.begin(), table.end());
    EXPECT_EQ(run(more, environment, ttyname(terminal)).status, 0);
    std::string text(1U << 16U, '\0');
    text.resize(static_cast<std::size_t>(read(owner, text.data(), text.size())));
    return text.find("\x1b[0;32m") != std::string::npos;
  };
  EXPECT_TRUE(coloured({{"TERM", "xterm"}}, {}));
  EXPECT_FALSE(coloured({{"TERM", "xterm"}, {"NO_COLOR", "1"}}, {}));
  EXPECT_TRUE(coloured({{"TERM", "xterm"}, {"NO_COLOR", "1"}}, {"--benchmark_color=true"}));
  EXPECT_FALSE(coloured({{"TERM", "xterm"}, {"OMPI_COMM_WORLD_RANK", "0"}}, {}))
      << "mpirun's terminal is nobody's";
}

}  // namespace
}  // namespace parallelization
