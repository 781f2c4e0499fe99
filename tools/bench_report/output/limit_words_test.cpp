// What binds, in words and in every format.
#include "tools/bench_report/output/limit_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>
#include <utility>
#include <vector>

#include "tools/bench_report/analysis/quantile_table.hpp"
#include "tools/bench_report/output/quantiles_report.hpp"
#include "tools/bench_report/output/test_support.hpp"
#include "tools/bench_report/test_support.hpp"

namespace bench_report {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Limits of_resources(const std::vector<Resource>& one, const std::vector<Resource>& all) {
  Limits limits;
  for (std::size_t i = 0; i < one.size(); ++i) {
    limits.roofs.push_back({.x = static_cast<double>(i + 1), .parallel = false, .binds = one[i]});
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    limits.roofs.push_back({.x = static_cast<double>(i + 1), .parallel = true, .binds = all[i]});
  }
  return limits;
}

TEST(LimitWords, StretchesOfSizes) {
  using enum Resource;
  const AxisScale scale{.title = "N", .kind = AxisKind::logarithmic, .texts = {}};
  EXPECT_THAT(
      limit_sentences(of_resources({memory, memory, both, arithmetic, arithmetic}, {}), scale),
      ElementsAre("One worker: memory binds from N = 1 to 2, both alike at N = 3, arithmetic from N = 4 "
                  "on."));
  EXPECT_THAT(
      limit_sentences(of_resources({arithmetic, arithmetic}, {both}), scale),
      ElementsAre("One worker: arithmetic binds from N = 1 to 2.", "All workers: both alike bind at N = 1."));
  const AxisScale functions{
      .title = "function", .kind = AxisKind::categories, .texts = {{1, "light"}, {2, "heavy"}}};
  EXPECT_THAT(limit_sentences(of_resources({memory, arithmetic}, {}), functions),
              ElementsAre("One worker: memory binds at function = light, arithmetic at function = heavy."));
  EXPECT_THAT(limit_sentences({}, scale), IsEmpty());
}

TEST(LimitWords, Shares) {
  const Share share{.family = "a", .x = 1, .share = 0.973, .parallel = false, .binds = Resource::memory};
  EXPECT_EQ(share_text(share), "97.3 % of the limit (memory)");
  EXPECT_EQ(short_share(share), "97.3 m");
  const Share both{.family = "a", .x = 1, .share = 1.02, .parallel = false, .binds = Resource::both};
  EXPECT_EQ(share_text(both), "102 % of the limit (memory and arithmetic)");
  EXPECT_EQ(short_share(both), "102 b");
}

Row worked(const std::string& name, double seconds) {
  Row made = test::row(name, {seconds});
  made.counters["workers"] = {1};
  return made;
}

TEST(LimitWords, AllFormatsTellWhatBinds) {
  const std::vector runs{
      test::contest(test::run({worked("limit/copy/N:1", 4), worked("limit/arithmetic/N:1", 2),
                               worked("loops/N:1", 8), worked("pool/N:1", 5)}))};
  const auto table = make_quantile_table(runs, {}, "loops", false);
  const std::string sentence = "One worker: memory binds at N = 1.";
  EXPECT_THAT(test::to_text(table), AllOf(HasSubstr(sentence), Not(HasSubstr("% of the limit"))));
  EXPECT_THAT(formatted(QuantilesReport(table, {.shares = true}), Format::text),
              AllOf(HasSubstr("  % of the limit at N =       1\n"
                              "  pool                   80.0 m\n"
                              "  loops                  50.0 m\n"
                              "  % of the limit that binds"),
                    Not(HasSubstr("limit/copy             "))));
  EXPECT_THAT(test::to_markdown(table), AllOf(HasSubstr(sentence), HasSubstr("| % of the limit at N = | 1 |"),
                                              HasSubstr("| pool | 80.0 m |")));
  rapidjson::Document document;
  document.Parse(test::to_json(table).c_str());
  ASSERT_FALSE(document.HasParseError());
  ASSERT_EQ(document["limits"].Size(), 1U);
  const auto& limit = document["limits"][0];
  EXPECT_FALSE(limit["parallel"].GetBool());
  EXPECT_EQ(limit["memory"].GetDouble(), 4);
  EXPECT_EQ(limit["arithmetic"].GetDouble(), 2);
  EXPECT_STREQ(limit["binds"].GetString(), "memory");
  for (const auto& row : document["rows"].GetArray()) {
    const std::string family = row["family"].GetString();
    EXPECT_EQ(row.HasMember("share_of_limit"), !family.starts_with("limit/")) << family;
    if (family == "pool") {
      EXPECT_DOUBLE_EQ(row["share_of_limit"].GetDouble(), 0.8);
      EXPECT_STREQ(row["binds"].GetString(), "memory");
    }
  }
}

}  // namespace
}  // namespace bench_report
