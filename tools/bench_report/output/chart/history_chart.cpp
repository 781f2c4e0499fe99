// From points to shapes.
#include "tools/bench_report/output/chart/history_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tools/bench_report/output/chart/font.hpp"
#include "tools/bench_report/output/chart/style.hpp"
#include "tools/bench_report/output/chart/svg.hpp"
#include "tools/bench_report/output/chart/ticks.hpp"
#include "tools/bench_report/output/history_words.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/output/xml.hpp"
#include "tools/bench_report/statistics/quantile.hpp"
#include "tools/bench_report/text/printable.hpp"

namespace bench_report {
namespace {

constexpr double frame_left = 66;
constexpr double frame_right = history_chart_width - 10;
constexpr double frame_top = 18;
constexpr double frame_bottom = history_chart_height - 20;
constexpr double whole_page = 12'000;       // texts
constexpr double dots_of_a_page = 200'000;  // bytes: some ten for each

struct Range {
  double low;
  double high;
};

/// All levels and their bands, and what lies about them; not what is far from all.
Range range_of(const HistoryRow& row) {
  std::vector<double> values;
  for (const HistoryPoint& point : row.points) {
    values.push_back(point.value);
  }
  std::ranges::sort(values);
  Range range{.low = quantile(values, 0.02), .high = quantile(values, 0.98)};
  for (const HistoryLevel& level : row.levels) {
    range.low = std::min(range.low, level.value * (1 - 2 * std::min(row.noise, 0.4)));
    range.high = std::max(range.high, level.value * (1 + 2 * std::min(row.noise, 2.0)));
  }
  const double margin = std::max(0.08 * (range.high - range.low), 1e-3 * range.high);
  return {.low = std::max(range.low - margin, 0.0), .high = range.high + margin};
}

class Plot {
 public:
  Plot(const History& history, const HistoryRow& row) : history_(history), row_(row), range_(range_of(row)) {}

  double x(double commit) const {
    const auto last = static_cast<double>(std::max(history_.commits.size(), std::size_t{2}) - 1);
    return frame_left + 4 + (frame_right - frame_left - 8) * commit / last;
  }
  double x_of(std::size_t point) const { return x(static_cast<double>(row_.points[point].commit)); }
  double y(double value) const {
    return frame_bottom - (frame_bottom - frame_top) *
                              std::clamp((value - range_.low) / (range_.high - range_.low), 0.0, 1.0);
  }

  std::string frame() const;
  std::string levels() const;
  std::string dots(std::size_t most) const;
  std::string marks() const;
  std::string texts(std::size_t most) const;

