// Text that must fit.
#include "tools/bench_report/output/chart/font.hpp"

#include <gtest/gtest.h>

namespace bench_report {
namespace {

TEST(Xml, TextIsAsWideAsItsCharacters) {
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

}  // namespace
}  // namespace bench_report
