// Families can be told apart, also by those who see fewer colours.
#include "tools/bench_report/output/chart/style.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace bench_report {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

/// Machado, Oliveira & Fernandes (2009, doi:10.1109/TVCG.2009.113), severity 1, for linear RGB.
constexpr Matrix everyone{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix protanopia{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};

Vector product(const Matrix& matrix, const Vector& v) {
  Vector result{};
  for (std::size_t i = 0; i < 3; ++i) {
    result[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
  }
  return result;
}

/// CIE L*a*b* (D65) of "#rrggbb" as such eyes see it.
Vector lab(std::string_view hex, const Matrix& eyes) {
  Vector rgb{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double value = std::stoi(std::string(hex.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    rgb[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  }
  rgb = product(eyes, rgb);
  for (double& value : rgb) {
    value = std::clamp(value, 0.0, 1.0);
  }
  constexpr Matrix to_xyz{{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};
  constexpr Vector white{0.95047, 1, 1.08883};
  Vector xyz = product(to_xyz, rgb);
  for (std::size_t i = 0; i < 3; ++i) {
    const double value = xyz[i] / white[i];
    xyz[i] = value > 0.008856 ? std::cbrt(value) : 7.787 * value + 16.0 / 116;
  }
  return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double difference(std::string_view a, std::string_view b, const Matrix& eyes) {
  const Vector x = lab(a, eyes);
  const Vector y = lab(b, eyes);
  return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

TEST(ChartStyle, ColoursDifferForColourBlindReaders) {
  for (const Matrix& eyes : {everyone, protanopia, deuteranopia}) {
    for (std::size_t i = 0; i < colours.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        EXPECT_GT(difference(colours[i].on_light, colours[k].on_light, eyes), 10) << i << ' ' << k;
        EXPECT_GT(difference(colours[i].on_dark, colours[k].on_dark, eyes), 10) << i << ' ' << k;
      }
    }
  }
}

TEST(ChartStyle, WhatHasOneDashAndOneMarkerHasClearlyDifferentColours) {
  const auto look = [](std::size_t style) {
    ChartCurve curve;
    curve.style = style;
    return dash(curve) + marker(style, 0, 0, 1);
  };
  for (std::size_t i = 0; i < 28; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (look(i) == look(k)) {
        const Colour& a = colours[i % colours.size()];
        const Colour& b = colours[k % colours.size()];
        EXPECT_GT(difference(a.on_light, b.on_light, everyone), 25) << i << ' ' << k;
        EXPECT_GT(difference(a.on_dark, b.on_dark, everyone), 25) << i << ' ' << k;
      }
    }
  }
}

}  // namespace
}  // namespace bench_report
