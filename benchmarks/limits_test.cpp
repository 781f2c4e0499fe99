// Small containers: what happens where threads, descriptors or memory can't be had.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

#include "benchmarks/bench_fixture.hpp"

namespace parallelization {
namespace {

using test::Bench;
using test::Result;
using testing::AllOf;
using testing::HasSubstr;

class SmallContainer : public Bench {
 protected:
  void SetUp() override {
    Bench::SetUp();
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers need threads and memory of their own";
#endif
  }

  std::vector<std::string> command(const std::string& filter, const std::vector<std::string>& more) const {
    std::vector<std::string> words{BENCH};
    const auto arguments = quickly(filter, more);
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
  }

  /// Messages of the rows that failed, by family; "" for those that were measured.
  std::map<std::string, std::string> messages() const {
    std::map<std::string, std::string> messages;
    const auto document = written();
    for (const auto& row : document["benchmarks"].GetArray()) {
      const std::string name = row["name"].GetString();
      messages[name.substr(0, name.find("/N:"))] =
          row.HasMember("error_message") ? row["error_message"].GetString() : "";
    }
    return messages;
  }
};

TEST_F(SmallContainer, FamiliesThatLackThreadsSaySoAndTheOthersGoOn) {
  if (geteuid() != 0) {
    GTEST_SKIP() << "the number of this user's processes is not known beforehand (run as root)";
  }
  chmod(folder_.c_str(), 0777);
  for (const std::string processes : {"4", "8"}) {
    // A user who has no other process.
    const Result result =
        run_script("ulimit -u " + processes + "; exec setpriv --reuid=" + std::to_string(100000 + getpid()) +
                       " --clear-groups --inh-caps=-all "
                       "--bounding-set=-all \"$@\"",
                   command("^(loops|multithreading/)", {"--sizes=100", "--workers=16"}));
    if (result.status == 126 || result.status == 127) {
      GTEST_SKIP() << "another user can't start this program: " << result.err;
    }
    ASSERT_EQ(result.status, 1) << result.err;
    for (const auto& [family, message] : messages()) {
      if (family == "loops") {
        EXPECT_EQ(message, "");
      } else {
        EXPECT_THAT(message,
                    AllOf(HasSubstr("Resource temporarily unavailable"), HasSubstr("ulimit -u " + processes)))
            << family;
      }
    }
    EXPECT_GE(messages().size(), 3U);
    std::filesystem::remove(path("out.json"));
  }
}

TEST_F(SmallContainer, FamiliesThatLackDescriptorsSaySoAndTheOthersGoOn) {
  const Result result = run_script("ulimit -n 24; exec \"$@\"",
                                   command("^(loops|multiprocessing/pipe)", {"--sizes=100", "--workers=16"}));
  ASSERT_EQ(result.status, 1) << result.err;
  EXPECT_EQ(messages()["loops"], "");
  EXPECT_THAT(messages()["multiprocessing/pipe"], HasSubstr("Too many open files (ulimit -n 24)"));
}

TEST_F(SmallContainer, TooLittleMemoryIsNamed) {
  // What the program needs to begin: its libraries are of another size elsewhere.
  int begun = 0;
  for (int kilobytes = 16000; kilobytes <= 400000; kilobytes += kilobytes / 16 * 4) {
    const std::string limit = "ulimit -v " + std::to_string(kilobytes);
    if (run_script(limit + "; exec \"$@\"", {BENCH, "--version"}).status > 2) {
      continue;  // a library that does not begin with so little: its loader tells, or it is killed
    }
    const Result result = run_script(limit + "; exec \"$@\"",
                                     command("^(loops|multithreading/)", {"--sizes=1000", "--workers=8"}));
    ++begun;
    EXPECT_THAT(result.status, testing::AnyOf(0, 1, 2)) << limit << ": " << result.err;
    if (result.status == 2) {
      EXPECT_THAT(result.err, HasSubstr(limit));
    } else {
      for (const auto& [family, message] : messages()) {
        EXPECT_TRUE(message.empty() || message.find(limit) != std::string::npos) << family << ": " << message;
      }
    }
  }
  EXPECT_GT(begun, 3);
}

}  // namespace
}  // namespace parallelization
