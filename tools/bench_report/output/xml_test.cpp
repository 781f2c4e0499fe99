// Text of unknown origin becomes harmless.
#include "tools/bench_report/output/xml.hpp"

#include <gtest/gtest.h>

namespace bench_report {
namespace {

TEST(Xml, EscapesMarkupAndKeepsTheRest) {
  EXPECT_EQ(escape_xml("ü € 𝄞 <&>\"'"), "ü € 𝄞 &lt;&amp;&gt;&quot;'");
}

}  // namespace
}  // namespace bench_report
