// `multiprocessing/mpi` as rank 0 of an MPI program sees it; run by mpirun with different numbers of ranks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <string>

#include "kernels/launcher.hpp"
#include "kernels/multiprocessing/mpi_session.hpp"
#include "kernels/partition.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"
#include "kernels/test_support.hpp"

namespace parallelization {
namespace {

const Entry& entry() {
  return *std::ranges::find(strategies(), "multiprocessing/mpi", &Entry::name);
}

mpi::Session& session() {
  return *mpi::session();
}

class Ranks : public testing::TestWithParam<std::size_t> {
 protected:
  static void SetUpTestSuite() {
    ASSERT_TRUE(mpi::session()) << "run this program by mpirun";
    ASSERT_EQ(entry().unavailable(), std::nullopt);
    ASSERT_EQ(session().size(), launched_ranks().value_or(session().size()));
  }
  static std::unique_ptr<Strategy> make(std::size_t n, unsigned workers = 1) {
    return entry().make({.n = n, .workers = workers});
  }
};

TEST_P(Ranks, KeepAndCheckTheirShares) {
  const auto strategy = make(GetParam());
  for (const std::uint64_t seed : {1U, 2U}) {
    const Input input(seed, GetParam() * GetParam());
    strategy->fill(input);
    EXPECT_NE(strategy->check(input), std::nullopt) << "the answer of another input passes";
    strategy->run();
    EXPECT_EQ(strategy->check(input), std::nullopt);
    EXPECT_EQ(find_mismatch(input.values(), strategy->result()), std::nullopt);
  }
}

TEST_P(Ranks, TakeXFromRank0AndBringYBack) {
  const auto strategy = make(GetParam());
  for (const bool denormals : {true, false}) {
    const auto x = test::special_input(GetParam() * GetParam(), denormals);
    strategy->load(x);
    EXPECT_TRUE(std::ranges::any_of(strategy->result(), [](float y) { return std::isnan(y); }) || !denormals);
    strategy->run();
    EXPECT_EQ(find_mismatch(x, strategy->result()), std::nullopt);
  }
  const Input input(3, GetParam() * GetParam());
  strategy->load(input.values());
  strategy->run();
  EXPECT_EQ(strategy->check(input), std::nullopt);
  strategy->fill(Input(4, GetParam() * GetParam()));
  strategy->run();
  EXPECT_EQ(strategy->check(Input(4, GetParam() * GetParam())), std::nullopt)
      << "resident after a round trip";
}

TEST_P(Ranks, EachTellsWhichOfItsThreadsWorked) {
  const auto count = GetParam() * GetParam();
  const unsigned busy = busy_workers(count, static_cast<unsigned>(session().size()));
  for (const unsigned workers : {1U, 2U, 7U}) {
    const auto strategy = make(GetParam(), workers);
    EXPECT_TRUE(strategy->evidence().workers.empty());
    strategy->fill(Input(1, count));
    strategy->run();
    std::size_t expected = 0;
    for (unsigned rank = 0; rank < busy; ++rank) {
      const unsigned threads = std::max(1U, workers / session().peer(static_cast<int>(rank)).ranks_on_host);
      expected += busy_workers(share(count, busy, rank).size, threads);
    }
    const auto ids = strategy->evidence().workers;
    EXPECT_EQ(ids.size(), expected);
    EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
    std::set<std::int64_t> ranks;
    for (const std::int64_t id : ids) {
      ranks.insert(id >> 32U);
    }
    EXPECT_EQ(ranks.size(), busy) << "every rank that has a share works on it";
  }
}

INSTANTIATE_TEST_SUITE_P(N, Ranks, testing::Values(1U, 2U, 5U, 100U, 317U));

/// This process's memory in bytes.
std::size_t resident_memory() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::size_t kibibytes = 0;
  while (status >> word && word != "VmRSS:") {
  }
  status >> kibibytes;
  return kibibytes * 1024;
}

TEST_F(Ranks, NeverGatherAResidentArray) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the thread sanitizer's notes on the memory are several times its size";
#endif
  constexpr std::size_t n = 3000;
  constexpr std::size_t whole = n * n * sizeof(float);
  const std::size_t before = resident_memory();
  const auto strategy = make(n);
  const Input input(1, n * n);
  strategy->fill(input);
  strategy->run();
  EXPECT_EQ(strategy->check(input), std::nullopt);
  const std::size_t own = 2 * whole / static_cast<std::size_t>(session().size());
  EXPECT_LT(resident_memory(), before + own + whole / 2);
}

TEST_F(Ranks, AFaultIsAnAnswerAndTheNextStrategyWorks) {
  constexpr std::size_t impossible = std::size_t{1} << 24U;  // a share is a hundred TiB
  try {
    make(impossible);
    ADD_FAILURE() << "no such memory exists";
  } catch (const std::exception& error) {
    EXPECT_NE(std::string(error.what()).find("GiB of memory"), std::string::npos) << error.what();
    EXPECT_EQ(std::string(error.what()).starts_with("rank 1 of"), session().size() > 1) << error.what();
  }
  const auto strategy = make(100);
  strategy->fill(Input(1, 100 * 100));
  strategy->run();
  EXPECT_EQ(strategy->check(Input(1, 100 * 100)), std::nullopt);
}

TEST_F(Ranks, SayWhoAndWhereTheyAre) {
  std::set<std::string> keys;
  for (const auto& [key, value] : entry().context()) {
    EXPECT_FALSE(value.empty()) << key;
    keys.insert(key);
  }
  for (const char* key : {"mpi_echo", "mpi_hosts", "mpi_library", "mpi_processors", "mpi_ranks",
                          "mpi_synchronization", "mpi_transport"}) {
    EXPECT_EQ(keys.count(key), 1U) << key;
  }
}

TEST_F(Ranks, NeedOnlyTheirSharesOfTheMemory) {
  constexpr std::size_t elements = 1000000;
  const double here = static_cast<double>(session().peer(0).ranks_on_host) / session().size();
  EXPECT_DOUBLE_EQ(entry().host_bytes(elements, false), 8e6 * here);
  EXPECT_DOUBLE_EQ(entry().host_bytes(elements, true), 8e6 * here + 8e6);
}

TEST_F(Ranks, PredictTheTimeOfARun) {
  const auto strategy = make(317);
  const auto predicted = [&] {
    const auto metrics = strategy->metrics();
    EXPECT_EQ(metrics.size(), 1U);
    EXPECT_EQ(metrics[0].name, "model_seconds");
    return metrics[0].value;
  };
  const Input input(1, 317 * 317);
  strategy->fill(input);
  strategy->run();
  const double resident = predicted();
  EXPECT_GT(resident, 0);
  EXPECT_EQ(strategy->check(input), std::nullopt) << "predicting spoils the result";
  strategy->load(input.values());
  strategy->run();
  const double roundtrip = predicted();
  EXPECT_EQ(find_mismatch(input.values(), strategy->result()), std::nullopt)
      << "predicting spoils the result";
  if (session().size() > 1) {
    EXPECT_GT(roundtrip, resident) << "moving x and y is free?";
  }
}

}  // namespace
}  // namespace parallelization
