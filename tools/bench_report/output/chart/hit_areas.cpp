// Dividing the chart among its points.
#include "tools/bench_report/output/chart/hit_areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>

#include "tools/bench_report/output/xml.hpp"

namespace bench_report {
namespace {

constexpr double reach = 8;
constexpr double same_place = 2;  // closer points can't be aimed at one by one

using Points = std::vector<HitPoint>;

/// The areas of the points at one x, `left` and `right` its bounds.
std::string draw_column(Points points, double left, double right) {
  std::ranges::stable_sort(points, {}, &HitPoint::y);
  std::string svg;
  double border = points.front().y - reach;
  for (auto from = points.begin(); from != points.end();) {
    const auto to = std::find_if(from, points.end(),
                                 [&](const HitPoint& point) { return point.y > from->y + same_place; });
    const double top = std::max(border, from->y - reach);
    const double last = std::prev(to)->y;
    border = to == points.end() ? last + reach : (last + to->y) / 2;
    const double bottom = std::min(border, last + reach);
    std::stable_sort(from, to, [](const HitPoint& a, const HitPoint& b) { return a.run > b.run; });
    std::string text;
    for (; from != to; ++from) {
      text += (text.empty() ? "" : "\n") + escape_xml(from->text);
    }
    svg += fmt::format(
        "<rect class=\"hit\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\">"
        "<title>{}</title></rect>\n",
        left, top, right - left, bottom - top, text);
  }
  return svg;
}

}  // namespace

std::string draw_hit_areas(std::vector<HitPoint> points) {
  std::map<double, Points> columns;
  for (HitPoint& point : points) {
    // As exact as the drawing: what is drawn at one place is one place here too.
    point.x = std::round(point.x * 10) / 10;
    point.y = std::round(point.y * 10) / 10;
    columns[point.x].push_back(std::move(point));
  }
  std::string svg;
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    const double x = column->first;
    const auto next = std::next(column);
    const double left = column == columns.begin() ? reach : (x - std::prev(column)->first) / 2;
    const double right = next == columns.end() ? reach : (next->first - x) / 2;
    svg += draw_column(column->second, x - std::min(left, reach), x + std::min(right, reach));
  }
  return svg;
}

}  // namespace bench_report
