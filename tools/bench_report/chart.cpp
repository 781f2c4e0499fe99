// Drawing: scales, ticks, lines, bands, legend.
#include "tools/bench_report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string_view>

#include "tools/bench_report/statistics.hpp"
#include "tools/bench_report/units.hpp"
#include "tools/bench_report/xml.hpp"

namespace bench_report {
namespace {

// Lengths are in SVG's user units.
constexpr double plot_left = 84;
constexpr double plot_top = 56;
constexpr double plot_width = 640;
constexpr double plot_height = 440;
constexpr double legend_left = plot_left + plot_width + 24;
constexpr double legend_line = 21;
constexpr double small_line = 15;
constexpr double marker_size = 3.4;

/// Colours that differ for colour-blind readers too (after Okabe & Ito, https://jfly.uni-koeln.de/color/),
/// darkened for light backgrounds and lightened for dark ones.
struct Colour {
  std::string_view on_light;
  std::string_view on_dark;
};
constexpr std::array<Colour, 7> colours{{{"#0067a5", "#5ab0f0"},
                                         {"#c44e00", "#ff8f54"},
                                         {"#00805a", "#37d1a1"},
                                         {"#a8447f", "#f19ccc"},
                                         {"#8f6200", "#f2bd42"},
                                         {"#1f8fce", "#9ad7ff"},
                                         {"#4f4f4f", "#cfcfcf"}}};
constexpr std::array<std::string_view, 4> dashes{"", "9 4", "2 3", "12 3 2 3"};
constexpr std::size_t marker_kinds = 5;

/// A logarithmic axis from values to lengths.
class Scale {
 public:
  Scale(double low, double high, double from, double to)
      : low_(std::log(low)), high_(std::log(high)), from_(from), to_(to) {}

  double operator()(double value) const {
    return high_ == low_ ? (from_ + to_) / 2
                         : std::lerp(from_, to_, (std::log(value) - low_) / (high_ - low_));
  }

