// Every point can be pointed at.
#include "tools/bench_report/output/chart/hit_areas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <random>

namespace bench_report {
namespace {

/// The titles of all areas about (x, y).
std::vector<std::string> titles_at(const pugi::xml_document& document, double x, double y) {
  std::vector<std::string> titles;
  for (const pugi::xml_node area : document.document_element().children("rect")) {
    const auto value = [&](const char* name) { return area.attribute(name).as_double(); };
    if (x >= value("x") && x <= value("x") + value("width") && y >= value("y") &&
        y <= value("y") + value("height")) {
      titles.emplace_back(area.child_value("title"));
    }
  }
  return titles;
}

pugi::xml_document areas_of(const std::vector<HitPoint>& points) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(("<svg>" + draw_hit_areas(points) + "</svg>").c_str(), pugi::parse_full));
  return document;
}

TEST(HitAreas, EveryPointReadsItsOwnTextAtItsOwnPlace) {
  std::mt19937 random(1);
  std::vector<HitPoint> points;
  for (const double x : {10.0, 13.0, 13.1, 60.0, 100.0}) {
    for (int i = 0; i < 60; ++i) {
      points.push_back({x, static_cast<double>(random() % 2000) / 10, random() % 3,
                        "point " + std::to_string(points.size()) + "."});
    }
  }
  const auto document = areas_of(points);
  for (const HitPoint& point : points) {
    const auto titles = titles_at(document, point.x, point.y);
    ASSERT_EQ(titles.size(), 1U) << "areas do not overlap";
    EXPECT_THAT(titles[0], testing::HasSubstr(point.text)) << point.x << ' ' << point.y;
  }
}

TEST(HitAreas, PointsAtOnePlaceShareOneNewestRunFirst) {
  const auto document = areas_of({{5, 50, 0, "oldest"}, {5, 51, 2, "newest <b>"}, {5, 50.5, 1, "between"}});
  EXPECT_THAT(titles_at(document, 5, 50), testing::ElementsAre("newest <b>\nbetween\noldest"));
}

TEST(HitAreas, ReachAFewUnitsBeyondAPointAndNoFarther) {
  const auto document = areas_of({{5, 50, 0, "alone"}});
  EXPECT_EQ(titles_at(document, 12, 57).size(), 1U);
  EXPECT_TRUE(titles_at(document, 5, 59).empty());
  EXPECT_TRUE(titles_at(document, 14, 50).empty());
}

}  // namespace
}  // namespace bench_report
