// What is kept of a run while it lasts: calls that look for a number of iterations are no repetitions.
#include "benchmarks/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parallelization {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

/// A call that was asked for so many iterations and took so many seconds.
Journal::Call call(std::size_t row, benchmark::IterationCount iterations, double seconds,
                   bool complete = false) {
  Journal::Call made{.row = row, .max_iterations = iterations, .complete = complete, .run = {}};
  made.run.real_accumulated_time = seconds;
  return made;
}

/// Index and seconds of each.
using Repetitions = std::vector<std::pair<std::int64_t, double>>;

Repetitions repetitions(const std::vector<Journal::Run>& runs) {
  Repetitions all;
  all.reserve(runs.size());
  for (const Journal::Run& run : runs) {
    all.emplace_back(run.repetition_index, run.real_accumulated_time);
  }
  return all;
}

/// What a journal hands to a reporter.
class Told : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override {
    order += "context ";
    return true;
  }
  void ReportRuns(const std::vector<Run>& runs) override {
    order += "runs ";
    rows.push_back(repetitions(runs));
  }
  void Finalize() override { order += "end"; }

  std::string order;
  std::vector<Repetitions> rows;
};

Told told(const Journal& journal) {
  Told reporter;
  journal.report(reporter);
  return reporter;
}

class JournalOfARun : public testing::Test {
 protected:
  JournalOfARun() {
    journal_.on_record = [this](const std::vector<Journal::Run>& runs) {
      finished_ = repetitions(runs);
      ++records_;
    };
  }

  /// Records a call: the repetitions that it has shown to be finished.
  Repetitions record(const Journal::Call& made) {
    const int before = records_;
    journal_.record(made);
    EXPECT_EQ(records_, before + 1) << "called after every record";
    return finished_;
  }

  Journal journal_;
  Repetitions finished_;
  int records_ = 0;
};

TEST_F(JournalOfARun, TheLastOfTheCallsThatLookForANumberIsTheFirstRepetition) {
  EXPECT_THAT(record(call(0, 1, 0.1)), IsEmpty());
  EXPECT_THAT(record(call(0, 10, 0.2)), IsEmpty()) << "instead of the one before";
  EXPECT_EQ(journal_.finished(), 0U);
  EXPECT_THAT(told(journal_).rows, IsEmpty());

  EXPECT_THAT(record(call(0, 10, 0.3)), ElementsAre(Pair(0, 0.2), Pair(1, 0.3)))
      << "as many iterations once more: what came before was a repetition";
  EXPECT_EQ(journal_.finished(), 2U);
  EXPECT_THAT(record(call(0, 10, 0.05)), ElementsAre(Pair(2, 0.05))) << "shorter than the first had to be";
  EXPECT_EQ(journal_.finished(), 3U);
  EXPECT_THAT(told(journal_).rows, ElementsAre(ElementsAre(Pair(0, 0.2), Pair(1, 0.3), Pair(2, 0.05))));
}

TEST_F(JournalOfARun, ACallThatIsLongEnoughIsARepetitionAtOnce) {
  EXPECT_THAT(record(call(0, 1, 0.1)), IsEmpty());
  EXPECT_THAT(record(call(0, 100, 2, true)), ElementsAre(Pair(0, 2)));
  EXPECT_EQ(journal_.finished(), 1U);
  EXPECT_THAT(record(call(0, 100, 3)), ElementsAre(Pair(1, 3))) << "the first is not told twice";
  EXPECT_EQ(journal_.finished(), 2U);
}

TEST_F(JournalOfARun, RowsAreReportedInTheirOrderHoweverTheyAreInterleaved) {
  record(call(3, 5, 3.1, true));
  record(call(0, 7, 0.1, true));
  record(call(1, 5, 1.1));
  record(call(3, 5, 3.2, true));
  record(call(0, 7, 0.2));
  const Told reported = told(journal_);
  EXPECT_EQ(reported.order, "context runs runs end") << "a row without repetitions is none";
  EXPECT_THAT(reported.rows,
              ElementsAre(ElementsAre(Pair(0, 0.1), Pair(1, 0.2)), ElementsAre(Pair(0, 3.1), Pair(1, 3.2))));
  EXPECT_EQ(journal_.finished(), 4U);
}

TEST(Journal, IsAReportWithoutRowsBeforeAnythingIsRecorded) {
  Journal journal;
  EXPECT_EQ(told(journal).order, "context end");
  EXPECT_EQ(journal.finished(), 0U);
  EXPECT_EQ(journal.expected(), 0U);
  journal.expect(60);
  EXPECT_EQ(journal.expected(), 60U);
  journal.record(call(0, 1, 1, true));  // nobody has asked to be told
  EXPECT_EQ(journal.finished(), 1U);
}

}  // namespace
}  // namespace parallelization