 private:
  double low_;
  double high_;
  double from_;
  double to_;
};

/// What is drawn of one point.
struct Quantiles {
  double x;
  double low;
  double median;
  double high;
  std::size_t samples;
};

struct Curve {
  const Series* series;
  std::vector<Quantiles> points;
  bool limit;
  std::size_t style;  ///< counts contestants and limits apart
};

/// A length with a tenth of a unit: enough for the eye, and the same on every machine.
std::string length(double value) {
  std::string text = fmt::format("{:.1f}", value);
  return text == "-0.0" ? "0.0" : text;
}

std::vector<Curve> curves_of(const SeriesSet& set) {
  std::vector<Curve> curves;
  std::size_t contestants = 0;
  std::size_t limits = 0;
  for (const Series& series : set.series) {
    Curve curve{.series = &series, .points = {}, .limit = series.is_limit(), .style = 0};
    for (const auto& [x, point] : series.points) {
      if (!point.samples.empty() && point.samples.front() > 0 && x > 0) {
        curve.points.push_back({.x = x,
                                .low = quantile(point.samples, 0.05),
                                .median = quantile(point.samples, 0.5),
                                .high = quantile(point.samples, 0.95),
                                .samples = point.samples.size()});
      }
    }
    if (!curve.points.empty()) {
      curve.style = curve.limit ? limits++ : contestants++;
      curves.push_back(std::move(curve));
    }
  }
  return curves;
}

std::string marker(std::size_t kind, double x, double y) {
  const double r = marker_size;
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

std::string style_class(const Curve& curve) {
  return curve.limit ? fmt::format("limit l{}", curve.style % dashes.size())
                     : fmt::format("s{}", curve.style % colours.size());
}

std::string dash(const Curve& curve) {
  const std::string_view pattern =
      curve.limit ? std::array<std::string_view, 3>{"5 4", "2 3", "8 3 2 3"}[curve.style % 3]
                  : dashes[curve.style / colours.size() % dashes.size()];
  return pattern.empty() ? "" : fmt::format(R"( stroke-dasharray="{}")", pattern);
}

std::string line(const Curve& curve, const std::string& points) {
  return fmt::format(R"(<polyline class="line {}"{} points="{}"/>)", style_class(curve), dash(curve), points);
}

std::string hover(const Curve& curve, const Quantiles& point, const SeriesSet& set) {
  return fmt::format("{}, {} = {}: median {}, 5–95 % {} – {}, {} samples", curve.series->name,
                     set.axis.empty() ? "x" : set.axis, point.x, format_metric(point.median, set.metric),
                     format_metric(point.low, set.metric), format_metric(point.high, set.metric),
                     point.samples);
}

std::string draw(const Curve& curve, const SeriesSet& set, const Scale& x, const Scale& y) {
  std::string median;
  std::string band;
  std::string back;
  for (const Quantiles& point : curve.points) {
    median += fmt::format("{},{} ", length(x(point.x)), length(y(point.median)));
    band += fmt::format("{},{} ", length(x(point.x)), length(y(point.high)));
    back = fmt::format("{},{} ", length(x(point.x)), length(y(point.low))) + back;
  }
  std::string text;
  if (curve.points.size() == 1) {
    const Quantiles& only = curve.points.front();
    text += fmt::format(R"(<path class="line {}" d="M{} {}V{}"/>)", style_class(curve), length(x(only.x)),
                        length(y(only.low)), length(y(only.high)));
  } else {
    if (!curve.limit) {
      text += fmt::format(R"(<polygon class="band {}" points="{}{}"/>)", style_class(curve), band, back);
    }
    text += line(curve, median);
  }
  text += '\n';
  for (const Quantiles& point : curve.points) {
    if (!curve.limit || curve.points.size() == 1) {
      text +=
          fmt::format(R"(<g class="mark {}">{}<title>{}</title></g>)", style_class(curve),
                      marker(curve.style, x(point.x), y(point.median)), escape_xml(hover(curve, point, set)));
    }
  }
  return text + '\n';
}

/// 1, 2 and 5 times powers of ten, or powers alone where the range is wide.
std::vector<double> value_ticks(double low, double high) {
  constexpr double few_decades = 2.3;
  std::vector<double> steps{1};
  if (std::log10(high / low) < few_decades) {
    steps = {1, 2, 5};
  }
  std::vector<double> ticks;
  for (int exponent = static_cast<int>(std::floor(std::log10(low))); exponent <= std::ceil(std::log10(high));
       ++exponent) {
    for (const double step : steps) {
      const double tick = step * std::pow(10, exponent);
      if (tick >= low * 0.999 && tick <= high * 1.001) {
        ticks.push_back(tick);
      }
    }
  }
  return ticks;
}

std::string axis_label(const SeriesSet& set) {
  if (set.metric == "real_time") {
    return "wall time of a run";
  }
  if (set.metric == "cpu_time") {
    return "processor time of a run";
  }
  return set.metric;
}

std::string style_sheet() {
  std::string light;
  std::string dark;
  for (std::size_t i = 0; i < colours.size(); ++i) {
    light += fmt::format(".s{}{{stroke:{};fill:{}}}", i, colours[i].on_light, colours[i].on_light);
    dark += fmt::format(".s{}{{stroke:{};fill:{}}}", i, colours[i].on_dark, colours[i].on_dark);
  }
  return "<style>text{font-family:system-ui,'DejaVu Sans',sans-serif;font-size:12px;fill:#222;stroke:none}"
         ".title{font-size:16px;font-weight:600}.small{font-size:10.5px;fill:#666}"
         ".paper{fill:#fff}.frame{fill:none;stroke:#999}.grid{stroke:#e4e4e4}" +
         light +
         ".limit{stroke:#777;fill:#777}.line{fill:none;stroke-width:1.8;stroke-linejoin:round}"
         ".limit.line{stroke-width:1.2}.band{stroke:none;opacity:.16}.mark{stroke-width:.5}"
         "@media "
         "(prefers-color-scheme:dark){text{fill:#eee}.small{fill:#aaa}.paper{fill:#16181c}.frame{stroke:#777}"
         ".grid{stroke:#2d3036}.limit{stroke:#999;fill:#999}" +
         dark + ".line{fill:none}.band{stroke:none}}</style>\n";
}

}  // namespace

std::string draw_chart(const SeriesSet& set, const ChartText& words) {
  const std::vector<Curve> curves = curves_of(set);
  if (curves.empty()) {
    throw std::invalid_argument(
        "nothing to draw: no benchmark has a numeric argument and positive samples of " + set.metric);
  }
  double low = std::numeric_limits<double>::infinity();
  double high = 0;
  std::vector<double> sizes;
  for (const Curve& curve : curves) {
    for (const Quantiles& point : curve.points) {
      low = std::min(low, point.low);
      high = std::max(high, point.high);
      sizes.push_back(point.x);
    }
  }
  std::ranges::sort(sizes);
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  constexpr double margin = 1.15;
  low /= margin;
  high *= margin;

  // The legend is ordered like the right ends of the curves, top to bottom.
  std::vector<const Curve*> legend;
  legend.reserve(curves.size());
  for (const Curve& curve : curves) {
    legend.push_back(&curve);
  }
  std::ranges::stable_sort(legend, std::ranges::greater(),
                           [](const Curve* curve) { return curve->points.back().median; });

  std::size_t longest = 0;
  for (const Curve* curve : legend) {
    longest = std::max(longest, std::min<std::size_t>(width(curve->series->name), 60));
  }
  const double legend_width = 48 + 6.9 * static_cast<double>(longest);
  const double legend_height = legend_line * static_cast<double>(legend.size());
  const double inner_height = std::max(plot_height, legend_height);
  const double total_width = legend_left + legend_width + 12;
  const double plot_bottom = plot_top + inner_height;
  const double total_height =
      plot_bottom + 58 + small_line * static_cast<double>(words.small_print.size()) + 10;
  const Scale x(sizes.front(), sizes.back(), plot_left + 10, plot_left + plot_width - 10);
  const Scale y(low, high, plot_bottom, plot_top);

  std::string svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-labelledby="title desc">)"
      "\n<title id=\"title\">{2}</title>\n<desc id=\"desc\">{3}</desc>\n",
      length(total_width), length(total_height), escape_xml(words.title),
      escape_xml(fmt::format(
          "Chart with two logarithmic axes: {} against {}, for {} families. For each a line of medians and "
          "a band from the 5 % to the 95 % quantile.",
          axis_label(set), set.axis.empty() ? "the argument" : set.axis, curves.size())));
  svg += style_sheet();
  svg += fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n", length(total_width),
                     length(total_height));
  svg += fmt::format("<text class=\"title\" x=\"{}\" y=\"32\">{}</text>\n", length(plot_left),
                     escape_xml(words.title));

  for (const double tick : value_ticks(low, high)) {
    svg += fmt::format(
        "<path class=\"grid\" d=\"M{} {}h{}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
        length(plot_left), length(y(tick)), length(plot_width), length(plot_left - 8), length(y(tick) + 4),
        escape_xml(format_tick(tick, set.metric)));
  }
  double last_label = -std::numeric_limits<double>::infinity();
  for (const double size : sizes) {
    svg += fmt::format("<path class=\"grid\" d=\"M{} {}v{}\"/>", length(x(size)), length(plot_top),
                       length(inner_height));
    const std::string label = fmt::format("{}", size);
    const double space = 8 + 7.2 * static_cast<double>(label.size());
    if (x(size) - last_label >= space) {
      svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", length(x(size)),
                         length(plot_bottom + 18), label);
      last_label = x(size);
    }
    svg += '\n';
  }
  svg += fmt::format("<rect class=\"frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                     length(plot_left), length(plot_top), length(plot_width), length(inner_height));
  svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                     length(plot_left + plot_width / 2), length(plot_bottom + 38),
                     set.axis == "N" ? "N (the array has N × N elements)"
                                     : escape_xml(set.axis.empty() ? "argument" : set.axis));
  svg += fmt::format("<text transform=\"translate(20 {}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
                     length(plot_top + inner_height / 2), escape_xml(axis_label(set)));

  for (const bool limits : {true, false}) {
    for (const Curve& curve : curves) {
      if (curve.limit == limits) {
        svg += draw(curve, set, x, y);
      }
    }
  }

  double legend_y = plot_top + 10;
  for (const Curve* curve : legend) {
    svg += line(*curve, fmt::format("{},{} {},{}", length(legend_left), length(legend_y),
                                    length(legend_left + 34), length(legend_y)));
    if (!curve->limit) {
      svg += fmt::format("<g class=\"mark {}\">{}</g>", style_class(*curve),
                         marker(curve->style, legend_left + 17, legend_y));
    }
    std::string name = curve->series->name;
    constexpr std::size_t longest_name = 60;
    if (width(name) > longest_name) {
      name = name.substr(0, longest_name - 1) + "…";
    }
    svg += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", length(legend_left + 42), length(legend_y + 4),
                       escape_xml(name));
    legend_y += legend_line;
  }
  double small_y = plot_bottom + 62;
  for (const std::string& text : words.small_print) {
    svg += fmt::format("<text class=\"small\" x=\"{}\" y=\"{}\">{}</text>\n", length(plot_left),
                       length(small_y), escape_xml(text));
    small_y += small_line;
  }
  return svg + "</svg>\n";
}

}  // namespace bench_report
