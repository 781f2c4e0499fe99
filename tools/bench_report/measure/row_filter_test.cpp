// Patterns that find rows, by every kind of regular expression that the library may use.
#include "tools/bench_report/measure/row_filter.hpp"

#include <gmock/gmock.h>
#include <regex.h>

#include <regex>
#include <string>
#include <vector>

namespace bench_report {
namespace {

bool finds_posix(const std::string& pattern, const std::string& name) {
  regex_t compiled;
  if (::regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) {
    return false;
  }
  const bool found = ::regexec(&compiled, name.c_str(), 0, nullptr, 0) == 0;
  ::regfree(&compiled);
  return found;
}

/// By all of them, or none: anything else is a failure.
bool finds(const std::string& pattern, const std::string& name) {
  const bool found = std::regex_search(name, std::regex(pattern));
  EXPECT_EQ(std::regex_search(name, std::regex(pattern, std::regex::extended)), found)
      << pattern << ' ' << name;
  EXPECT_EQ(finds_posix(pattern, name), found) << pattern << ' ' << name;
  return found;
}

std::vector<ListedRow> rows(const std::vector<std::string>& names) {
  std::vector<ListedRow> made;
  for (const std::string& name : names) {
    made.push_back({name, name});
  }
  return made;
}

TEST(RowFilter, FindsExactlyItsRows) {
  const std::vector<std::string> names{"BM_a",   "BM_a/8", "BM_x<int>/8", "a+b/N:1", "f(x){y}",     "[1]",
                                       "a|b",    "a.b",    "$x^y",        "what?",   "back\\slash", "a*",
                                       "-minus", "Ü/N:1",  "axb",         "b",       "<x>"};
  for (const std::string& name : names) {
    const auto filters = exact_filters(rows({name}));
    ASSERT_EQ(filters.size(), 1U);
    for (const std::string& other : names) {
      EXPECT_EQ(finds(filters[0].before, other), other == name) << filters[0].before << ' ' << other;
    }
  }
  const auto filters = exact_filters(rows({"BM_a", "a|b"}));
  ASSERT_EQ(filters.size(), 1U);
  EXPECT_TRUE(finds(filters[0].after, "BM_a"));
  EXPECT_TRUE(finds(filters[0].after, "a|b"));
  EXPECT_FALSE(finds(filters[0].after, "BM_a/8"));
}

TEST(RowFilter, IsSplitWhereItGrowsTooLongAndBothSidesAlike) {
  std::vector<ListedRow> many;
  for (int i = 0; i < 100; ++i) {
    many.push_back({"row/" + std::to_string(i), "row/" + std::to_string(i) + "/iterations:100"});
  }
  const auto filters = exact_filters(many, 300);
  EXPECT_GT(filters.size(), 5U);
  for (const ListedRow& row : many) {
    int found = 0;
    for (const RowFilter& filter : filters) {
      EXPECT_LE(filter.after.size(), 300U);
      const bool here = finds(filter.before, row.before);
      EXPECT_EQ(finds(filter.after, row.after), here) << "one call of each program measures the same rows";
      found += here ? 1 : 0;
    }
    EXPECT_EQ(found, 1) << row.before;
  }
  EXPECT_EQ(exact_filters(rows({std::string(500, 'x'), "y"}), 300).size(), 2U);
  EXPECT_TRUE(exact_filters({}).empty());
}

}  // namespace
}  // namespace bench_report
