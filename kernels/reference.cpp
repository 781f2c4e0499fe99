// The input, the reference in double precision, and the comparison.
#include "kernels/reference.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kernels/cubic.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {
namespace {

std::uint64_t splitmix64(std::uint64_t state) {
  std::uint64_t z = state + 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

/// Elements 2·pair and 2·pair + 1.
std::array<float, 2> normal_pair(std::uint64_t seed, std::uint64_t pair) {
  const std::uint64_t bits = splitmix64(splitmix64(seed) ^ (pair * 0xd1342543de82ef95U));
  constexpr double scale = 0x1p-32;
  const double u = (static_cast<double>(bits >> 32U) + 0.5) * scale;  // in (0, 1): its logarithm is finite
  const double v = static_cast<double>(bits & 0xffffffffU) * scale;
  const double radius = std::sqrt(-2.0 * std::log(u));
  const double angle = 2.0 * std::numbers::pi * v;
  return {static_cast<float>(radius * std::cos(angle)), static_cast<float>(radius * std::sin(angle))};
}

/// Floats in the order of their values, as integers one apart for neighbours; both zeros are 0.
std::int64_t ordinal(float value) {
  const auto bits = std::bit_cast<std::int32_t>(value);
  return bits >= 0 ? bits : -static_cast<std::int64_t>(bits & 0x7fffffff);
}

bool near(float a, float b) {
  return std::abs(ordinal(a) - ordinal(b)) <= static_cast<std::int64_t>(tolerance_ulp);
}

/// The least |x| whose square or cube may overflow a float: cbrt(max) is 6.98e12.
constexpr float overflow_from = 6.9e12F;

/// What a correct evaluation in float may give where an intermediate value overflows.
std::array<float, 5> float_evaluations(float x) {
  const float square = x * x;
  const float cube = square * x;
  return {(x + square) + cube, std::fma(square, x, x + square), std::fma(square, x, std::fma(x, x, x)),
          std::fma(x, std::fma(x, x, x), x), x * std::fma(x, x + 1.0F, 1.0F)};
}

}  // namespace

void Input::part(std::size_t first, std::span<float> out) const {
  std::size_t i = 0;
  if (first % 2 == 1 && !out.empty()) {
    out[i++] = normal_pair(seed_, first / 2)[1];
  }
  for (; i + 1 < out.size(); i += 2) {
    const auto both = normal_pair(seed_, (first + i) / 2);
    out[i] = both[0];
    out[i + 1] = both[1];
  }
  if (i < out.size()) {
    out[i] = normal_pair(seed_, (first + i) / 2)[0];
  }
}

std::span<const float> Input::values() const {
  static std::map<std::pair<std::uint64_t, std::size_t>, std::vector<float>> made;
  auto [place, is_new] = made.try_emplace({seed_, count_});
  if (is_new) {
    place->second.resize(count_);
    part(0, place->second);
  }
  return place->second;
}

bool acceptable(float x, float y) {
  if (std::isnan(x)) {
    return std::isnan(y);
  }
  if (std::abs(x) < overflow_from) {
    return !std::isnan(y) && near(y, static_cast<float>(cubic(static_cast<double>(x))));
  }
  return std::ranges::any_of(float_evaluations(x), [y](float value) {
    return std::isnan(value) ? std::isnan(y) : !std::isnan(y) && near(y, value);
  });
}

std::optional<std::string> find_mismatch(std::span<const float> x, std::span<const float> y,
                                         std::size_t first) {
  if (x.size() != y.size()) {
    return fmt::format("{} elements in the result, {} in the input", y.size(), x.size());
  }
  std::size_t wrong = 0;
  std::size_t example = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!acceptable(x[i], y[i]) && wrong++ == 0) {
      example = i;
    }
  }
  if (wrong == 0) {
    return std::nullopt;
  }
  return fmt::format("wrong result in {} of {} elements, the first at index {}: f({}) = {}, got {}", wrong,
                     x.size(), first + example, x[example],
                     static_cast<float>(cubic(static_cast<double>(x[example]))), y[example]);
}

void Strategy::fill(const Input& x) {
  load(x.values());
}

std::optional<std::string> Strategy::check(const Input& x) {
  return find_mismatch(x.values(), result());
}

}  // namespace parallelization
