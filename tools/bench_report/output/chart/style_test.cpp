// Families can be told apart, also by those who see fewer colours.
#include "tools/bench_report/output/chart/style.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "tools/bench_report/output/chart/groups.hpp"

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
    for (const std::size_t shade : {0U, 1U}) {
      for (std::size_t i = 0; i < colours.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
          EXPECT_GT(difference(colours[i].on_light[shade], colours[k].on_light[shade], eyes), 10)
              << i << ' ' << k << ' ' << shade;
          EXPECT_GT(difference(colours[i].on_dark[shade], colours[k].on_dark[shade], eyes), 10)
              << i << ' ' << k << ' ' << shade;
        }
      }
    }
  }
}

TEST(ChartStyle, ShadesOfOneColourDiffer) {
  for (const Colour& colour : colours) {
    EXPECT_GT(difference(colour.on_light[0], colour.on_light[1], everyone), 10) << colour.on_light[0];
    EXPECT_GT(difference(colour.on_dark[0], colour.on_dark[1], everyone), 10) << colour.on_dark[0];
  }
}

/// WCAG 2's contrast.
double contrast(std::string_view a, std::string_view b) {
  const auto luminance = [](std::string_view hex) {
    const double l = (lab(hex, everyone)[0] + 16) / 116;
    return l > 0.2069 ? l * l * l : (l - 16.0 / 116) / 7.787;
  };
  const double first = luminance(a);
  const double second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

TEST(ChartStyle, ColoursStandOutFromThePaper) {
  for (const Colour& colour : colours) {
    for (const std::size_t shade : {0U, 1U}) {
      EXPECT_GE(contrast(colour.on_light[shade], "#ffffff"), 2.9) << colour.on_light[shade];
      EXPECT_GE(contrast(colour.on_dark[shade], "#16181c"), 2.9) << colour.on_dark[shade];
    }
  }
}

/// The looks of families, as far as they show without colour, and their colours.
struct Look {
  std::string shape;
  Colour colour;
  std::size_t shade;
};

std::vector<Look> looks_of(const std::vector<std::string>& families) {
  std::vector<ChartCurve> curves(families.size());
  for (std::size_t i = 0; i < families.size(); ++i) {
    curves[i].family = families[i];
  }
  give_styles(curves);
  std::vector<Look> looks;
  for (const ChartCurve& curve : curves) {
    looks.push_back(
        {dash(curve) + marker(curve.style.marker, 0, 0, 1), colours[curve.style.hue], curve.style.shade});
  }
  return looks;
}

void expect_differ(const std::vector<std::string>& families) {
  const auto looks = looks_of(families);
  for (std::size_t i = 0; i < looks.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (looks[i].shape == looks[k].shape) {
        const auto& [unused_i, a, shade_a] = looks[i];
        const auto& [unused_k, b, shade_b] = looks[k];
        EXPECT_GT(difference(a.on_light[shade_a], b.on_light[shade_b], everyone), 25)
            << families[i] << ' ' << families[k];
        EXPECT_GT(difference(a.on_dark[shade_a], b.on_dark[shade_b], everyone), 25)
            << families[i] << ' ' << families[k];
      }
    }
  }
}

TEST(ChartStyle, WhatHasOneDashAndOneMarkerHasClearlyDifferentColours) {
  std::vector<std::string> groups;
  std::vector<std::string> alone;
  for (const char* group : {"cuda", "jit", "loops", "multiprocessing", "multithreading", "vectorized"}) {
    for (const char* family : {"/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"}) {
      groups.push_back(std::string(group) + family);
    }
  }
  for (int i = 0; i < 28; ++i) {
    alone.push_back("family" + std::to_string(i));
  }
  expect_differ(groups);
  expect_differ(alone);
}

TEST(ChartStyle, AGroupHasOneHueWhicheverOthersAreThere) {
  const auto hues = [](std::vector<std::string> families) {
    std::vector<ChartCurve> curves(families.size());
    std::ranges::transform(families, curves.begin(), [](const std::string& family) {
      ChartCurve curve;
      curve.family = family;
      return curve;
    });
    give_styles(curves);
    std::vector<std::size_t> all;
    for (const ChartCurve& curve : curves) {
      all.push_back(curve.style.hue);
    }
    return all;
  };
  const auto some = hues({"jit/llvm", "loops", "vectorized/eager", "vectorized/eigen"});
  const auto more = hues(
      {"jit/llvm", "loops", "vectorized/eager", "vectorized/eigen", "cuda/fused", "multiprocessing/pipe"});
  EXPECT_EQ(some[2], some[3]);
  EXPECT_NE(some[0], some[1]);
  EXPECT_TRUE(std::equal(some.begin(), some.end(), more.begin()));
  const auto others = hues({"BM_Sort<int>/std", "BM_Sort<int>/radix", "BM_Find/std", "loops"});
  EXPECT_EQ(others[0], others[1]);
  EXPECT_NE(others[0], others[2]);
  EXPECT_NE(others[2], others[3]) << "a known group keeps its hue";
}

TEST(ChartStyle, BoundsDifferInTheirDashes) {
  std::vector<ChartCurve> curves(5);
  std::set<std::string> dashes;
  for (std::size_t i = 0;
       const char* const kind : {"copy", "copy_parallel", "arithmetic", "arithmetic_parallel", "cuda_copy"}) {
    curves[i].family = std::string("limit/") + kind;
    curves[i++].limit = true;
  }
  give_styles(curves);
  for (const ChartCurve& curve : curves) {
    dashes.insert(dash(curve));
  }
  EXPECT_EQ(dashes.size(), curves.size());
}

}  // namespace
}  // namespace bench_report
