// The cost of the best partition so far, as a function of the newest level: parabolas side by side.
#include "tools/bench_report/statistics/segmentation.hpp"

#include <algorithm>
#include <cmath>
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
  std::size_t begin;

  double at(double level) const { return (a * level + b) * level + c; }
  /// Where it is lowest.
  double lowest() const { return a > 0 ? std::clamp(-b / (2 * a), low, high) : low; }
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
    pieces.push_back({.low = low, .high = high, .a = 0, .b = 0, .c = cost, .begin = begin});
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
    const double centre = -piece.b / (2 * piece.a);
    const double room = (cost - piece.at(centre)) / piece.a;
    const double half = room > 0 ? std::sqrt(room) : 0;
    const double from = room > 0 ? std::clamp(centre - half, piece.low, piece.high) : piece.high;
    const double to = room > 0 ? std::clamp(centre + half, piece.low, piece.high) : piece.high;
    add_constant(smaller, piece.low, from, cost, begin);
    if (from < to) {
      Piece kept = piece;
      kept.low = from;
      kept.high = to;
      smaller.push_back(kept);
    }
    add_constant(smaller, std::max(from, to), piece.high, cost, begin);
  }
}

/// Adds the loss of a value, which divides the pieces where it becomes bounded.
void add_loss(const std::vector<Piece>& pieces, double value, double scale, std::vector<Piece>& sum) {
  const double reach = outlier_distance * scale;
  const double weight = 1 / (scale * scale);
  sum.clear();
  for (const Piece& piece : pieces) {
    const double cuts[] = {piece.low, std::clamp(value - reach, piece.low, piece.high),
                           std::clamp(value + reach, piece.low, piece.high), piece.high};
    for (int part = 0; part < 3; ++part) {
      if (cuts[part] >= cuts[part + 1]) {
        continue;
      }
      Piece added = piece;
      added.low = cuts[part];
      added.high = cuts[part + 1];
      if (part == 1) {
        added.a += weight;
        added.b -= 2 * weight * value;
        added.c += weight * value * value;
      } else {
        added.c += outlier_distance * outlier_distance;
      }
      sum.push_back(added);
    }
  }
}

}  // namespace

std::vector<Segment> segment(std::span<const double> values, std::span<const double> scales, double penalty) {
  if (values.empty()) {
    return {};
  }
  // Around zero, squares lose the fewest digits.
  const double origin = values[values.size() / 2];
  const auto [least, greatest] = std::ranges::minmax(values);
  const double margin = *std::ranges::max_element(scales);
  std::vector<Piece> pieces{{.low = least - origin - margin,
                             .high = greatest - origin + margin,
                             .a = 0,
                             .b = 0,
                             .c = 0,
                             .begin = 0}};
  std::vector<Piece> scratch;
  std::vector<Optimum> best;  // of the first 1, 2, … values
  best.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) {
      take_smaller(pieces, best.back().cost + penalty, i, scratch);
      pieces.swap(scratch);
    }
    add_loss(pieces, values[i] - origin, scales[i], scratch);
    pieces.swap(scratch);
    best.push_back(optimum_of(pieces));
  }
  std::vector<Segment> segments;
  for (std::size_t end = values.size(); end > 0; end = segments.back().begin) {
    segments.push_back({.begin = best[end - 1].begin, .end = end, .level = best[end - 1].level + origin});
  }
  std::ranges::reverse(segments);
  return segments;
}

}  // namespace bench_report
