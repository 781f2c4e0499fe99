// Many files at a time: the result is that of reading one after the other. The thread sanitizer looks at
// this, too.
#include "tools/bench_report/commands/history_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tools/bench_report/analysis/history.hpp"
#include "tools/bench_report/input/unusable_input.hpp"

namespace bench_report {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr std::size_t count = 200;  // enough that threads meet
constexpr std::size_t rows = 60;

bool is_cut_off(std::size_t file) {
  return file % 8 == 3;
}

std::string compiler(std::size_t file) {
  return "GCC " + std::to_string(11 + file % 3);
}

std::string name(std::size_t file, std::size_t row) {
  return "BM_" + std::to_string(row % 4) + "/" + std::to_string(row + file % 2);
}

double time_of(std::size_t file, std::size_t row) {
  return static_cast<double>(1000 * file + row + 1);
}

std::string text(std::size_t file) {
  std::string json = R"({"context": {"commit": "c)" + std::to_string(100 + file) + R"(", "compiler": ")" +
                     compiler(file) + R"("}, "benchmarks": [)";
  for (std::size_t row = 0; row < rows; ++row) {
    json += std::string(row == 0 ? "" : ",") + R"({"name": ")" + name(file, row) +
            R"(", "time_unit": "s", "real_time": )" + std::to_string(time_of(file, row)) + "}";
  }
  return json + (is_cut_off(file) ? "" : "]}");
}

class HistoryFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    for (std::size_t file = 0; file < count; ++file) {
      std::ofstream(folder_ + "/" + std::to_string(100 + file) + ".json") << text(file);
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ = testing::TempDir() + "/history_files_test_" + std::to_string(getpid());
};

TEST_F(HistoryFiles, AreReadInTheirOrder) {
  Pool pool;
  std::vector<std::string> notes;
  constexpr std::size_t times = 4;
  const auto files = find_files(std::vector<std::string>(times, folder_));
  const auto runs = read_digests(files, {}, {}, {}, false, pool, notes);
  auto run = runs.begin();
  for (std::size_t i = 0; i < times * count; ++i) {
    const std::size_t file = i % count;
    if (is_cut_off(file)) {
      continue;
    }
    ASSERT_NE(run, runs.end());
    EXPECT_EQ(run->commit, "c" + std::to_string(100 + file));
    EXPECT_EQ(run->context->at("compiler"), compiler(file));
    EXPECT_EQ(run->context, runs[file % 3].context) << "what is the same is kept once";
    ASSERT_THAT(run->best, SizeIs(rows));
    for (std::size_t row = 0; row < rows; ++row) {
      EXPECT_EQ(pool.names()[run->best[row].name].full, name(file, row));
      EXPECT_EQ(run->best[row].value, time_of(file, row));
    }
    ++run;
  }
  EXPECT_EQ(run, runs.end());
  EXPECT_THAT(pool.names(), SizeIs(2 * rows)) << "those of even files, and those of odd ones";
  EXPECT_THAT(make_history(runs, pool, {}).rows, SizeIs(pool.names().size()));
}

TEST_F(HistoryFiles, ThatCantBeUsedAreLeftOut) {
  Pool pool;
  std::vector<std::string> notes;
  read_digests(find_files({folder_}), {}, {}, {}, false, pool, notes);
  ASSERT_THAT(notes, SizeIs(6)) << "five, and how many more";
  EXPECT_THAT(notes.front(), HasSubstr("left out: " + folder_ + "/103.json"));
  EXPECT_THAT(notes.back(), HasSubstr("20 more files"));
  EXPECT_THROW(read_digests(find_files({folder_}), {}, {}, {}, true, pool, notes), UnusableInput);
  EXPECT_THROW(read_digests({folder_ + "/103.json"}, {}, {}, {}, false, pool, notes), UnusableInput);
}

}  // namespace
}  // namespace bench_report