 private:
  const History& history_;
  const HistoryRow& row_;
  Range range_;
};

std::string Plot::frame() const {
  std::string svg = fmt::format(R"(<path class="frame" d="M{} {}h{}v{}h-{}z"/>)", length(frame_left),
                                length(frame_top), length(frame_right - frame_left),
                                length(frame_bottom - frame_top), length(frame_right - frame_left));
  std::vector<double> ticks = linear_ticks(range_.low, range_.high);
  const std::size_t step = ticks.size() / 4 + 1;
  for (std::size_t i = 0; i < ticks.size(); i += step) {
    svg += fmt::format(R"(<path class="grid" d="M{} {}h{}"/>)", length(frame_left), length(y(ticks[i])),
                       length(frame_right - frame_left));
    svg += text_at(frame_left - 4, y(ticks[i]) + 4, format_tick(ticks[i], history_.options.metric),
                   R"( class="small end")");
  }
  const HistoryCommit& first = history_.commits.front();
  const HistoryCommit& last = history_.commits.back();
  const auto label = [](const HistoryCommit& commit) {
    return commit.moment ? day_of(commit) : shorten(short_id(commit), 24);
  };
  svg += text_at(frame_left, frame_bottom + 14, label(first), R"( class="small")");
  svg += text_at(frame_right, frame_bottom + 14, label(last), R"( class="small end")");
  return svg;
}

std::string Plot::levels() const {
  std::string bands;
  std::string lines;
  for (const HistoryLevel& level : row_.levels) {
    const double from = x_of(level.begin);
    const double to = std::max(x_of(level.end - 1), from + 1);
    const double high = y(level.value * (1 + 2 * row_.noise));
    const double low = y(level.value * (1 - 2 * row_.noise));
    bands += fmt::format("M{} {}h{}v{}h-{}z", length(from), length(high), length(to - from),
                         length(low - high), length(to - from));
    lines += fmt::format("M{} {}h{}", length(from), length(y(level.value)), length(to - from));
  }
  return fmt::format(R"(<path class="band" d="{}"/><path class="level" d="{}"/>)", bands, lines);
}

/// A dot is a line of no length with round ends.
std::string Plot::dots(std::size_t most) const {
  std::string path;
  const auto add = [&](std::size_t i) {
    path += fmt::format("M{} {}h0", length(x_of(i)), length(y(row_.points[i].value)));
  };
  const std::size_t count = row_.points.size();
  const std::size_t groups = count <= most ? count : std::max(most / 2, std::size_t{1});
  for (std::size_t group = 0; group < groups; ++group) {
    const std::size_t begin = group * count / groups;
    const std::size_t end = (group + 1) * count / groups;
    const auto by_value = [&](std::size_t a, std::size_t b) {
      return row_.points[a].value < row_.points[b].value;
    };
    std::size_t lowest = begin;
    std::size_t highest = begin;
    for (std::size_t i = begin; i < end; ++i) {
      lowest = by_value(i, lowest) ? i : lowest;
      highest = by_value(highest, i) ? i : highest;
    }
    add(std::min(lowest, highest));
    if (lowest != highest) {
      add(std::max(lowest, highest));
    }
  }
  return fmt::format(R"(<path class="dots" d="{}"/>)", path);
}

std::string Plot::marks() const {
  constexpr std::size_t letters = 7;
  std::string svg;
  double free_from = frame_left;
  for (const HistoryChange& change : row_.changes) {
    const HistoryCommit& commit = history_.commits[change.index];
    const double place =
        (x(static_cast<double>(change.last_good)) + x(static_cast<double>(change.index))) / 2;
    const std::string_view kind = change.effect == Effect::regressed  ? "worse"
                                  : change.effect == Effect::improved ? "better"
                                                                      : "other";
    svg += fmt::format(R"(<g class="mark {}{}">)", kind, change.is_explained() ? " explained" : "") +
           title(fmt::format("{}: {} from {} on, {}", name_of(change.effect),
                             change_in_words(change.ratio.estimate, history_.options), short_id(commit),
                             day_of(commit))) +
           fmt::format(R"(<path d="M{} {}v{}"/>)", length(place), length(frame_top),
                       length(frame_bottom - frame_top));
    const std::string label = commit.is_named ? commit.id.substr(0, letters) : day_of(commit);
    const double width = text_width(label);
    if (const double from = std::min(place + 3, frame_right - width); from >= free_from) {
      svg += text_at(from, frame_top - 5, label, R"( class="small")");
      free_from = from + width + 4;
    }
    svg += "</g>";
  }
  return svg;
}

/// Columns that tell under the mouse what lies there.
std::string Plot::texts(std::size_t most) const {
  const std::size_t count = row_.points.size();
  const std::size_t groups = std::min(count, std::max(most, std::size_t{1}));
  std::string svg = fmt::format(R"(<g class="hit" stroke-width="{}">)",
                                length((frame_right - frame_left) / static_cast<double>(groups)));
  for (std::size_t group = 0; group < groups; ++group) {
    const std::size_t begin = group * count / groups;
    const std::size_t end = (group + 1) * count / groups;
    const HistoryCommit& first = history_.commits[row_.points[begin].commit];
    const HistoryCommit& last = history_.commits[row_.points[end - 1].commit];
    const auto [low, high] =
        std::ranges::minmax(std::span(row_.points).subspan(begin, end - begin), {}, &HistoryPoint::value);
    const std::string value = format_metric(low.value, history_.options.metric);
    const std::string text =
        end - begin == 1
            ? fmt::format("{} {}: {}", day_of(first), short_id(first), value)
            : fmt::format("{} {} to {} {}: {} to {}", day_of(first), short_id(first), day_of(last),
                          short_id(last), value, format_metric(high.value, history_.options.metric));
    svg += fmt::format(R"(<path d="M{} {}v{}">{}</path>)", length((x_of(begin) + x_of(end - 1)) / 2),
                       length(frame_top), length(frame_bottom - frame_top), title(text));
  }
  return svg + "</g>";
}

}  // namespace

ChartBudget budget_for(std::size_t rows) {
  constexpr double fewest_points = 80;
  constexpr double fewest_texts = 12;
  const auto share = static_cast<double>(std::max(rows, std::size_t{1}));
  return {.points = static_cast<std::size_t>(std::max(dots_of_a_page / share, fewest_points)),
          .texts = static_cast<std::size_t>(std::max(whole_page / share, fewest_texts))};
}

std::string history_chart(const History& history, const HistoryRow& row, const ChartBudget& budget) {
  const Plot plot(history, row);
  return "<g>" + plot.frame() + plot.levels() + plot.dots(budget.points) + plot.texts(budget.texts) +
         plot.marks() + "</g>\n";
}

std::string_view history_style_sheet() {
  return ".history text{font:11px system-ui,'DejaVu Sans',sans-serif;fill:#222}.history "
         ".name{font-size:12.5px}"
         ".history .head{font-size:15px;font-weight:600}.history .small{font-size:10.5px;fill:#5f5f5f}"
         ".history .end{text-anchor:end}.history .paper{fill:#fff}.history .frame{fill:none;stroke:#aaa}"
         ".history .grid{stroke:#e4e4e4}.history .band{fill:#0067a5;fill-opacity:.13}"
         ".history .level{stroke:#0067a5;stroke-width:1.8;fill:none}"
         ".history .dots{stroke:#333;stroke-opacity:.65;stroke-width:2.6;stroke-linecap:round;fill:none}"
         ".history .mark path{stroke-width:1.6;fill:none}.history .explained path{stroke-dasharray:4 3}"
         ".history .worse path{stroke:#b3261e}.history .worse text{fill:#b3261e}"
         ".history .better path{stroke:#00704f}.history .better text{fill:#00704f}"
         ".history .other path{stroke:#6b4a00}.history .other text{fill:#6b4a00}"
         ".history .hit path{stroke:#888;stroke-opacity:0}.history .hit path:hover{stroke-opacity:.25}"
         "@media (prefers-color-scheme:dark){.history text{fill:#eee}.history .small{fill:#b4b4b4}"
         ".history .paper{fill:#16181c}.history .frame{stroke:#666}.history .grid{stroke:#2d3036}"
         ".history .band{fill:#5ab0f0;fill-opacity:.18}.history .level{stroke:#5ab0f0}.history "
         ".dots{stroke:#ddd}"
         ".history .worse path{stroke:#ff8a80}.history .worse text{fill:#ff8a80}"
         ".history .better path{stroke:#37d1a1}.history .better text{fill:#37d1a1}"
         ".history .other path{stroke:#f2bd42}.history .other text{fill:#f2bd42}}";
}

std::string history_svg(const History& history) {
  constexpr double head = 48;
  constexpr double name = 20;
  constexpr double margin = 10;
  const double each = history_chart_height + name + margin;
  const double height = head + each * static_cast<double>(history.rows.size());
  const double width = history_chart_width + 2 * margin;
  const auto lines = description(history);
  std::string svg = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="history" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img">)",
      length(width), length(height));
  svg += title(lines.front()) + fmt::format("<style>{}</style>", history_style_sheet()) +
         fmt::format(R"(<path class="paper" d="M0 0h{0}v{1}h-{0}z"/>)", length(width), length(height)) +
         text_at(margin, 20, fit(lines.front(), history_chart_width * 0.75), R"( class="head")") +
         text_at(margin, 38, history.options.metric, R"( class="small")") + "\n";
  double y = head;
  for (const HistoryRow& row : history.rows) {
    svg += text_at(margin, y + 14, fit(row.name, history_chart_width * 0.9), R"( class="name")");
    svg += fmt::format("<g transform=\"translate({} {})\">", length(margin), length(y + name)) +
           history_chart(history, row, {}) + "</g>\n";
    y += each;
  }
  return svg + "</svg>\n";
}

}  // namespace bench_report
