// How many repetitions, of which kind.
#include "tools/bench_report/measure/sampling.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tools/bench_report/measure/test_support.hpp"

namespace bench_report {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* short_ones = "--benchmark_min_time=0.0005";
constexpr const char* in_random_order = "--benchmark_enable_random_interleaving=true";

/// A program's calls take a second; those with flags that it does not know fail.
class Library : public Processes {
 public:
  Ending run(const Command& command, double limit) override {
    Ending ending = processes_.run(command, limit);
    if (std::ranges::find(command.words, unknown) != command.words.end()) {
      ending.status = 2;
    }
    return ending;
  }
  bool interrupted() override { return false; }

  test::FakeClock clock;
  std::string unknown;
  const std::vector<std::vector<std::string>>& calls() const { return processes_.calls; }

 private:
  test::FakeProcesses processes_{clock};
};

class Sampling : public ::testing::Test {
 public:
  Sampling()
      : file_((std::filesystem::temp_directory_path() / ("sampling_test_" + std::to_string(::getpid())))
                  .string()) {}
  Sampling(const Sampling&) = delete;
  Sampling& operator=(const Sampling&) = delete;
  ~Sampling() override { std::filesystem::remove(file_); }

 protected:
  std::vector<std::string> flags(double seconds, const std::vector<std::string>& of_caller = {}) {
    return sampling_flags(library, library.clock, {.side = "old", .path = "/bin/old", .flags = of_caller},
                          file_, 8, seconds);
  }

  Library library;

 private:
  std::string file_;
};

TEST_F(Sampling, IsTwelveShortRepetitionsInRandomOrder) {
  EXPECT_THAT(flags(12 * 16), ElementsAre(short_ones, in_random_order, "--benchmark_repetitions=12"));
  ASSERT_EQ(library.calls().size(), 1U);
  EXPECT_THAT(library.calls()[0], Contains("--benchmark_repetitions=1"));
  EXPECT_THAT(library.calls()[0], Contains(short_ones));
}

TEST_F(Sampling, HasFewerRepetitionsOfASlowProgram) {
  EXPECT_THAT(flags(12 * 16 - 1), Contains("--benchmark_repetitions=6"));
  EXPECT_THAT(flags(6 * 16 - 1), Contains("--benchmark_repetitions=3"));
  EXPECT_THAT(flags(3 * 16 - 1), Contains("--benchmark_repetitions=1"));
  EXPECT_THAT(flags(1), Contains("--benchmark_repetitions=1"));
}

TEST_F(Sampling, AsksNoLibraryForAnOrderThatItDoesNotKnow) {
  library.unknown = in_random_order;
  EXPECT_THAT(flags(1000), ElementsAre(short_ones, "--benchmark_repetitions=12"));
  EXPECT_EQ(library.calls().size(), 2U);
  library.unknown = short_ones;
  EXPECT_THROW(flags(1000), ProgramFailed);
}

TEST_F(Sampling, LeavesToTheCallerWhatTheCallerSays) {
  EXPECT_THAT(flags(1000, {"--benchmark_repetitions=5"}), ElementsAre(short_ones));
  EXPECT_THAT(library.calls(), IsEmpty());
  EXPECT_THAT(flags(1000, {"--benchmark_enable_random_interleaving=false", "--benchmark_min_time=1"}),
              ElementsAre(short_ones, "--benchmark_repetitions=12"));
  EXPECT_THAT(library.calls().at(0), Not(Contains(in_random_order)));
  EXPECT_EQ(library.calls()[0].at(library.calls()[0].size() - 3), "--benchmark_min_time=1")
      << "it comes later and wins";
}

}  // namespace
}  // namespace bench_report
