// Patterns, shapes, and the style sheet.
#include "tools/bench_report/output/chart/style.hpp"

#include <fmt/format.h>

namespace bench_report {
namespace {

constexpr std::array<std::string_view, dash_kinds> dashes{"", "9 4", "2 3", "12 3 2 3"};
constexpr auto limit_dashes = std::to_array<std::string_view>({"5 4", "2 3", "8 3 2 3", "1 5", "12 4"});

}  // namespace

std::string length(double value) {
  std::string text = fmt::format("{:.1f}", value);
  return text == "-0.0" ? "0.0" : text;
}

std::string style_class(const ChartCurve& curve) {
  return curve.limit ? "limit" : fmt::format("{}{}", curve.style.shade == 0 ? "s" : "t", curve.style.hue);
}

std::string dash(const ChartCurve& curve) {
  const std::string_view pattern = curve.limit ? limit_dashes[curve.style.dash % limit_dashes.size()]
                                               : dashes[curve.style.dash % dashes.size()];
  return pattern.empty() ? "" : fmt::format(R"( stroke-dasharray="{}")", pattern);
}

std::string marker(std::size_t kind, double x, double y, double r) {
  switch (kind % marker_kinds) {
    case 0:
      return fmt::format(R"(<circle cx="{}" cy="{}" r="{}"/>)", length(x), length(y), length(r));
    case 1:
      return fmt::format(R"(<path d="M{} {}h{}v{}h-{}z"/>)", length(x - r), length(y - r), length(2 * r),
                         length(2 * r), length(2 * r));
    case 2:
      return fmt::format(R"(<path d="M{} {}l{} {}h-{}z"/>)", length(x), length(y - 1.3 * r), length(1.2 * r),
                         length(2.2 * r), length(2.4 * r));
    case 3:
      return fmt::format(R"(<path d="M{} {}l{} {}l-{} {}l-{} -{}z"/>)", length(x), length(y - 1.3 * r),
                         length(1.3 * r), length(1.3 * r), length(1.3 * r), length(1.3 * r), length(1.3 * r),
                         length(1.3 * r));
    default:
      return fmt::format(R"(<path d="M{} {}l{} -{}h-{}z"/>)", length(x), length(y + 1.3 * r), length(1.2 * r),
                         length(2.2 * r), length(2.4 * r));
  }
}

std::string style_sheet() {
  std::string light;
  std::string dark;
  for (std::size_t hue = 0; hue < colours.size(); ++hue) {
    for (const std::size_t shade : {0U, 1U}) {
      const std::string rule = fmt::format(".chart .{}{}", shade == 0 ? "s" : "t", hue);
      light += fmt::format("{}{{stroke:{};fill:{}}}", rule, colours[hue].on_light[shade],
                           colours[hue].on_light[shade]);
      dark += fmt::format("{}{{stroke:{};fill:{}}}", rule, colours[hue].on_dark[shade],
                          colours[hue].on_dark[shade]);
    }
  }
  // Every rule begins with the chart's own class: a style sheet of inline SVG holds for the whole page.
  return "<style>.chart text{font-family:system-ui,'DejaVu "
         "Sans',sans-serif;font-size:12px;fill:#222;stroke:none}"
         ".chart .title{font-size:16px;font-weight:600}.chart .small{font-size:10.5px;fill:#5f5f5f}"
         ".chart .paper{fill:#fff}.chart .frame{fill:none;stroke:#999}.chart .grid{stroke:#e4e4e4}"
         ".chart .leap{fill:none;stroke:#777}.chart .leader{fill:none;stroke-width:1;stroke-opacity:.5}"
         ".chart .one{stroke:#777;stroke-width:1.2}" +
         light +
         ".chart .limit,.chart .sign{stroke:#777;fill:#777}"
         ".chart .line,.chart .failure,.chart .crossover{fill:none;stroke-linejoin:round}"
         ".chart .band{stroke-opacity:.4;stroke-width:.7}.chart .whisker{stroke-width:1.2}.chart "
         ".whisker.bold{stroke-width:3;stroke-opacity:.45}.chart "
         ".mark{stroke-width:.5}"
         ".chart .failure{stroke-width:2.2}.chart .failure.old{stroke-width:1}.chart "
         ".hit{fill-opacity:0;stroke:none}"
         ".chart .mark.hollow{fill:#fff;stroke-width:1.3}"
         ".chart .crossover{stroke:#222;stroke-width:1.4}.chart .crossover "
         "path{stroke-width:.8;stroke-dasharray:2 3}"
         ".chart .crossover.unsure{stroke-opacity:.55}.chart .crossover.unsure path{stroke:none}"
         ".chart .old{opacity:.85}.chart .band:hover{fill-opacity:.4}.chart .family:hover "
         ".line{stroke-width:4}"
         "@media (prefers-color-scheme:dark){.chart text{fill:#eee}.chart .small{fill:#b4b4b4}"
         ".chart .paper{fill:#16181c}.chart .frame{stroke:#777}.chart .leader{fill:none}.chart "
         ".grid{stroke:#2d3036}.chart "
         ".one{stroke:#999}" +
         dark +
         ".chart .limit,.chart .sign{stroke:#999;fill:#999}.chart .line,.chart .failure,.chart "
         ".crossover{fill:none}"
         ".chart .hit{stroke:none}.chart .mark.hollow{fill:#16181c}"
         ".chart .crossover{stroke:#eee}}</style>\n";
}

}  // namespace bench_report
