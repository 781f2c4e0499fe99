// Filling and ordering the cells.
#include "tools/bench_report/analysis/matrix.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "tools/bench_report/analysis/leaders.hpp"
#include "tools/bench_report/analysis/series.hpp"
#include "tools/bench_report/input/metric.hpp"

namespace bench_report {
namespace {

MatrixCell::Mark mark_of(const Winner& winner, const std::string& family) {
  if (!winner.runner_up) {
    return MatrixCell::Mark::none;  // the only one at its size is not the best of anything
  }
  return winner.family == family ? MatrixCell::Mark::best
         : std::ranges::find(winner.tied, family, &Tied::family) != winner.tied.end()
             ? MatrixCell::Mark::tied
             : MatrixCell::Mark::none;
}

/// How a row stands where it was measured last: the best first, those that were not measured at the largest
/// size behind all that were.
std::pair<std::size_t, double> standing_of(const MatrixRow& row) {
  const auto last =
      std::find_if(row.cells.rbegin(), row.cells.rend(), [](const MatrixCell& cell) { return cell.ratio; });
  return last == row.cells.rend()
             ? std::pair(row.cells.size(), std::numeric_limits<double>::infinity())
             : std::pair(static_cast<std::size_t>(last - row.cells.rbegin()), *last->ratio);
}

void sort_by_group(std::vector<MatrixRow>& rows) {
  using Place = std::pair<std::size_t, double>;
  std::map<std::string, Place> best;
  for (const MatrixRow& row : rows) {
    const Place standing = standing_of(row);
    const auto [place, is_new] = best.try_emplace(group_of(row.family), standing);
    place->second = std::min(place->second, standing);
  }
  std::ranges::stable_sort(rows, {}, [&](const MatrixRow& row) {
    const std::string group = group_of(row.family);
    return std::tuple(is_limit(row.family), best.at(group), group, standing_of(row));
  });
}

}  // namespace

Matrix make_matrix(const QuantileTable& table) {
  Matrix matrix{.sizes = sizes_of(table.set), .rows = {}};
  std::map<std::pair<std::string, double>, double> medians;
  for (const QuantileRow& row : table.rows) {
    if (row.x) {
      medians[{row.family, *row.x}] = row.median;
    }
  }
  std::map<double, const Winner*> winners;
  for (const Winner& winner : table.winners) {
    winners[winner.x] = &winner;
  }
  const bool more_is_better = table.set.direction == Direction::more;
  for (const Series& series : table.set.series) {
    MatrixRow& row = matrix.rows.emplace_back(MatrixRow{.family = series.name, .cells = {}});
    for (const double x : matrix.sizes) {
      MatrixCell& cell = row.cells.emplace_back();
      const auto median = medians.find({series.name, x});
      if (median == medians.end()) {
        const auto point = series.points.find(x);
        cell.failed = point != series.points.end() && point->second.error.has_value();
        continue;
      }
      cell.median = median->second;
      if (const Share* const share = find_share(table.limits, series.name, x)) {
        cell.share = *share;
      }
      if (const auto winner = winners.find(x); winner != winners.end()) {
        cell.mark = mark_of(*winner->second, series.name);
        const double best = winner->second->median;
        if (best > 0 && *cell.median > 0) {
          cell.ratio = more_is_better ? best / *cell.median : *cell.median / best;
        }
      }
    }
  }
  if (!table.winners.empty()) {
    sort_by_group(matrix.rows);
  }
  return matrix;
}

bool has_marks(const Matrix& matrix) {
  return std::ranges::any_of(matrix.rows, [](const MatrixRow& row) {
    return std::ranges::any_of(row.cells,
                               [](const MatrixCell& cell) { return cell.mark != MatrixCell::Mark::none; });
  });
}

Matrix with_shares(Matrix matrix) {
  std::erase_if(matrix.rows, [](const MatrixRow& row) {
    return std::ranges::none_of(row.cells, [](const MatrixCell& cell) { return cell.share.has_value(); });
  });
  return matrix;
}

std::vector<std::size_t> shown_sizes(std::size_t count, std::size_t room) {
  std::vector<std::size_t> places;
  const std::size_t shown = std::min(count, std::max<std::size_t>(room, 1));
  for (std::size_t i = 0; i < shown; ++i) {
    places.push_back(shown == 1 ? count - 1
                                : static_cast<std::size_t>(std::lround(static_cast<double>(i * (count - 1)) /
                                                                       static_cast<double>(shown - 1))));
  }
  return places;
}

}  // namespace bench_report
