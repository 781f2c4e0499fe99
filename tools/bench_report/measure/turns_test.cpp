// Who is run when, with which rows, until when.
#include "tools/bench_report/measure/turns.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tools/bench_report/measure/test_support.hpp"

namespace bench_report {
namespace {

using test::FakeClock;
using test::FakeProcesses;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A folder that goes with the test.
class Turns : public ::testing::Test {
 public:
  Turns() {
    path_ = std::filesystem::temp_directory_path() /
            ("turns_test_" + std::to_string(::getpid()) +
             ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(path_);
  }
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;
  ~Turns() override { std::filesystem::remove_all(path_); }

 protected:
  /// Looks at 2, 4, 6 … samples, and finds what the test says.
  struct Script : Decider {
    void take(SideOf side, const std::string& file) override {
      taken.push_back(std::string(name_of(side)) + ' ' + std::filesystem::path(file).filename().string());
    }
    std::size_t first() const override { return 2; }
    std::size_t next(std::size_t samples) const override { return samples + 2; }
    Standing look(bool is_last) override {
      lasts.push_back(is_last);
      return lasts.size() <= standings.size() ? standings[lasts.size() - 1]
                                              : Standing{.decided = 0, .open = 1};
    }
    std::vector<std::string> taken;
    std::vector<bool> lasts;
    std::vector<Standing> standings;
  };

  Stop run(const TurnsOptions& options = {}) {
    ResultsFolder folder(path_);
    const Measured measured =
        measure_in_turns(programs, options, processes, clock, folder, decider,
                         [this](const Progress& progress) { told.push_back(progress); });
    seconds_per_round = measured.seconds_per_round;
    return measured.stop;
  }

  std::string order() const {
    std::string text;
    for (const auto& call : processes.calls) {
      text += call.front() == "/old" ? 'A' : 'B';
    }
    return text;
  }

  std::string path_;
  double seconds_per_round = 0;
  FakeClock clock;
  FakeProcesses processes{clock};
  Script decider;
  std::vector<Progress> told;
  std::array<Program, 2> programs{Program{.side = "old", .path = "/old", .flags = {"--x"}, .limit = 7},
                                  Program{.side = "new", .path = "/new", .flags = {"--x"}, .limit = 7}};
};

TEST_F(Turns, AlternateUntilAllIsDecided) {
  decider.standings = {{.decided = 1, .open = 1}, {.decided = 2, .open = 0}};
  EXPECT_EQ(run(), Stop::decided);
  EXPECT_EQ(order(), "ABBAABBA");
  EXPECT_THAT(decider.lasts, ElementsAre(false, false));
  EXPECT_EQ(told.back().left, std::nullopt) << "there is no end";
  EXPECT_THAT(processes.calls[0],
              ElementsAre("/old", "--x", HasSubstr("--benchmark_out="), "--benchmark_out_format=json"));
  EXPECT_THAT(processes.limits, Contains(7).Times(8));
  EXPECT_THAT(decider.taken,
              ElementsAre("old old-01.json", "new new-01.json", "new new-02.json", "old old-02.json",
                          "old old-03.json", "new new-03.json", "new new-04.json", "old old-04.json"));
  EXPECT_TRUE(std::filesystem::exists(path_ + "/old-04.json"));
}

TEST_F(Turns, GoOnWithTheOpenRowsOnly) {
  decider.standings = {{.decided = 1, .open = 1, .rows = {{"a+b", "a+b/iterations:1"}}},
                       {.decided = 2, .open = 0}};
  EXPECT_EQ(run(), Stop::decided);
  EXPECT_THAT(processes.calls[3], Not(Contains(HasSubstr("--benchmark_filter"))));
  EXPECT_THAT(processes.calls[4], Contains("--benchmark_filter=^(a\\+b)$"));
  EXPECT_THAT(processes.calls[5], Contains("--benchmark_filter=^(a\\+b/iterations:1)$"));
  EXPECT_EQ(told[2].standing.open, 1U) << "the look's";
  EXPECT_TRUE(told[2].is_look);
}

TEST_F(Turns, SplitALongPattern) {
  Standing many{.decided = 0, .open = 3};
  for (const char c : {'a', 'b', 'c'}) {
    many.rows.push_back({std::string(longest_filter - 100, c), "x"});
  }
  decider.standings = {many, {.decided = 3, .open = 0}};
  run();
  EXPECT_EQ(order(),
            "ABBA"
            "ABABAB"
            "BABABA");
  EXPECT_EQ(decider.taken.back(), "old old-08.json") << "each process has a file";
  EXPECT_EQ(seconds_per_round, 6);
}

TEST_F(Turns, EndWhenTheTimeIsUp) {
  EXPECT_EQ(run({.time_budget = 5}), Stop::time_is_up);
  EXPECT_EQ(order(), "ABBAAB") << "a second each: the round that has begun is finished";
  EXPECT_THAT(decider.lasts, ElementsAre(false, true));
  EXPECT_EQ(told.back().left, 0);
}

TEST_F(Turns, EndAtTheVerySecond) {
  EXPECT_EQ(run({.time_budget = 4}), Stop::time_is_up);
  EXPECT_EQ(order(), "ABBA");
}

TEST_F(Turns, MeasureOneRoundAtLeast) {
  EXPECT_EQ(run({.time_budget = 1e-9}), Stop::time_is_up);
  EXPECT_EQ(order(), "AB");
  EXPECT_THAT(decider.lasts, ElementsAre(true));
}

TEST_F(Turns, EndWithTheLastProcessAllowed) {
  EXPECT_EQ(run({.most_samples = 3}), Stop::enough_processes);
  EXPECT_EQ(order(), "ABBAAB");
  EXPECT_THAT(decider.lasts, ElementsAre(false, true));
}

TEST_F(Turns, KeepWhatIsMeasuredWhenInterrupted) {
  processes.stops_after = 3;
  EXPECT_EQ(run(), Stop::interrupted);
  EXPECT_THAT(decider.taken, ElementsAre("old old-01.json", "new new-01.json", "new new-02.json"));
  EXPECT_TRUE(decider.lasts.empty());
  EXPECT_FALSE(std::filesystem::exists(path_ + "/.running.json"));
}

std::string message(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no complaint";
}

TEST_F(Turns, SayWhichSideFailedAndWhy) {
  processes.next = {.status = 2, .last_words = "bad flag"};
  EXPECT_EQ(message([&] { run(); }), "the old side's old failed with exit status 2: bad flag");
  processes.next = {.how = Ending::How::signalled, .status = 11};
  EXPECT_THAT(message([&] { run(); }), HasSubstr("was ended by signal 11"));
  processes.next = {.how = Ending::How::timed_out};
  EXPECT_THAT(message([&] { run(); }), HasSubstr("took longer than the 7 s of --timeout"));
  processes.next = {.how = Ending::How::not_started, .status = ENOENT};
  EXPECT_THAT(message([&] { run(); }), HasSubstr("can't be started: No such file"));
  processes.next = {.status = 1};
  processes.writes = false;
  EXPECT_THAT(message([&] { run(); }), HasSubstr("wrote no results (exit status 1)"));
  processes.writes = true;
  decider.standings = {{.decided = 1, .open = 0}};
  EXPECT_EQ(run(), Stop::decided) << "1 says that a row is an error row";
}

TEST_F(Turns, ListsRows) {
  processes.next.output = "a/1\nb<int>/2\n\nc";
  EXPECT_THAT(list_rows(processes, programs[0]), ElementsAre("a/1", "b<int>/2", "c"));
  EXPECT_THAT(processes.calls[0], ElementsAre("/old", "--x", "--benchmark_list_tests=true"));
  processes.next.output = "\n";
  EXPECT_THAT(message([&] { list_rows(processes, programs[0]); }), HasSubstr("lists no benchmarks"));
  processes.next = {.status = 1, .last_words = "no such flag"};
  EXPECT_THAT(message([&] { list_rows(processes, programs[0]); }),
              HasSubstr("failed with exit status 1: no such flag"));
}

TEST_F(Turns, FlagsThatTakeTheResultsElsewhereAreRefused) {
  EXPECT_NO_THROW(check_flags({"--benchmark_filter=x", "--benchmark_min_time=0.1"}));
  for (const char* const flag : {"--benchmark_out=x", "--benchmark_list_tests", "--benchmark_format=csv"}) {
    EXPECT_THROW(check_flags({"--y", flag}), std::invalid_argument) << flag;
  }
}

using Results = Turns;

void touch(const std::string& file) {
  std::ofstream(file) << "mine";
}

TEST_F(Results, ReplaceThoseOfAnEarlierRunAndNobodyElses) {
  for (const char* const name :
       {"/old-01.json", "/new-12.json", "/report.txt", "/old-x.json", "/new-1-2.json", "/notes"}) {
    touch(path_ + name);
  }
  ResultsFolder folder(path_);
  EXPECT_TRUE(std::filesystem::exists(path_ + "/old-01.json")) << "not before something is measured";
  folder.clear();
  std::vector<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    left.push_back(entry.path().filename());
  }
  EXPECT_THAT(left, ::testing::UnorderedElementsAre(".lock", "old-x.json", "new-1-2.json", "notes"));
  EXPECT_THAT(message([&] { ResultsFolder second(path_); }), HasSubstr("another run is writing there"));
  folder.write_report("txt", "text");
  EXPECT_TRUE(std::filesystem::exists(path_ + "/report.txt"));
}

TEST_F(Results, RefuseWhatCannotBeWrittenOrIsSomebodysReport) {
  EXPECT_THAT(message([] { ResultsFolder folder(""); }), HasSubstr("wants a folder"));
  touch(path_ + "/file");
  EXPECT_THAT(message([&] { ResultsFolder folder(path_ + "/file"); }), HasSubstr("can't be written"));
  touch(path_ + "/report.md");
  EXPECT_THAT(message([&] { ResultsFolder folder(path_); }), HasSubstr("is no earlier run's"));
  std::filesystem::remove(path_ + "/report.md");
  EXPECT_NO_THROW(ResultsFolder{path_}) << "the lock is given back";
}

}  // namespace
}  // namespace bench_report
