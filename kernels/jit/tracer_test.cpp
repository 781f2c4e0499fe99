// Tracing: what is recorded, shared and folded, and that the graph computes what the function does.
#include "kernels/jit/tracer.hpp"

#include <gtest/gtest.h>

#include "kernels/jit/examples.hpp"

namespace parallelization::jit {
namespace {

template <class F>
std::string text(const F& f) {
  return trace(f).text();
}

TEST(Tracer, RecordsTheCubicWithItsSquareShared) {
  EXPECT_EQ(text(test::cubic),
            "%1 = x * x\n"
            "%2 = x + %1\n"
            "%3 = %1 * x\n"
            "%4 = %2 + %3\n"
            "y = %4\n");
}

TEST(Tracer, PrintsEveryOperation) {
  EXPECT_EQ(text([](const auto& x) { return max(min(fma(x, 2, 0.5), -x), sqrt(abs(x) / (3 - x))); }),
            "%3 = fma(x, 2, 0.5)\n"
            "%4 = -x\n"
            "%5 = min(%3, %4)\n"
            "%6 = abs(x)\n"
            "%8 = 3 - x\n"
            "%9 = %6 / %8\n"
            "%10 = sqrt(%9)\n"
            "%11 = max(%5, %10)\n"
            "y = %11\n");
}

TEST(Tracer, PrintsEveryFunctionComparisonAndSelection) {
  EXPECT_EQ(text([](const auto& x) { return exp(x) + log(x) + tanh(x) + sin(x) + cos(x); }),
            "%1 = exp(x)\n"
            "%2 = log(x)\n"
            "%3 = %1 + %2\n"
            "%4 = tanh(x)\n"
            "%5 = %3 + %4\n"
            "%6 = sin(x)\n"
            "%7 = %5 + %6\n"
            "%8 = cos(x)\n"
            "%9 = %7 + %8\n"
            "y = %9\n");
  const auto compared = [](const auto& condition) {
    return text([&](const auto& x) { return select(condition(x), x, -1); });
  };
  const auto selected = [](const std::string& comparison) {
    return comparison + "%4 = select(%2, x, -1)\ny = %4\n";
  };
  EXPECT_EQ(compared([](const auto& x) { return x < 2; }), selected("%2 = x < 2\n"));
  EXPECT_EQ(compared([](const auto& x) { return x > 2; }), selected("%2 = 2 < x\n"));
  EXPECT_EQ(compared([](const auto& x) { return x <= 2; }), selected("%2 = x <= 2\n"));
  EXPECT_EQ(compared([](const auto& x) { return x >= 2; }), selected("%2 = 2 <= x\n"));
  EXPECT_EQ(compared([](const auto& x) { return x == 2; }), selected("%2 = x == 2\n"));
  EXPECT_EQ(compared([](const auto& x) { return 2 == x; }), selected("%2 = 2 == x\n"));
  EXPECT_EQ(compared([](const auto& x) { return x != 2; }), selected("%2 = x != 2\n"));
}

TEST(Tracer, SharesComparisons) {
  const Graph graph = trace([](const auto& x) {
    return select(x < 1, x, 2) + select(1 > x, 2, x) + select(x == 3, 2, 1) + select(3 == x, 1, 2);
  });
  std::size_t comparisons = 0;
  for (const Node& node : graph.nodes) {
    comparisons += is_comparison(node.op) ? 1U : 0U;
  }
  EXPECT_EQ(comparisons, 2U) << graph.text();
  EXPECT_EQ(text([](const auto& x) { return select(x <= 1, x, select(1 <= x, 2, 3)); }),
            "%2 = x <= 1\n%3 = 1 <= x\n%6 = select(%3, 2, 3)\n%7 = select(%2, x, %6)\ny = %7\n");
}

TEST(Tracer, SharesWhatIsTheSameAndOnlyThat) {
  const Graph mirrored = trace([](const auto& x) { return (x * 2 + 1) / (1 + 2 * x); });
  EXPECT_EQ(mirrored.nodes.size(), 6U) << "sums and products are the same in either order\n"
                                       << mirrored.text();
  EXPECT_EQ(mirrored.nodes[5].operands[0], mirrored.nodes[5].operands[1]);
  EXPECT_EQ(text([](const auto& x) { return (x - 2) * (2 - x); }),
            "%2 = x - 2\n%3 = 2 - x\n%4 = %2 * %3\ny = %4\n");
  EXPECT_EQ(text([](const auto& x) { return min(x, 2) - min(2, x); }),
            "%2 = min(x, 2)\n%3 = min(2, x)\n%4 = %2 - %3\ny = %4\n")
      << "with NaN, min and max give the first operand";
  EXPECT_EQ(text([](const auto& x) { return (x + 0.0F) * (x + -0.0F); }),
            "%2 = x + 0\n%4 = x + -0\n%5 = %2 * %4\ny = %5\n")
      << "zeros of different sign are different constants";
}

TEST(Tracer, FoldsConstantsInFloat) {
  EXPECT_EQ(text([](const auto& x) { return x * sqrt(Traced(16) / 4 - fma(Traced(1), 2, -Traced(1)) + 1); }),
            "%2 = x * 2\ny = %2\n");
  EXPECT_EQ(text([](const auto& x) { return x + (Traced(0.1F) + 0.2F); }), "%2 = x + 0.3\ny = %2\n");
  EXPECT_EQ(text([](const auto& x) { return x + max(Traced(-3), min(abs(Traced(-2)), 7)) * 1; }),
            "%2 = x + 2\ny = %2\n");
  EXPECT_EQ(text([](const auto&) { return Traced(1) / 0; }), "y = inf\n");
  EXPECT_EQ(text([](const auto& x) {
              return x *
                     (exp(Traced(0)) + log(Traced(1)) + tanh(Traced(0)) + sin(Traced(0)) + cos(Traced(0)));
            }),
            "%2 = x * 2\ny = %2\n");
  EXPECT_EQ(text([](const auto& x) { return x * exp(Traced(1)); }), "%2 = x * 2.7182817\ny = %2\n");
}

TEST(Tracer, DecidesComparisonsOfConstants) {
  const Traced nan = Traced(0) / 0;
  const auto taken = [](const TracedCondition& condition) {
    return text([&](const auto& x) { return select(condition, x, 1 / x); }) == "y = x\n";
  };
  EXPECT_TRUE(taken(Traced(1) < 2));
  EXPECT_FALSE(taken(Traced(2) < 2));
  EXPECT_TRUE(taken(Traced(2) <= 2));
  EXPECT_FALSE(taken(Traced(3) <= 2));
  EXPECT_TRUE(taken(Traced(3) > 2));
  EXPECT_FALSE(taken(Traced(2) > 2));
  EXPECT_TRUE(taken(Traced(2) >= 2));
  EXPECT_FALSE(taken(Traced(1) >= 2));
  EXPECT_TRUE(taken(Traced(0) == -0.0F));
  EXPECT_FALSE(taken(Traced(0) == 1));
  EXPECT_TRUE(taken(Traced(0) != 1));
  EXPECT_FALSE(taken(Traced(0) != 0));
  for (const bool ordered : {taken(nan < 0), taken(0 < nan), taken(nan <= nan), taken(nan == nan)}) {
    EXPECT_FALSE(ordered) << "NaN is neither less nor equal";
  }
  EXPECT_TRUE(taken(nan != nan));
}

TEST(Tracer, LeavesOutWhatTheResultDoesNotNeed) {
  EXPECT_EQ(text([](const auto& x) {
              const auto unused = x * 3 + 1;
              static_cast<void>(unused);
              return x - 1;
            }),
            "%2 = x - 1\ny = %2\n");
  EXPECT_EQ(text([](const auto& x) { return x; }), "y = x\n");
  EXPECT_EQ(text([](const auto&) { return 2; }), "y = 2\n");
}

TEST(Tracer, FollowsVariablesAndLoops) {
  EXPECT_EQ(text([](auto x) {
              x += 1;
              x *= x;
              x -= 2;
              x /= 3;
              return +x;
            }),
            "%2 = x + 1\n%3 = %2 * %2\n%5 = %3 - 2\n%7 = %5 / 3\ny = %7\n");
}

TEST(Tracer, RefusesAValueOfAnotherTrace) {
  trace([](const Traced& outer) {
    EXPECT_THROW(trace([&](const Traced& inner) { return inner + outer; }), std::logic_error);
    EXPECT_THROW(trace([&](const Traced&) { return outer; }), std::logic_error);
    return outer;
  });
}

/// The graph, computed in double, against the function itself.
void expect_same(const test::Example& example) {
  for (const float x : test::example_input()) {
    const test::Bounded expected = example.direct(x);
    EXPECT_TRUE(expected.accepts(test::replay(example.graph, test::Bounded(x)).value))
        << example.name << " of " << x << "\n"
        << example.graph.text();
  }
}

TEST(Tracer, TheGraphComputesTheFunction) {
  for (const test::Example& example : test::written_examples()) {
    expect_same(example);
  }
}

TEST(Tracer, TheGraphComputesRandomFunctions) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    expect_same(test::random_example(seed));
  }
}

TEST(Tracer, LongFunctionsNeedNoDeepStack) {
  const Graph graph = trace([](const auto& x) {
    auto y = x;
    for (int i = 0; i < 200000; ++i) {
      y = y * x + 1;
    }
    return y;
  });
  EXPECT_EQ(graph.nodes.size(), 2U + 2U * 200000U);
}

}  // namespace
}  // namespace parallelization::jit
