// Who has used the processors, read from a folder made up like /proc.
#include "benchmarks/processor_use.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "benchmarks/test_support.hpp"

namespace parallelization {
namespace {

class ProcessorTimes : public test::InFolder {
 protected:
  /// A processor's line: user, nice, system, idle, waiting, interrupts of two kinds, stolen.
  void processor(int number, const std::string& ticks) {
    stat_ += "cpu" + std::to_string(number) + " " + ticks + "\n";
  }

  /// Ticks: user, system, and the same of children that were waited for.
  void process(int pid, int parent, const std::string& name, const std::string& ticks) {
    const auto folder = folder_ / std::to_string(pid);
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "stat") << pid << " (" << name << ") S " << parent << " 1 1 0 -1 4194304 5 6 7 8 "
                                   << ticks << " 20 0 1 0 100";
  }

  ProcessorTime look(pid_t root) {
    std::ofstream(folder_ / "stat") << "cpu  9999 9999 9999 9999 9999 9999 9999 9999 0 0\n"
                                    << stat_ << "intr 77 7\n";
    return processor_time(folder_, root);
  }

  /// The first processor that this test may use, and the first that it may not.
  static int number(bool usable) {
    cpu_set_t mask;
    CPU_ZERO(&mask);
    sched_getaffinity(0, sizeof mask, &mask);
    int processor = 0;
    while ((CPU_ISSET(processor, &mask) != 0) != usable) {
      ++processor;
    }
    return processor;
  }

  double second_ = static_cast<double>(sysconf(_SC_CLK_TCK));
  std::string stat_;
};

TEST_F(ProcessorTimes, CountsWhatTheUsableProcessorsHaveDone) {
  processor(number(true), "1 2 4 1000 1000 8 16 32 64 128");
  processor(number(false), "500 500 500 500 500 500 500 500 0 0");
  EXPECT_DOUBLE_EQ(look(1).all, 63 / second_) << "not idle, not waiting; guests are part of user";
}

TEST_F(ProcessorTimes, CountsHelpersOfHelpersAndThoseThatHaveEnded) {
  process(10, 1, "bench", "1 2 4 8");
  process(11, 10, "a name) S 999 (", "16 32 0 0");
  process(12, 11, "worker", "64 128 0 0");
  process(13, 1, "stranger", "1000 1000 1000 1000");
  process(14, 13, "its child", "1000 1000 1000 1000");
  EXPECT_DOUBLE_EQ(look(10).own, 255 / second_);
  EXPECT_DOUBLE_EQ(look(11).own, 240 / second_);
  EXPECT_DOUBLE_EQ(look(99).own, 0);
}

TEST_F(ProcessorTimes, WhereNothingIsToldNobodyHasUsedAnything) {
  const ProcessorTime nothing = processor_time(folder_ / "nowhere", 1);
  EXPECT_EQ(nothing.all, 0);
  EXPECT_EQ(nothing.own, 0);
  EXPECT_GE(ProcessorUse().by_others(), 0);
}

}  // namespace
}  // namespace parallelization
