// Text of unknown origin becomes valid and short.
#include "tools/bench_report/text/printable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bench_report {
namespace {

using testing::ElementsAre;

TEST(Xml, ReplacesWhatIsNoUtf8AndWhatXmlForbids) {
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(printable("a\xff"), "a" + bad);
  EXPECT_EQ(printable("\xc3"), bad) << "cut off";
  EXPECT_EQ(printable("\xc0\xaf"), bad + bad) << "overlong";
  EXPECT_EQ(printable("\xed\xa0\x80"), bad + bad + bad) << "a surrogate";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), bad + bad + bad + bad) << "beyond U+10FFFF";
  EXPECT_EQ(printable("\xEF\xBF\xBE"), bad) << "U+FFFE";
  EXPECT_EQ(printable(std::string("\0\x1b\x7f", 3)), bad + bad + bad);
  EXPECT_EQ(printable("\xc2\x85"), bad) << "U+0085, a control character";
  EXPECT_EQ(printable("a\nb\tc\rd"), "a b c d") << "one line";
}

TEST(Xml, ShortensInTheMiddleByCharacters) {
  EXPECT_EQ(shorten("abcdef", 6), "abcdef");
  EXPECT_EQ(shorten("abcdefg", 6), "abc…fg");
  EXPECT_EQ(shorten("äöüßéèê", 6), "äöü…èê");
  EXPECT_EQ(shorten(std::string(100, '\x80'), 6), printable("\x80\x80\x80") + "…" + printable("\x80\x80"));
}

TEST(Xml, WrapsAtBlanksWhereThereAreSome) {
  EXPECT_THAT(wrap("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("äöüäöüä", 3), ElementsAre("äöü", "äöü", "ä"));
  EXPECT_THAT(wrap(" aaaaa", 3), ElementsAre(" aa", "aaa"));
  EXPECT_THAT(wrap("", 3), ElementsAre(""));
}

}  // namespace
}  // namespace bench_report
