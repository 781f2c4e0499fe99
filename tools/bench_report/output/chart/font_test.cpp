// Text that must fit.
#include "tools/bench_report/output/chart/font.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace bench_report {
namespace {

TEST(Font, TextIsAsWideAsItsCharacters) {
  EXPECT_GT(text_width("MMMM"), text_width("AAAA"));
  EXPECT_GT(text_width("AAAA"), text_width("aaaa"));
  EXPECT_GT(text_width("日本語"), 1.7 * text_width("üöä"));
  EXPECT_EQ(fit("short", 100), "short");
  for (const std::string& text :
       {std::string(1000, 'M'), std::string(1000, 'x'), std::string("日本語日本語日本語日本語")}) {
    const std::string fitted = fit(text, 100);
    EXPECT_LE(text_width(fitted), 100);
    EXPECT_GT(text_width(fitted), 75);
  }
}

TEST(Font, HanHangulKanaAndPicturesFillASquareAndTheirNeighboursDoNot) {
  const double narrow = text_width("a");
  for (const auto& [outside, inside] : {std::pair("\u10ff", "\u1100"),
                                        {"\u1160", "\u115f"},
                                        {"\u2e5d", "\u2e80"},
                                        {"\ua4d0", "\ua4c6"},
                                        {"\uabf9", "\uac00"},
                                        {"\ud7b0", "\ud7a3"},
                                        {"\ufb00", "\ufad9"},
                                        {"\ufe2f", "\ufe30"},
                                        {"\ufe70", "\ufe6b"},
                                        {"\uff61", "\uff60"},
                                        {"\U0001ee00", "\U0001f000"}}) {
    EXPECT_EQ(text_width(outside), narrow) << outside;
    EXPECT_GT(text_width(inside), 1.5 * narrow) << inside;
  }
}

}  // namespace
}  // namespace bench_report
