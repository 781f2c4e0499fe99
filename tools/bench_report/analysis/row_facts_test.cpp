// Labels and complexities of files.
#include "tools/bench_report/analysis/row_facts.hpp"

#include <gtest/gtest.h>

#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

TEST(RowFacts, EachLabelStandsOnceByName) {
  Row large = test::row("a/64", {1});
  large.label = "avx2";
  Row small = test::row("a/8", {1});
  small.label = "sse2";
  const RowFacts facts = row_facts({test::run({large, small, test::row("b", {1})}), test::run({large})});
  ASSERT_EQ(facts.labels.size(), 2U);
  EXPECT_EQ(facts.labels[0].name, "a/8");
  EXPECT_EQ(facts.labels[0].label, "sse2");
  EXPECT_EQ(facts.labels[1].label, "avx2");
}

TEST(RowFacts, ReadsFittedComplexities) {
  const RowFacts facts = row_facts({test::read_run(test::testdata("complexity.json"))});
  ASSERT_EQ(facts.complexities.size(), 2U);
  const Complexity& complexity = facts.complexities[0];
  EXPECT_EQ(complexity.name, "a");
  EXPECT_EQ(complexity.order, "N^2");
  EXPECT_DOUBLE_EQ(complexity.real_coefficient.value(), 1.2e-6);
  EXPECT_DOUBLE_EQ(complexity.cpu_coefficient.value(), 1.3e-6);
  EXPECT_DOUBLE_EQ(complexity.rms.value(), 0.02);
  EXPECT_EQ(facts.complexities[1].name, "b") << "from before there was a run_type";
  EXPECT_EQ(facts.complexities[1].order, "N");
  EXPECT_DOUBLE_EQ(facts.complexities[1].rms.value(), 0.02);
}

TEST(RowFacts, OrdersAreWrittenAsPeopleDo) {
  EXPECT_EQ(order_text("N^2"), "O(N^2)");
  EXPECT_EQ(order_text("(1)"), "O(1)");
  EXPECT_EQ(order_text("f(N)"), "a function of its own");
}

}  // namespace
}  // namespace bench_report
