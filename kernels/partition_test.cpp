// How an array is divided: every element belongs to one share, and shares are alike and end on cache lines.
#include "kernels/partition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>

namespace parallelization {
namespace {

constexpr auto counts = {0U, 1U, 15U, 16U, 17U, 31U, 32U, 33U, 100U, 255U, 256U, 257U, 10'000U, 10'007U};

TEST(Partition, AChunkIsACacheLineOfFloats) {
  EXPECT_EQ(floats_per_chunk * sizeof(float), 64U);
  EXPECT_EQ(chunk_count(0), 0U);
  EXPECT_EQ(chunk_count(1), 1U);
  EXPECT_EQ(chunk_count(16), 1U);
  EXPECT_EQ(chunk_count(17), 2U);
  EXPECT_EQ(chunk_count(10'000), 625U);
}

TEST(Partition, NoMoreWorkersAreBusyThanThereAreChunks) {
  EXPECT_EQ(busy_workers(0, 3), 0U);
  EXPECT_EQ(busy_workers(1, 3), 1U);
  EXPECT_EQ(busy_workers(48, 3), 3U);
  EXPECT_EQ(busy_workers(49, 3), 3U);
  EXPECT_EQ(busy_workers(48, 4), 3U);
  EXPECT_EQ(busy_workers(49, 4), 4U);
}

TEST(Partition, SharesFollowOneAnotherAndHoldEverything) {
  for (const std::size_t count : counts) {
    for (unsigned parts = 1; parts <= 20; ++parts) {
      SCOPED_TRACE(testing::Message() << count << " elements, " << parts << " parts");
      std::size_t end = 0;
      std::size_t least = count;
      std::size_t most = 0;
      for (unsigned part = 0; part < parts; ++part) {
        const auto [first, size] = share(count, parts, part);
        EXPECT_EQ(first, end);
        end = first + size;
        EXPECT_TRUE(end % floats_per_chunk == 0 || end == count) << "two workers would write one line";
        least = std::min(least, chunk_count(size));
        most = std::max(most, chunk_count(size));
      }
      EXPECT_EQ(end, count);
      EXPECT_LE(most - least, 1U) << "in chunks";
    }
  }
}

TEST(Partition, EveryBusyWorkerHasAShare) {
  for (const std::size_t count : counts) {
    for (const unsigned workers : {1U, 2U, 3U, 7U, 64U}) {
      const unsigned busy = busy_workers(count, workers);
      for (unsigned part = 0; part < busy; ++part) {
        EXPECT_GT(share(count, busy, part).size, 0U) << count << " elements, " << part << " of " << busy;
      }
    }
  }
}

TEST(Partition, OfAHundredElementsInTwoTheSecondHasTheRest) {
  EXPECT_EQ(share(100, 2, 0).first, 0U);
  EXPECT_EQ(share(100, 2, 0).size, 48U);
  EXPECT_EQ(share(100, 2, 1).first, 48U);
  EXPECT_EQ(share(100, 2, 1).size, 52U);
}

}  // namespace
}  // namespace parallelization
