// Names of benchmarks, as Google Benchmark builds them.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "tools/bench_report/input/model.hpp"

namespace bench_report {
namespace {

TEST(ParseName, TakesANameApart) {
  const Name name = parse_name("multithreading/pool/N:464/real_time");
  EXPECT_EQ(name.full, "multithreading/pool/N:464/real_time");
  EXPECT_EQ(name.family, "multithreading/pool");
  EXPECT_EQ(name.arguments, (std::vector<Argument>{{"N", "464"}}));
  EXPECT_EQ(name.time_type, "real_time");
  EXPECT_EQ(name.threads, 1);
}

TEST(ParseName, KeepsWhatItDoesNotUnderstandInTheFamily) {
  for (const char* whole : {"BM_Sort", "BM_Sort<std::vector<int>>", "cuda/fused", "a//b", "", "/",
                            "real_time", "12", "ns::f/g", "x/y:z"}) {
    const Name name = parse_name(whole);
    EXPECT_EQ(name.family, whole);
    EXPECT_TRUE(name.arguments.empty()) << whole;
  }
}

TEST(ParseName, BareArgumentsHaveNoName) {
  const Name name = parse_name("BM_Copy/8/1024");
  EXPECT_EQ(name.family, "BM_Copy");
  EXPECT_EQ(name.arguments, (std::vector<Argument>{{"", "8"}, {"", "1024"}}));
}

TEST(ParseName, SettingsAreNoPartOfWhatIsMeasured) {
  const Name name =
      parse_name("BM_X/n:3/min_time:0.500/iterations:7/repeats:3/process_time/real_time/threads:4");
  EXPECT_EQ(name.family, "BM_X");
  EXPECT_EQ(name.arguments, (std::vector<Argument>{{"n", "3"}}));
  EXPECT_EQ(name.time_type, "process_time/real_time");
  EXPECT_EQ(name.threads, 4);
  EXPECT_TRUE(name.matches(parse_name("BM_X/n:3/repeats:9/process_time/real_time/threads:4")));
  EXPECT_FALSE(name.matches(parse_name("BM_X/n:4/process_time/real_time/threads:4")));
  EXPECT_FALSE(name.matches(parse_name("BM_X/n:3/real_time/threads:4")));
  EXPECT_FALSE(name.matches(parse_name("BM_X/n:3/process_time/real_time/threads:2")));
}

TEST(ParseName, OnlyTheLastPartTellsThreads) {
  const Name both = parse_name("BM_Pool/threads:8/real_time/threads:2");
  EXPECT_EQ(both.arguments, (std::vector<Argument>{{"threads", "8"}}));
  EXPECT_EQ(both.threads, 2);
  const Name argument = parse_name("BM_Pool/threads:8/real_time");
  EXPECT_EQ(argument.arguments, (std::vector<Argument>{{"threads", "8"}}));
  EXPECT_EQ(argument.threads, 1);
  EXPECT_EQ(parse_name("BM_Pool/threads:8/threads:2").arguments, (std::vector<Argument>{{"threads", "8"}}));
  EXPECT_EQ(parse_name("BM_Pool/threads:8").threads, 8) << "can't be told";
  for (const char* const none : {"-2", "0", "1.5", "1e3", "99999999999"}) {
    const Name name = parse_name(std::string("BM_Pool/threads:") + none);
    EXPECT_EQ(name.threads, 1);
    EXPECT_EQ(name.arguments, (std::vector<Argument>{{"threads", none}}));
  }
}

TEST(ParseName, SettingsStandInTheLibrarysOrder) {
  EXPECT_EQ(parse_name("a/min_time:0.5/min_warmup_time:0.1/iterations:7/repeats:3").arguments.size(), 0U);
  EXPECT_EQ(parse_name("a/repeats:3/iterations:7").arguments, (std::vector<Argument>{{"repeats", "3"}}));
  EXPECT_EQ(parse_name("a/iterations:7/iterations:8").arguments,
            (std::vector<Argument>{{"iterations", "7"}}));
}

/// The names of files, told apart together.
std::vector<std::vector<Name>> apart(const std::vector<std::vector<std::string>>& files) {
  std::vector<std::vector<Name>> all;
  for (const auto& file : files) {
    auto& names = all.emplace_back();
    std::ranges::transform(file, std::back_inserter(names), parse_name);
  }
  std::vector<FileNames> places;
  for (auto& names : all) {
    auto& file = places.emplace_back();
    std::ranges::transform(names, std::back_inserter(file), [](Name& name) { return &name; });
  }
  tell_apart(places);
  return all;
}
using Arguments = std::vector<Argument>;

TEST(TellApart, MakesArgumentsOfWhatIsNeeded) {
  const auto names = apart({{"a/1/iterations:5/real_time", "a/1/iterations:6/real_time", "b/iterations:5",
                             "d/x:1", "a/1/iterations:7/real_time"}})[0];
  EXPECT_EQ(names[0].arguments, (Arguments{{"", "1"}, {"iterations", "5"}}));
  EXPECT_EQ(names[1].arguments, (Arguments{{"", "1"}, {"iterations", "6"}}));
  EXPECT_TRUE(names[2].arguments.empty()) << "nothing else is called b";
  EXPECT_EQ(names[3].arguments, (Arguments{{"x", "1"}}));
  EXPECT_EQ(names[4].arguments, (Arguments{{"", "1"}, {"iterations", "7"}}));
  EXPECT_EQ(names[4].time_type, "real_time");
}

TEST(TellApart, InAllFilesAlike) {
  const auto names = apart({{"a/iterations:5"}, {"a/iterations:5", "a/iterations:6"}, {"a/iterations:6"}});
  EXPECT_EQ(row_key(names[0][0]), row_key(names[1][0]));
  EXPECT_EQ(row_key(names[2][0]), row_key(names[1][1]));
  EXPECT_NE(row_key(names[0][0]), row_key(names[2][0]));
  const auto others = apart({{"a/iterations:5"}, {"a/iterations:6"}});
  EXPECT_EQ(row_key(others[0][0]), row_key(others[1][0])) << "one benchmark, measured under other settings";
}

TEST(TellApart, OnlyBySettingsThatDiffer) {
  const auto names = apart({{"a/iterations:5/repeats:3", "a/iterations:6/repeats:3"},
                            {"a/iterations:5/repeats:9", "a/iterations:6/repeats:9"}});
  EXPECT_EQ(names[0][0].arguments, (Arguments{{"iterations", "5"}}));
  EXPECT_EQ(row_key(names[0][0]), row_key(names[1][0]));
  EXPECT_EQ(row_key(names[0][1]), row_key(names[1][1]));
  const auto two = apart({{"b/min_time:1/repeats:3/threads:4", "b/min_time:2/repeats:4/threads:4"}})[0];
  EXPECT_EQ(two[0].arguments, (Arguments{{"min_time", "1"}, {"repeats", "3"}}));
  EXPECT_EQ(two[0].threads, 4) << "what both have stays what it is";
}

TEST(TellApart, OneThreadSaidIsOneNotSaid) {
  const auto names = apart({{"c", "c/threads:1", "c/threads:2"}, {"c/threads:1"}});
  EXPECT_TRUE(names[0][0].arguments.empty());
  EXPECT_EQ(names[0][1].arguments, (Arguments{{"threads", "1"}}));
  EXPECT_EQ(names[0][2].threads, 2);
  EXPECT_TRUE(names[0][2].arguments.empty());
  EXPECT_EQ(row_key(names[1][0]), row_key(names[0][1]));
}

TEST(ParseName, HostileNamesCostNothing) {
  std::string arguments = "a";
  std::string times = "a";
  for (int i = 0; i < 100'000; ++i) {
    arguments += "/1";
    times += "/real_time";
  }
  EXPECT_EQ(parse_name(arguments).arguments.size(), 16U);
  EXPECT_EQ(parse_name(times).time_type, "real_time/real_time");
  EXPECT_EQ(parse_name(std::string(100'000, '/')).family.size(), 100'000U);
  EXPECT_EQ(parse_name("a/threads:99999999999999").threads, 1) << "too large for a number of threads";
}

TEST(ParseName, WhatIsNoFiniteNumberIsNoArgument) {
  for (const char* whole : {"f/nan", "f/inf", "f/infinity", "f/-inf", "f/NaN", "f/INF", "f/x:nan", "f/x:inf",
                            "f/1e999", "f/0x10", "f/1.5.2", "f/", "f/x:"}) {
    EXPECT_EQ(parse_name(whole).family, whole);
    EXPECT_TRUE(parse_name(whole).arguments.empty()) << whole;
  }
  EXPECT_EQ(parse_name("f/nan/8").family, "f/nan");
  EXPECT_EQ(parse_name("f/-1.5e3").arguments, (std::vector<Argument>{{"", "-1.5e3"}}));
}

TEST(ParseName, TemplatesMayHaveSlashes) {
  const Name name = parse_name("BM_X<ratio<1/2>, a/b>/8/n:3/real_time");
  EXPECT_EQ(name.family, "BM_X<ratio<1/2>, a/b>");
  EXPECT_EQ(name.arguments, (std::vector<Argument>{{"", "8"}, {"n", "3"}}));
  EXPECT_EQ(parse_name("BM_X<1/2>").family, "BM_X<1/2>");
}

TEST(ParseName, ArgumentsBeyondSixteenStayInTheFamily) {
  std::string text = "a";
  for (int i = 1; i <= 16; ++i) {
    text += "/" + std::to_string(i);
  }
  EXPECT_EQ(parse_name(text).family, "a");
  EXPECT_EQ(parse_name(text).arguments.front().value, "1");
  EXPECT_EQ(parse_name(text + "/17").family, "a/1");
  EXPECT_EQ(parse_name(text + "/17").arguments.front().value, "2");
  EXPECT_EQ(parse_name(text + "/17").arguments.back().value, "17");
}

}  // namespace
}  // namespace bench_report
