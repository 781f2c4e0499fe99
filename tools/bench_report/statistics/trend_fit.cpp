// Robust regression on very few terms.
#include "tools/bench_report/statistics/trend_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "tools/bench_report/statistics/segmentation.hpp"

namespace bench_report {
namespace {

constexpr std::size_t most_terms = 4;
using Terms = std::array<double, most_terms>;

/// Normal equations: sums of products of terms, and of terms and values.
struct Equations {
  std::array<Terms, most_terms> products{};
  Terms values{};

  void add(const Terms& terms, std::size_t count, double value, double weight) {
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = 0; k < count; ++k) {
        products[i][k] += weight * terms[i] * terms[k];
      }
      values[i] += weight * terms[i] * value;
    }
  }

  /// By elimination; false where the terms are not independent.
  bool solve(std::size_t count, Terms& solution) {
    constexpr double nothing = 1e-9;
    for (std::size_t column = 0; column < count; ++column) {
      const double pivot = products[column][column];
      if (pivot < nothing) {
        return false;
      }
      for (std::size_t row = column + 1; row < count; ++row) {
        const double factor = products[row][column] / pivot;
        for (std::size_t k = column; k < count; ++k) {
          products[row][k] -= factor * products[column][k];
        }
        values[row] -= factor * values[column];
      }
    }
    for (std::size_t row = count; row-- > 0;) {
      double sum = values[row];
      for (std::size_t k = row + 1; k < count; ++k) {
        sum -= products[row][k] * solution[k];
      }
      solution[row] = sum / products[row][row];
    }
    return true;
  }
};

class Window {
 public:
  Window(std::span<const double> values, std::span<const double> scales, std::size_t place)
      : values_(values), scales_(scales), place_(place) {}

  /// The lowest loss of a model that `terms_of(x, is_behind)` spans, x from −1 to 1.
  template <class TermsOf>
  double lowest_loss(std::size_t count, const TermsOf& terms_of) const {
    constexpr int rounds = 8;
    // At first all values count, those far away less (as the absolute deviation has it); then those alone
    // that are near.
    double best = loss_bound();
    Terms solution{};
    std::vector<double> weights(values_.size(), 1);
    for (int round = 0; round < rounds; ++round) {
      Equations equations;
      for (std::size_t i = 0; i < values_.size(); ++i) {
        equations.add(terms_of(x(i), i >= place_), count, values_[i], weights[i] / (scales_[i] * scales_[i]));
      }
      if (!equations.solve(count, solution)) {
        break;
      }
      double loss = 0;
      for (std::size_t i = 0; i < values_.size(); ++i) {
        const Terms terms = terms_of(x(i), i >= place_);
        double residual = values_[i];
        for (std::size_t k = 0; k < count; ++k) {
          residual -= terms[k] * solution[k];
        }
        residual = std::abs(residual) / scales_[i];
        loss += std::min(residual * residual, outlier_distance * outlier_distance);
        weights[i] = round < rounds / 2 ? 1 / std::max(residual, 1.0) : residual < outlier_distance ? 1 : 0;
      }
      best = std::min(best, loss);
    }
    return best;
  }

 private:
  double x(std::size_t i) const {
    return values_.size() < 2 ? 0 : 2 * static_cast<double>(i) / static_cast<double>(values_.size() - 1) - 1;
  }
  double loss_bound() const {
    return outlier_distance * outlier_distance * static_cast<double>(values_.size());
  }

  std::span<const double> values_;
  std::span<const double> scales_;
  std::size_t place_;
};

}  // namespace

Fits fit(std::span<const double> values, std::span<const double> scales, std::size_t place) {
  // Around zero, products lose the fewest digits.
  std::vector<double> centred(values.begin(), values.end());
  for (double& value : centred) {
    value -= values[place];
  }
  const Window window(centred, scales, place);
  const auto side = [](bool is_behind) { return is_behind ? 0.5 : -0.5; };
  return {
      .step = window.lowest_loss(2,
                                 [&](double, bool behind) {
                                   return Terms{1, side(behind)};
                                 }),
      .line = window.lowest_loss(2,
                                 [](double x, bool) {
                                   return Terms{1, x};
                                 }),
      .cubic = window.lowest_loss(4,
                                  [](double x, bool) {
                                    return Terms{1, x, x * x, x * x * x};
                                  }),
  };
}

}  // namespace bench_report
