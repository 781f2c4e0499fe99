// The command line, as it is understood; what is refused, and in which words.
#include "benchmarks/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/array_sizes.hpp"
#include "benchmarks/machine.hpp"

namespace parallelization {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// Whatever the variables of whoever runs the tests say.
void forget_variables() {
  std::vector<std::string> names;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    if (text.starts_with("BENCHMARK_")) {
      names.emplace_back(text.substr(0, text.find('=')));
    }
  }
  for (const std::string& name : names) {
    unsetenv(name.c_str());
  }
}

Options parsed(std::vector<std::string> arguments) {
  forget_variables();
  arguments.insert(arguments.begin(), "bench");
  std::vector<char*> argv;
  for (std::string& argument : arguments) {
    argv.push_back(argument.data());
  }
  const auto argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  return parse_options(argc, argv.data());
}

std::string refusal(const std::vector<std::string>& arguments) {
  try {
    parsed(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(OwnFlags, AreAskedForByNobody) {
  const Options options = parsed({});
  EXPECT_THAT(options.sizes, ElementsAreArray(default_sizes));
  EXPECT_FALSE(options.sizes_given);
  EXPECT_EQ(options.workers, usable_processors());
  EXPECT_EQ(options.seed, 42U);
  EXPECT_FALSE(options.help || options.version || options.list_families || options.explain);
  EXPECT_THAT(options.given, IsEmpty());
}

TEST(OwnFlags, AreUnderstoodWithAndWithoutEquals) {
  const Options options = parsed({"--sizes=7,3,7", "--workers", "5", "--seed=9", "--explain=jit/llvm"});
  EXPECT_THAT(options.sizes, ElementsAre(3, 7)) << "in order, each once";
  EXPECT_TRUE(options.sizes_given);
  EXPECT_EQ(options.workers, 5U);
  EXPECT_EQ(options.seed, 9U);
  EXPECT_EQ(options.explain, "jit/llvm");
  EXPECT_THAT(options.given,
              ElementsAre("--sizes=7,3,7", "--workers", "5", "--seed=9", "--explain=jit/llvm"));
  EXPECT_TRUE(parsed({"-h"}).help);
  EXPECT_TRUE(parsed({"--help"}).help);
  EXPECT_TRUE(parsed({"--version"}).version);
  EXPECT_TRUE(parsed({"--families"}).list_families);
}

TEST(OwnFlags, TheLastOneWins) {
  const Options options = parsed({"--sizes=3", "--sizes=5", "--workers=1", "--workers=2", "--seed=1",
                                  "--seed=2", "--explain=a", "--explain=b"});
  EXPECT_THAT(options.sizes, ElementsAre(5));
  EXPECT_EQ(options.workers, 2U);
  EXPECT_EQ(options.seed, 2U);
  EXPECT_EQ(options.explain, "b");
}

TEST(OwnFlags, NumbersHaveBounds) {
  EXPECT_THAT(parsed({"--sizes=1,16777216"}).sizes, ElementsAre(1, 16777216));
  for (const std::string sizes :
       {"0", "16777217", "3,", ",3", "3,,5", "3;5", "-3", "+3", "3.5", "3 ", "x", "99999999999999999999"}) {
    EXPECT_EQ(refusal({"--sizes=" + sizes}),
              "--sizes=" + sizes +
                  ": give whole numbers from 1 to 16777216, separated by commas, as in --sizes=100,1000");
  }
  EXPECT_EQ(parsed({"--workers=1"}).workers, 1U);
  EXPECT_EQ(parsed({"--workers=4096"}).workers, 4096U);
  for (const std::string workers : {"0", "4097", "2x", "-1", "two"}) {
    EXPECT_EQ(refusal({"--workers=" + workers}),
              "--workers=" + workers + ": give a whole number from 1 to 4096");
  }
  EXPECT_EQ(parsed({"--seed=0"}).seed, 0U);
  EXPECT_EQ(parsed({"--seed=9223372036854775807"}).seed, 9223372036854775807U);
  EXPECT_EQ(refusal({"--seed=9223372036854775808"}),
            "--seed=9223372036854775808: give a whole number from 0 to 9223372036854775807");
}

TEST(OwnFlags, WithoutTheirValueAreRefused) {
  EXPECT_EQ(refusal({"--sizes="}), "--sizes=: wants a value, as in --sizes=N,N,…");
  EXPECT_EQ(refusal({"--seed=1", "--workers"}), "--workers: wants a value, as in --workers=K");
  EXPECT_EQ(refusal({"--explain"}), "--explain: wants a value, as in --explain=FAMILY");
  EXPECT_THAT(refusal({"--help=a\nb"}),
              AllOf(HasSubstr("bench --help lists the flags"), Not(HasSubstr("\n"))));
}

TEST(OwnFlags, WhatNobodyKnowsIsRefused) {
  for (const std::string stranger : {"--size=3", "-x", "file.json", "--benchmark", "--v", "--V=1"}) {
    EXPECT_EQ(refusal({"--seed=1", stranger}),
              stranger + ": unknown argument (bench --help lists the flags)");
  }
  EXPECT_THAT(parsed({"--v=2"}).benchmark_arguments, Contains("--v=2"));
}

TEST(OwnFlags, StandInTheHelp) {
  const std::string help = own_help();
  EXPECT_THAT(help, StartsWith("bench: which parallelization strategy computes y = "));
  for (const char* flag : {"--help", "--version", "--families", "--sizes N,N,…", "--workers K", "--seed SEED",
                           "--explain FAMILY"}) {
    EXPECT_THAT(help, HasSubstr(flag));
  }
}

TEST(LibraryFlags, DefaultsAreTwentyInterleavedRepetitionsAndATableOfOurs) {
  const Options options = parsed({});
  EXPECT_EQ(options.repetitions, 20);
  EXPECT_TRUE(options.own_table);
  EXPECT_EQ(options.min_time, 0.015);
  EXPECT_FALSE(options.fixed_iterations);
  EXPECT_EQ(options.min_warmup_time, 0);
  EXPECT_EQ(options.time_unit, benchmark::kMicrosecond);
  EXPECT_EQ(options.filter, ".");
  EXPECT_FALSE(options.list_tests);
  EXPECT_EQ(options.out, std::nullopt);
  EXPECT_EQ(options.out_format, "json");
  EXPECT_EQ(options.format, "console");
  EXPECT_THAT(options.context, IsEmpty());
  EXPECT_THAT(
      options.benchmark_arguments,
      AllOf(Contains("--benchmark_repetitions=20"), Contains("--benchmark_display_aggregates_only=true"),
            Contains("--benchmark_enable_random_interleaving=true"), Contains("--benchmark_filter=."),
            Contains("--benchmark_list_tests=false"), Contains("--benchmark_out=")));
}

TEST(LibraryFlags, WishesOfTheUserReplaceTheDefaults) {
  const Options options =
      parsed({"--benchmark_repetitions=3", "--benchmark_enable_random_interleaving=false",
              "--benchmark_filter=loops", "--benchmark_out=x.json", "--benchmark_time_unit=ns",
              "--benchmark_min_warmup_time=0.5", "--benchmark_context=a=1,b=2", "--benchmark_list_tests"});
  EXPECT_EQ(options.repetitions, 3);
  EXPECT_FALSE(options.own_table);
  EXPECT_EQ(options.filter, "loops");
  EXPECT_EQ(options.out, "x.json");
  EXPECT_EQ(options.time_unit, benchmark::kNanosecond);
  EXPECT_EQ(options.min_warmup_time, 0.5);
  EXPECT_THAT(options.context, ElementsAre(testing::Pair("a", "1"), testing::Pair("b", "2")));
  EXPECT_TRUE(options.list_tests);
  EXPECT_THAT(
      options.benchmark_arguments,
      AllOf(Contains("--benchmark_repetitions=3"), Contains("--benchmark_enable_random_interleaving=false"),
            Contains("--benchmark_out=/dev/null"), Not(Contains("--benchmark_filter=loops")),
            Not(Contains("--benchmark_list_tests")),
            Not(Contains("--benchmark_enable_random_interleaving=true"))))
      << "rows are chosen before the library sees them, and files are written whole";
  EXPECT_THAT(options.given,
              AllOf(Contains("--benchmark_filter=loops"), Not(Contains("--benchmark_out=x.json"))))
      << "what decides what is measured";
}

}  // namespace
}  // namespace parallelization
