// Short names differ wherever the long ones do.
#include "tools/bench_report/output/chart/labels.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <set>

#include "tools/bench_report/output/chart/font.hpp"

namespace bench_report {
namespace {

std::set<std::string> texts_of(const ShortNames& names) {
  std::set<std::string> texts;
  for (const auto& [name, text] : names.texts) {
    texts.insert(text);
  }
  return texts;
}

TEST(ShortNames, LoseWhatTheyShare) {
  const std::string begin = "BM_LookupExistingKeyInContainer<";
  const std::string end =
      "<std::string, std::vector<double>>, std::allocator<std::pair<const std::string, int>>>";
  const auto names = short_names({begin + "std::map" + end, begin + "std::unordered_map" + end,
                                  begin + "absl::flat_hash_map" + end, "BM_Copy"},
                                 440);
  EXPECT_EQ(texts_of(names), (std::set<std::string>{"BM_Copy", "…absl::flat_hash_map…", "…std::map…",
                                                    "…std::unordered_map…"}));
  EXPECT_EQ(names.begin, begin);
  EXPECT_EQ(names.end, end);

  const auto two = short_names({begin + "std::map" + end, begin + "absl::btree_map" + end}, 440);
  EXPECT_EQ(texts_of(two), (std::set<std::string>{"…std::map…", "…absl::btree_map…"}));
  EXPECT_EQ(two.begin + two.end, begin + end);

  const auto one = short_names({begin + "std::map" + end}, 440);
  EXPECT_EQ(one.begin + one.end, "") << "shared with nobody";
}

TEST(ShortNames, ThatFitStayWhole) {
  const auto names = short_names({"vectorized/eager", "vectorized/eigen"}, 440);
  EXPECT_EQ(texts_of(names), (std::set<std::string>{"vectorized/eager", "vectorized/eigen"}));
  EXPECT_EQ(names.begin + names.end, "");
}

TEST(ShortNames, DifferWhereverTheDifferenceLies) {
  const std::string filler(200, 'x');
  for (const std::size_t place : {std::size_t{0}, std::size_t{100}, std::size_t{199}}) {
    std::set<std::string> names;
    for (int i = 0; i < 40; ++i) {
      std::string name = filler;
      name.insert(place, fmt::format("ä{}", i));
      names.insert(name + fmt::format("{}", i % 3));
    }
    const auto made = short_names(names, 300);
    EXPECT_EQ(texts_of(made).size(), 40U) << place;
    for (const auto& [name, text] : made.texts) {
      EXPECT_LE(text_width(text), 340) << text;
      EXPECT_EQ(text.find(" ("), std::string::npos) << "told apart by a number: " << text;
    }
  }
}

TEST(ShortNames, DifferAlsoWhereTheyLookAlike) {
  EXPECT_EQ(texts_of(short_names({"a\x01", "a\x02", "a\x03"}, 440)).size(), 3U);
  EXPECT_EQ(texts_of(short_names({std::string(300, '\x80'), std::string(301, '\x80')}, 440)).size(), 2U);
  const std::string longer(300, 'y');
  EXPECT_EQ(texts_of(short_names({longer, longer + "y", longer + "z", longer + "yz"}, 300)).size(), 4U);
}

}  // namespace
}  // namespace bench_report
