// Proofs that are particular to some strategies: passes over memory, instruction sets, and a scheduler's
// help.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>

#include <algorithm>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>

#include "kernels/caches.hpp"
#include "kernels/reference.hpp"
#include "kernels/test_support.hpp"
#include "kernels/vectorized/formula.hpp"
#include "kernels/vectorized/simd.hpp"

namespace parallelization {
namespace {

const Entry& entry(const std::string& name) {
  const auto place = std::ranges::find(strategies(), name, &Entry::name);
  if (place == strategies().end()) {
    throw std::out_of_range(name + " is not registered");
  }
  return *place;
}

/// As NumPy carries f out, which has no fma.
unsigned operations_of_f() {
  unsigned operations = 0;
  for (const simd::Step& step : simd::formula_of<simd::TheFunction>.steps) {
    const bool is_value = step.op == Op::input || step.op == Op::constant;
    operations += is_value ? 0 : step.op == Op::fma ? 2 : 1;
  }
  return operations;
}

/// What is known of the arrays of a run is known of the cubic.
bool is_cubic() {
  return function::name == std::string("cubic");
}

TEST(Passes, EagerMakesOneAnOperationAndTheOthersOne) {
  if (is_cubic()) {
    EXPECT_EQ(operations_of_f(), 5U);
  }
  for (const Entry& built : test::built_strategies()) {
    if (built.unavailable && built.unavailable()) {
      continue;
    }
    const auto strategy = built.make({.n = 100, .workers = 2});
    strategy->fill(Input(1, 100 * 100));
    strategy->run();
    strategy->run();
    EXPECT_EQ(strategy->evidence().passes, built.name == "vectorized/eager" ? operations_of_f() : 1U)
        << built.name;
  }
}

unsigned arrays_of_a_run(const std::string& name, std::size_t n) {
  const auto strategy = entry(name).make({.n = n, .workers = 1});
  strategy->fill(Input(1, n * n));
  strategy->run();
  strategy->run();
  EXPECT_EQ(strategy->check(Input(1, n * n)), std::nullopt) << name << ", N = " << n;
  EXPECT_EQ(strategy->evidence().passes, 5U) << name << ", N = " << n;
  return strategy->evidence().arrays;
}

TEST(Arrays, EagerReusesTemporariesFrom256KiBOnAsNumPyDoes) {
  if (!is_cubic()) {
    GTEST_SKIP() << "this build measures another function than the cubic";
  }
  EXPECT_EQ(arrays_of_a_run("vectorized/eager", 255), 5U);
  EXPECT_EQ(arrays_of_a_run("vectorized/eager", 256), 2U);
  EXPECT_EQ(arrays_of_a_run("vectorized/eager", 1000), 2U);
}

TEST(Arrays, TheOthersMakeNoneInARun) {
  for (const Entry& built : test::built_strategies()) {
    if (built.name == "vectorized/eager" || (built.unavailable && built.unavailable())) {
      continue;
    }
    const auto strategy = built.make({.n = 300, .workers = 2});
    strategy->fill(Input(1, 300 * 300));
    strategy->run();
    EXPECT_EQ(strategy->evidence().arrays, 0U) << built.name;
  }
}

/// Was the system advised to back the memory at this address with huge pages? Nothing where it does not say.
std::optional<bool> advised_huge(const void* address) {
  std::ifstream smaps("/proc/self/smaps");
  bool here = false;
  for (std::string line; std::getline(smaps, line);) {
    std::uintptr_t first = 0;
    std::uintptr_t last = 0;
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " ", &first, &last) == 2) {
      const auto place = reinterpret_cast<std::uintptr_t>(address);
      here = first <= place && place < last;
    } else if (here && line.starts_with("VmFlags:")) {
      return (line + " ").find(" hg ") != std::string::npos;
    }
  }
  return std::nullopt;
}

/// Does this system have huge pages, and tell of the advice? Emulators do not.
bool shows_advice() {
  constexpr std::size_t size = std::size_t{4} << 20U;
  void* const memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const bool shown = memory != MAP_FAILED && madvise(memory, size, MADV_HUGEPAGE) == 0 &&
                     advised_huge(memory).value_or(false);
  munmap(memory, size);
  return shown;
}

TEST(Arrays, EagerSaysHowManyArraysOfMemoryItTakes) {
  if (!is_cubic()) {
    GTEST_SKIP() << "this build measures another function than the cubic";
  }
  EXPECT_EQ(entry("vectorized/eager").host_bytes_per_element, 4 * sizeof(float)) << "x, y, x + x², and x³";
}

TEST(Arrays, EagerAsksForHugePagesFrom4MiBOnAsNumPyDoes) {
  if (!shows_advice()) {
    GTEST_SKIP() << "this system has no transparent huge pages, or does not tell of them";
  }
  for (const std::size_t n : {1000U, 1024U}) {  // the small one first: freed memory keeps the advice
    const auto strategy = entry("vectorized/eager").make({.n = n, .workers = 1});
    strategy->fill(Input(1, n * n));
    strategy->run();
    EXPECT_EQ(advised_huge(&strategy->result()[n * n / 2]), n == 1024) << "N = " << n;
  }
}

