// `bench` as a program of several ranks: one table, one JSON, and what is left when a rank is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "benchmarks/test_support.hpp"

namespace parallelization {
namespace {

namespace fs = std::filesystem;
using test::contents;
using test::Result;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

class RanksOfBench : public test::InFolder {
 protected:
  static std::vector<std::string> command(int ranks, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{MPIEXEC, "-n", std::to_string(ranks), BENCH};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
  }

  Result run(const std::vector<std::string>& words) const {
    const int status = test::exit_status(test::start_program(words, mark(), path("stdout"), path("stderr")));
    return {.status = status, .out = contents(path("stdout")), .err = contents(path("stderr"))};
  }

  std::vector<std::string> quick(const std::string& filter) const {
    return {"--benchmark_filter=" + filter, "--sizes=1,50",
            "--benchmark_repetitions=3",    "--benchmark_min_time=0.001",
            "--benchmark_format=console",   "--benchmark_out=" + path("out.json")};
  }

  /// All processes of a run are known by this variable.
  std::map<std::string, std::string> mark() const { return {{"RANKS_OF_BENCH", folder_.string()}}; }

  /// Living processes of this test's runs whose environment holds `variable` too.
  std::set<pid_t> processes(const std::string& variable = "") const {
    std::set<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const std::string name = entry.path().filename();
      if (std::isdigit(static_cast<unsigned char>(name[0])) == 0) {
        continue;
      }
      const std::string environment = '\0' + contents(entry.path() / "environ");
      const auto holds = [&](const std::string& text) {
        return environment.find('\0' + text + '\0') != std::string::npos;
      };
      if (holds("RANKS_OF_BENCH=" + folder_.string()) && (variable.empty() || holds(variable))) {
        found.insert(std::stoi(name));
      }
    }
    return found;
  }

  /// The process that is this rank, as Open MPI and MPICH name it.
  std::set<pid_t> rank(int number) const {
    auto found = processes("OMPI_COMM_WORLD_RANK=" + std::to_string(number));
    found.merge(processes("PMI_RANK=" + std::to_string(number)));
    return found;
  }

