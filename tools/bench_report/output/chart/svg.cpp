// Elements as text.
#include "tools/bench_report/output/chart/svg.hpp"

#include <fmt/format.h>

#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/xml.hpp"

namespace bench_report {

std::string title(const std::string& text) {
  return "<title>" + escape_xml(text) + "</title>";
}

std::string text_at(double x, double y, const std::string& text, std::string_view attributes) {
  return fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>", length(x), length(y), attributes,
                     escape_xml(text));
}

std::string cross(double x, double y, double r) {
  return fmt::format(R"(<path d="M{0} {1}l{2} {2}m0 -{2}l-{2} {2}"/>)", length(x - r), length(y - r),
                     length(2 * r));
}

double line_width(std::size_t run, std::size_t runs) {
  if (runs == 1) {
    return 1.8;
  }
  return run + 1 == runs ? 2.6 : 0.8 + 0.7 * static_cast<double>(run) / static_cast<double>(runs - 1);
}

std::string line(const ChartCurve& curve, std::size_t runs, const std::string& points) {
  const double width = line_width(curve.run, runs) * (curve.limit ? 0.7 : 1);
  return fmt::format(R"(<polyline class="line {}{}" stroke-width="{}"{} points="{}"/>)", style_class(curve),
                     curve.tags, length(width), dash(curve), points);
}

}  // namespace bench_report
