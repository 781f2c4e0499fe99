// Choosing the unit, the columns and the marks.
#include "tools/bench_report/output/matrix_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/output/limit_words.hpp"
#include "tools/bench_report/output/metric_text.hpp"
#include "tools/bench_report/text/lists.hpp"
#include "tools/bench_report/text/numbers.hpp"
#include "tools/bench_report/text/printable.hpp"
#include "tools/bench_report/text/utf8.hpp"

namespace bench_report {
namespace {

using Mark = MatrixCell::Mark;

std::optional<CommonUnit> unit_of_medians(const QuantileTable& table, const Matrix& matrix) {
  std::vector<double> values;
  for (const MatrixRow& row : matrix.rows) {
    for (const MatrixCell& cell : row.cells) {
      if (cell.median) {
        values.push_back(*cell.median);
      }
    }
  }
  return common_unit(values, table.set.metric);
}

/// "1.00", "1.62", "340".
std::string ratio_text(double ratio) {
  return format_in(ratio, {});
}

class Writer {
 public:
  Writer(const QuantileTable& table, const Matrix& matrix, Cells cells)
      : table_(table),
        cells_(cells),
        unit_(cells == Cells::medians ? unit_of_medians(table, matrix) : std::nullopt) {}

  /// "median in µs at N =".
  std::string title() const {
    const std::string& metric = table_.set.metric;
    if (cells_ == Cells::shares) {
      return fmt::format("% of the limit at {} =", axis_name(table_.set));
    }
    const bool is_rate = table_.set.direction == Direction::more;
    const std::string what = cells_ == Cells::ratios ? (is_rate           ? "best ÷ median"
                                                        : is_time(metric) ? "time ÷ best"
                                                                          : "median ÷ best")
                             : metric == "real_time" ? "median"
                                                     : "median " + printable(metric);
    const std::string unit = unit_ && !unit_->name.empty() ? " in " + unit_->name : "";
    return fmt::format("{}{} at {} =", what, unit, axis_name(table_.set));
  }

  std::string text(const MatrixCell& cell) const {
    if (cell.failed) {
      return "failed";
    }
    if (cells_ == Cells::shares) {
      return cell.share ? short_share(*cell.share) : "";
    }
    const auto& value = cells_ == Cells::medians ? cell.median : cell.ratio;
    return !value                    ? ""
           : cells_ == Cells::ratios ? ratio_text(*value)
           : unit_                   ? format_in(*value, *unit_)
                                     : format_metric(*value, table_.set.metric);
  }

 private:
  const QuantileTable& table_;
  Cells cells_;
  std::optional<CommonUnit> unit_;
};

std::string_view sign_of(Mark mark) {
  return mark == Mark::best ? "*" : mark == Mark::tied ? "≈" : " ";
}

/// What stands between two columns of text, and before the first.
constexpr std::size_t gap = 2;

}  // namespace

Table fitting_matrix(const QuantileTable& table, const Matrix& matrix, Cells cells, std::size_t columns) {
  const Writer writer(table, matrix, cells);
  const bool marks = cells != Cells::shares && has_marks(matrix);
  const std::size_t longest_name = std::max<std::size_t>(columns / 2, 20);
  std::size_t name_width = width(writer.title());
  for (const MatrixRow& row : matrix.rows) {
    name_width = std::max(name_width, std::min(width(row.family), longest_name));
  }
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < matrix.sizes.size(); ++i) {
    std::size_t needed = width(value_text(table.set.scale, matrix.sizes[i])) + (marks ? 1 : 0);
    for (const MatrixRow& row : matrix.rows) {
      needed = std::max(needed, width(writer.text(row.cells[i])) + (marks ? 1 : 0));
    }
    widths.push_back(needed);
  }
  std::vector<std::size_t> shown;
  for (std::size_t room = matrix.sizes.size(); room > 0; --room) {
    shown = shown_sizes(matrix.sizes.size(), room);
    std::size_t total = gap + name_width;
    for (const std::size_t place : shown) {
      total += gap + widths[place];
    }
    if (total <= columns) {
      break;
    }
  }

  Table block;
  block.columns = {{writer.title()}};
  for (const std::size_t place : shown) {
    block.columns.push_back({value_text(table.set.scale, matrix.sizes[place]) + (marks ? " " : ""), true});
  }
  for (const MatrixRow& row : matrix.rows) {
    auto& line = block.rows.emplace_back();
    line.emplace_back(shorten(row.family, longest_name));
    for (const std::size_t place : shown) {
      const MatrixCell& cell = row.cells[place];
      const std::string text = writer.text(cell);
      const bool leads = marks && cell.mark != Mark::none;
      line.emplace_back(marks ? text + std::string(sign_of(cell.mark)) : text, leads);
      line.back().tone = leads ? Tone::good : Tone::plain;
    }
  }
  if (marks) {
    std::string line = fmt::format("* {}", name_of_best(table.set.metric, table.set.direction));
    const bool ties =
        std::ranges::any_of(table.winners, [](const Winner& winner) { return !winner.tied.empty(); });
    line +=
        ties ? fmt::format(", ≈ tied with it: not told apart, or by less than {:.3g} %", 100 * table.set.tie)
             : "";
    block.footer.push_back("  " + line);
  }
  if (cells == Cells::shares) {
    for (const std::string& line : wrap(shares_legend, std::max<std::size_t>(columns, 40) - gap)) {
      block.footer.push_back("  " + line);
    }
  }
  if (shown.size() < matrix.sizes.size()) {
    std::vector<std::string> left_out;
    for (std::size_t i = 0; i < matrix.sizes.size(); ++i) {
      if (std::ranges::find(shown, i) == shown.end()) {
        left_out.push_back(value_text(table.set.scale, matrix.sizes[i]));
      }
    }
    block.footer.push_back(
        fmt::format("  no room in {} columns for {} = {}", columns, axis_name(table.set), some(left_out, 8)));
  }
  return block;
}

Table whole_matrix(const QuantileTable& table, const Matrix& matrix, Cells cells) {
  const Writer writer(table, matrix, cells);
  Table whole;
  whole.columns = {{writer.title()}};
  for (const double x : matrix.sizes) {
    whole.columns.push_back({value_text(table.set.scale, x), true});
  }
  for (const MatrixRow& row : matrix.rows) {
    auto& line = whole.rows.emplace_back();
    line.emplace_back(row.family);
    for (const MatrixCell& cell : row.cells) {
      line.emplace_back(writer.text(cell), cells != Cells::shares && cell.mark != Mark::none);
    }
  }
  return whole;
}

}  // namespace bench_report