  void expect_nobody_left() const {
    for (int tries = 0; tries < 100 && !processes().empty(); ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    EXPECT_TRUE(processes().empty()) << "orphans";
  }

  static bool has_ended(pid_t child) {
    siginfo_t info{};
    waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid != 0;
  }

  /// Starts ranks on many rows of one family, and returns once the first row has been measured.
  pid_t start_long_run(int ranks, const std::string& family) {
    std::string sizes = "100";
    for (int n = 101; n < 200; ++n) {
      sizes += "," + std::to_string(n);
    }
    const pid_t launcher = test::start_program(
        command(ranks,
                {"--benchmark_filter=^" + family + "/N", "--sizes=" + sizes, "--mpi_timeout=1",
                 "--benchmark_repetitions=5", "--benchmark_min_time=0.03",
                 "--benchmark_enable_random_interleaving=false", "--benchmark_out=" + path("out.json")}),
        mark(), path("stdout"), path("stderr"));
    while (count(contents(path("stdout")), "N:100/") == 0 && !has_ended(launcher)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return launcher;
  }

  /// Does something to the second of two ranks in a long run.
  Result run_and_signal_rank_1(int signal, const std::string& family) {
    const pid_t launcher = start_long_run(2, family);
    const auto victims = rank(1);
    EXPECT_EQ(victims.size(), 1U) << contents(path("stderr"));
    victim_ = victims.empty() ? 0 : *victims.begin();
    if (victim_ != 0) {
      kill(victim_, signal);
    }
    const auto begin = std::chrono::steady_clock::now();
    const int status = test::exit_status(launcher);
    std::cout << "signal " << signal << " to rank 1: mpirun ended with status " << status << " after "
              << std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() << " s\n";
    return {.status = status, .out = contents(path("stdout")), .err = contents(path("stderr"))};
  }

  /// The line that names the lost rank.
  std::string name_of_victim() const { return "rank 1 of 2 (pid " + std::to_string(victim_) + " on host "; }

  pid_t victim_ = 0;
};

TEST_F(RanksOfBench, WriteOneTableAndOneJson) {
  const Result result = run(command(3, quick("(mpi|loops)")));
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(count(result.out, "UserCounters"), 1U) << result.out;
  const auto document = written();
  std::map<std::string, int> repetitions;
  for (const std::string& name : rows(document)) {
    ++repetitions[name];
  }
  EXPECT_EQ(repetitions, (std::map<std::string, int>{{"loops/N:1/real_time", 3},
                                                     {"loops/N:50/real_time", 3},
                                                     {"multiprocessing/mpi/N:1/real_time", 3},
                                                     {"multiprocessing/mpi/N:50/real_time", 3},
                                                     {"multiprocessing/mpi/roundtrip/N:1/real_time", 3},
                                                     {"multiprocessing/mpi/roundtrip/N:50/real_time", 3}}));
  EXPECT_STREQ(document["context"]["mpi_ranks"].GetString(), "3");
  for (const auto& row : document["benchmarks"].GetArray()) {
    ASSERT_FALSE(row.HasMember("error_occurred"));
    if (std::string(row["name"].GetString()) == "multiprocessing/mpi/N:50/real_time") {
      EXPECT_EQ(row["workers"].GetDouble(), 3);
    }
  }
  expect_nobody_left();
}

TEST_F(RanksOfBench, LeaveAtOnceWhereNoRowNeedsThem) {
  const Result result = run(command(3, quick("loops")));
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(count(result.out, "UserCounters"), 1U);
  EXPECT_FALSE(written()["context"].HasMember("mpi_ranks")) << "MPI was started for nothing";
}

TEST_F(RanksOfBench, SpeakOnce) {
  Result result = run(command(3, {"--benchmark_list_tests", "--benchmark_filter=mpi/N:100/"}));
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, "multiprocessing/mpi/N:100/real_time\n");
  result = run(command(3, {"--help"}));
  EXPECT_EQ(count(result.out, "--sizes"), 1U);
  result = run(command(3, quick("(")));
  EXPECT_NE(result.status, 0);
  EXPECT_EQ(count(result.err, "not a regular expression"), 1U);
}

TEST_F(RanksOfBench, WithoutALauncherAreOneSkippedRowThatSaysWhatToType) {
  auto words = quick("mpi/N");
  words.insert(words.begin(), BENCH);
  const Result result = run(words);
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("multiprocessing/mpi  skipped: "),
                                HasSubstr(std::string("mpirun -n 2 --bind-to none ") + BENCH)));
  EXPECT_EQ(rows(written()).size(), 1U);
}

/// MPICH's launcher kills all ranks the moment that one has died.
bool launcher_lets_rank_0_save() {
  return std::system((std::string(MPIEXEC) + " --version | grep -q -e 'Open MPI' -e OpenRTE").c_str()) == 0;
}

TEST_F(RanksOfBench, AKilledOneIsNamedAndWhatWasMeasuredIsKept) {
  if (!launcher_lets_rank_0_save()) {
    GTEST_SKIP() << "this launcher kills all ranks when one has died";
  }
  const Result result = run_and_signal_rank_1(SIGKILL, "multiprocessing/mpi");
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr(name_of_victim()));
  EXPECT_FALSE(rows(written()).empty());
  expect_nobody_left();
}

TEST_F(RanksOfBench, AHangingOneIsNamedAndWhatWasMeasuredIsKept) {
  const Result result = run_and_signal_rank_1(SIGSTOP, "multiprocessing/mpi/roundtrip");
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr(name_of_victim()), HasSubstr("has not answered for 1 s")));
  EXPECT_FALSE(rows(written()).empty());
  expect_nobody_left();
}

TEST_F(RanksOfBench, DieWithTheirLauncher) {
  const pid_t launcher = start_long_run(3, "multiprocessing/mpi");
  kill(launcher, SIGKILL);
  EXPECT_EQ(test::exit_status(launcher), 1000 + SIGKILL);
  expect_nobody_left();
}

}  // namespace
}  // namespace parallelization
