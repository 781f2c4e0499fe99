// The cost of the best partition so far, as a function of the newest level: parabolas side by side.
#include "tools/bench_report/statistics/segmentation.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace bench_report {
namespace {

/// On [low, high) the cost is a·level² + b·level + c, and the newest segment begins at `begin`.
struct Piece {
  double low;
  double high;
  double a;
  double b;
  double c;
  double centre;  ///< of the parabola, where a > 0
  std::size_t begin;

  double at(double level) const { return (a * level + b) * level + c; }
  /// Where it is lowest.
  double lowest() const { return a > 0 ? std::clamp(centre, low, high) : low; }
};

struct Optimum {
  double cost = std::numeric_limits<double>::infinity();
  double level = 0;
  std::size_t begin = 0;
};

Optimum optimum_of(const std::vector<Piece>& pieces) {
  Optimum best;
  for (const Piece& piece : pieces) {
    const double level = piece.lowest();
    if (const double cost = piece.at(level); cost < best.cost) {
      best = {.cost = cost, .level = level, .begin = piece.begin};
    }
  }
  return best;
}

/// Appends a constant; neighbours become one.
void add_constant(std::vector<Piece>& pieces, double low, double high, double cost, std::size_t begin) {
  if (low >= high) {
    return;
  }
  if (!pieces.empty() && pieces.back().a == 0 && pieces.back().b == 0 && pieces.back().begin == begin) {
    pieces.back().high = high;
  } else {
    pieces.push_back({.low = low, .high = high, .a = 0, .b = 0, .c = cost, .centre = 0, .begin = begin});
  }
}

/// The smaller of each piece and a constant: that of a segment which begins now.
void take_smaller(const std::vector<Piece>& pieces, double cost, std::size_t begin,
                  std::vector<Piece>& smaller) {
  smaller.clear();
  for (const Piece& piece : pieces) {
    if (piece.a == 0) {
      if (piece.c > cost) {
        add_constant(smaller, piece.low, piece.high, cost, begin);
      } else {
        smaller.push_back(piece);
      }
      continue;
    }
    const double room = (cost - piece.at(piece.centre)) / piece.a;
    if (!(room > 0)) {
      add_constant(smaller, piece.low, piece.high, cost, begin);
      continue;
    }
    const double half = std::sqrt(room);
    const double from = std::clamp(piece.centre - half, piece.low, piece.high);
    const double to = std::clamp(piece.centre + half, piece.low, piece.high);
    add_constant(smaller, piece.low, from, cost, begin);
    if (from < to) {
      Piece& kept = smaller.emplace_back(piece);
      kept.low = from;
      kept.high = to;
    }
    add_constant(smaller, std::max(from, to), piece.high, cost, begin);
  }
}

/// Makes two of the piece that has this level within.
void divide(std::vector<Piece>& pieces, double level) {
  const auto place = std::ranges::upper_bound(pieces, level, {}, &Piece::high);
  if (place != pieces.end() && place->low < level) {
    const auto left = pieces.insert(place, *place);
    left->high = level;
    std::next(left)->low = level;
  }
}

/// Adds the loss of a value, which divides the pieces where it becomes bounded.
void add_loss(std::vector<Piece>& pieces, double value, double scale) {
  const double low = value - outlier_distance * scale;
  const double high = value + outlier_distance * scale;
  const double weight = 1 / (scale * scale);
  const double linear = 2 * weight * value;
  const double constant = weight * value * value;
  divide(pieces, low);
  divide(pieces, high);
  for (Piece& piece : pieces) {
    if (piece.low >= low && piece.high <= high) {
      piece.a += weight;
      piece.b -= linear;
      piece.c += constant;
      piece.centre = -piece.b / (2 * piece.a);
    } else {
      piece.c += outlier_distance * outlier_distance;
    }
  }
}

/// Values about one that is chosen as zero, and what may be a level: around zero, squares lose the fewest
/// digits.
struct Frame {
  Frame(std::span<const double> values, std::span<const double> scales) : origin(values[values.size() / 2]) {
    const auto [least, greatest] = std::ranges::minmax(values);
    const double margin = *std::ranges::max_element(scales);
    pieces.push_back({.low = least - origin - margin,
                      .high = greatest - origin + margin,
                      .a = 0,
                      .b = 0,
                      .c = 0,
                      .centre = 0,
                      .begin = 0});
  }

  double origin;
  std::vector<Piece> pieces;
};

}  // namespace

std::vector<Segment> segment(std::span<const double> values, std::span<const double> scales, double penalty) {
  if (values.empty()) {
    return {};
  }
  auto [origin, pieces] = Frame(values, scales);
  std::vector<Piece> scratch;
  std::vector<Optimum> best;  // of the first 1, 2, … values
  best.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) {
      take_smaller(pieces, best.back().cost + penalty, i, scratch);
      pieces.swap(scratch);
    }
    add_loss(pieces, values[i] - origin, scales[i]);
    best.push_back(optimum_of(pieces));
  }
  std::vector<Segment> segments;
  for (std::size_t end = values.size(); end > 0; end = segments.back().begin) {
    segments.push_back({.begin = best[end - 1].begin, .end = end, .level = best[end - 1].level + origin});
  }
  std::ranges::reverse(segments);
  return segments;
}

Segment one_segment(std::span<const double> values, std::span<const double> scales) {
  auto [origin, pieces] = Frame(values, scales);
  for (std::size_t i = 0; i < values.size(); ++i) {
    add_loss(pieces, values[i] - origin, scales[i]);
  }
  return {.begin = 0, .end = values.size(), .level = optimum_of(pieces).level + origin};
}

}  // namespace bench_report