/// Uses an instruction set while it lives.
class UseInstructionSet {
 public:
  explicit UseInstructionSet(const std::string& name) {
    EXPECT_EQ(simd::use_instruction_set(name), std::nullopt);
  }
  UseInstructionSet(const UseInstructionSet&) = delete;
  UseInstructionSet& operator=(const UseInstructionSet&) = delete;
  ~UseInstructionSet() { simd::use_instruction_set(""); }
};

TEST(Highway, EveryInstructionSetOfThisProcessorIsRightAndIsTheOneThatRuns) {
  const auto names = simd::instruction_sets();
  ASSERT_FALSE(names.empty());
  EXPECT_EQ(simd::instruction_set(), names.front()) << "by default the best one";
  for (const std::string& name : names) {
    const UseInstructionSet use(name);
    for (const std::size_t n : {1U, 2U, 3U, 17U, 101U, 317U}) {
      const auto strategy = entry("vectorized/highway").make({.n = n, .workers = 1});
      const auto x = test::special_input(n * n);
      strategy->load(x);
      strategy->run();
      EXPECT_EQ(find_mismatch(x, strategy->result()), std::nullopt) << name << ", N = " << n;
      EXPECT_EQ(strategy->evidence().instruction_set, name);
    }
  }
}

TEST(Highway, StreamingStoresWriteTheSameAtEveryAlignment) {
  constexpr std::size_t most = 200;
  const auto x = test::special_input(most);
  for (const std::string& name : simd::instruction_sets()) {
    const UseInstructionSet use(name);
    for (std::size_t offset = 0; offset < 17; ++offset) {
      for (const std::size_t size : {0UL, 1UL, 15UL, 16UL, 17UL, 63UL, 64UL, 65UL, most - offset}) {
        std::vector<float> y(most + 1, 7.0F);
        simd::apply(std::span(x).first(size), std::span(y).subspan(offset, size), simd::Stores::streaming);
        EXPECT_EQ(find_mismatch(std::span(x).first(size), std::span(y).subspan(offset, size)), std::nullopt)
            << name << ", offset " << offset << ", size " << size;
        EXPECT_TRUE(std::all_of(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(offset),
                                [](float v) { return v == 7; }));
        EXPECT_EQ(y[offset + size], 7.0F) << name << " writes past the end";
      }
    }
  }
}

TEST(Highway, StreamsOnlyWhatIsFarLargerThanTheCaches) {
  EXPECT_EQ(simd::stores_for(100 * 100), simd::Stores::cached);
  EXPECT_EQ(simd::stores_for(std::size_t{1} << 40U), simd::Stores::streaming);
}

TEST(Caches, AreReadFromLinuxsDescription) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("caches_" + std::to_string(getpid()));
  EXPECT_EQ(largest_cache_in(folder), 0U) << "no such folder";
  for (const auto& [index, size] : {std::pair("index0", "64K"), std::pair("index2", "1024K"),
                                    std::pair("index3", "36864K"), std::pair("index4", "large")}) {
    std::filesystem::create_directories(folder / index);
    std::ofstream(folder / index / "size") << size << '\n';
  }
  std::filesystem::create_directories(folder / "power");
  EXPECT_EQ(largest_cache_in(folder), std::size_t{36864} << 10U);
  std::filesystem::remove_all(folder);
}

TEST(Caches, TheLastLevelIsTheLargestThatIsTold) {
  const std::size_t described = largest_cache_in("/sys/devices/system/cpu/cpu0/cache");
  if (described == 0) {
    GTEST_SKIP() << "this system describes no caches";
  }
  EXPECT_GT(last_level_cache(), 0U);
}

TEST(Highway, ItsFlagsSayWhatTheyTake) {
  for (const Flag& flag : entry("vectorized/highway").flags) {
    const auto complaint = flag.set("nonsense");
    ASSERT_TRUE(complaint) << flag.name;
    EXPECT_NE(complaint->find("there are"), std::string::npos) << *complaint;
  }
}

TEST(Scheduler, LetsASecondThreadHelp) {
#ifdef __SANITIZE_THREAD__  // makes a run take a tenth of a second: no more of them than the proof takes
  constexpr int runs = 10;
#else
  constexpr int runs = 200;
#endif
  cpu_set_t processors;
  ASSERT_EQ(sched_getaffinity(0, sizeof processors, &processors), 0);
  if (CPU_COUNT(&processors) < 2) {
    GTEST_SKIP() << "there is one processor only";
  }
  for (const Entry& built : test::built_strategies()) {
    if (built.division != Division::by_scheduler) {
      continue;
    }
    for (const unsigned workers : {1U, 2U}) {
      const auto strategy = built.make({.n = 1000, .workers = workers});
      strategy->fill(Input(1, 1000 * 1000));
      std::size_t most = 0;
      for (int run = 0; run < runs || (run < 200 && most < workers); ++run) {
        strategy->run();
        most = std::max(most, strategy->evidence().workers.size());
      }
      EXPECT_EQ(most, workers) << built.name << " uses more workers than it was allowed, or never its second";
    }
  }
}

}  // namespace
}  // namespace parallelization
