// What strategies leave behind (nothing), cost while idle (next to nothing), and do when a worker dies (say
// so).
#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"
#include "kernels/test_support.hpp"

namespace parallelization {

namespace {

namespace fs = std::filesystem;

/// Processes that descend from this one, zombies included, with their parents.
std::map<pid_t, pid_t> descendants() {
  std::map<pid_t, pid_t> parents;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    std::ifstream stat(entry.path() / "stat");
    std::string text;
    if (std::isdigit(static_cast<unsigned char>(name[0])) != 0 && std::getline(stat, text)) {
      std::istringstream rest(text.substr(text.rfind(')') + 1));  // the name may hold blanks: "1 (a b) S 0 …"
      char state = 0;
      pid_t parent = 0;
      rest >> state >> parent;
      parents[std::stoi(name)] = parent;
    }
  }
  std::map<pid_t, pid_t> found;
  for (const auto& [pid, parent] : parents) {
    for (pid_t ancestor = parent; ancestor > 1;
         ancestor = parents.count(ancestor) != 0 ? parents[ancestor] : 0) {
      if (ancestor == getpid()) {
        found[pid] = parent;
        break;
      }
    }
  }
  return found;
}

std::size_t entries(const std::string& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

std::size_t mappings() {
  std::ifstream maps("/proc/self/maps");
  std::size_t lines = 0;
  for (std::string line; std::getline(maps, line);) {
    ++lines;
  }
  return lines;
}

/// Bytes of memory that this process holds.
std::size_t resident_memory() {
  std::ifstream statm("/proc/self/statm");
  std::size_t size = 0;
  std::size_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

class Resources : public testing::TestWithParam<Entry> {
 protected:
  void SetUp() override {
    if (const auto reason = GetParam().unavailable ? GetParam().unavailable() : std::nullopt) {
      GTEST_SKIP() << *reason;
    }
  }

  static std::unique_ptr<Strategy> loaded(std::size_t n = 100, unsigned workers = 3) {
    auto strategy = GetParam().make({.n = n, .workers = workers});
    strategy->fill(Input(1, n * n));
    return strategy;
  }
};

TEST_P(Resources, AThousandObjectsLeaveNothingBehind) {
  constexpr int warm_up = 5;
  constexpr int rounds = sanitized ? 50 : 1000;
  std::thread([] {}).join();  // the thread sanitizer starts a thread of its own with the first one
  std::size_t files = 0;
  std::size_t threads = 0;
  std::size_t memory = 0;
  std::size_t processes = 0;
  std::size_t held = 0;
  // What compiles in every run takes long, and gets fewer rounds: enough, since its objects are large.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  for (int round = 0; round < warm_up + rounds; ++round) {
    if (round > warm_up + rounds / 10 && std::chrono::steady_clock::now() > deadline) {
      break;
    }
    if (round == (GetParam().library_keeps_threads ? warm_up : 0)) {
      threads = entries("/proc/self/task");
    }
    if (round == 0) {
      processes = descendants().size();
    }
    if (round == warm_up) {
      files = entries("/proc/self/fd");
      memory = mappings();
      held = resident_memory();
    }
    loaded(200)->run();  // large enough for schedulers to divide it
  }
  EXPECT_EQ(entries("/proc/self/fd"), files) << "file descriptors";
  EXPECT_EQ(entries("/proc/self/task"), threads) << "threads";
  EXPECT_EQ(descendants().size(), processes) << "processes or zombies";
  constexpr std::size_t of_the_allocator = sanitized ? 200 : 100;  // a leak would be a thousand
  EXPECT_LE(mappings(), memory + of_the_allocator) << "mappings of memory";
  constexpr std::size_t reserve = std::size_t{8} << 20U;
  if (!sanitized) {  // sanitizers keep what is freed for a while, and look for leaks themselves
    EXPECT_LE(resident_memory(), held + reserve) << "bytes of memory";
  }
}

TEST_P(Resources, AnIdleObjectDoesNotSpin) {
  const auto strategy = loaded();
  strategy->run();
  const auto used = [&] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) +
           strategy->remote_processor_seconds();
  };
  const double before = used();
  std::this_thread::sleep_for(std::chrono::seconds(1));
  // Processor time, not a duration: a single spinning worker would use a whole second. Ten milliseconds are
  // wanted and measured; the rest is for sanitizers.
  const double spent = used() - before;
  std::cout << "idle for one second: " << 1e3 * spent << " ms of processor time\n";
  EXPECT_LT(spent, 0.1);
}

class WorkersInProcesses : public Resources {};

TEST_P(WorkersInProcesses, AKilledOneIsNamedAndTheOthersGoOn) {
  auto strategy = loaded();
  strategy->run();
  const auto workers = strategy->evidence().workers;
  const auto processes = descendants();
  const auto victim = std::ranges::find_if(
      workers, [&](std::int64_t id) { return processes.count(static_cast<pid_t>(id)) != 0; });
  ASSERT_NE(victim, workers.end()) << "no worker in a process of its own";
  std::thread killer([pid = static_cast<pid_t>(*victim)] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    kill(pid, SIGKILL);
  });
  std::string message;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (message.empty() && std::chrono::steady_clock::now() < deadline) {
    try {
      strategy->run();
    } catch (const WorkerLost& lost) {
      message = lost.what();
    }
  }
  killer.join();
  EXPECT_NE(message.find("pid " + std::to_string(*victim)), std::string::npos) << message;
  EXPECT_NE(message.find("signal 9"), std::string::npos) << message;
  EXPECT_THROW(strategy->run(), WorkerLost) << "a dead worker stays dead";
  strategy.reset();

  strategy = loaded();
  strategy->run();
  EXPECT_EQ(strategy->check(Input(1, 100 * 100)), std::nullopt);
}

std::string test_name(const testing::TestParamInfo<Entry>& info) {
  return test::as_test_name(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Strategies, Resources, testing::ValuesIn(test::built_strategies()), test_name);

std::vector<Entry> forking_strategies() {
  auto forking = test::built_strategies();
  std::erase_if(forking, [](const Entry& entry) { return !entry.start_forks; });
  return forking;
}

INSTANTIATE_TEST_SUITE_P(Strategies, WorkersInProcesses, testing::ValuesIn(forking_strategies()), test_name);

}  // namespace
}  // namespace parallelization
