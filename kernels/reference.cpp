// The input, the reference in double precision, and the comparison.
#include "kernels/reference.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kernels/function.hpp"
#include "kernels/running_error.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {
namespace {

std::uint64_t splitmix64(std::uint64_t state) {
  std::uint64_t z = state + 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::array<float, 2> normal_pair(double u, double v, const Distribution& normal) {
  const double radius = std::sqrt(-2.0 * std::log(u)) * normal.second;
  const double angle = 2.0 * std::numbers::pi * v;
  return {static_cast<float>(normal.first + radius * std::cos(angle)),
          static_cast<float>(normal.first + radius * std::sin(angle))};
}

/// u is in [0, 1]; the result is not the upper bound, to which it may be rounded.
float uniform_number(double u, const Distribution& uniform) {
  const double low = uniform.first;
  const double high = uniform.second;
  const auto number = static_cast<float>(low + (high - low) * u);
  return number < uniform.second ? number : std::nextafter(uniform.second, uniform.first);
}

/// Elements 2·pair and 2·pair + 1.
std::array<float, 2> make_pair(std::uint64_t seed, std::uint64_t pair, const Distribution& distribution) {
  const std::uint64_t bits = splitmix64(splitmix64(seed) ^ (pair * 0xd1342543de82ef95U));
  constexpr double scale = 0x1p-32;
  const double u = (static_cast<double>(bits >> 32U) + 0.5) * scale;  // in (0, 1): its logarithm is finite
  const double v = static_cast<double>(bits & 0xffffffffU) * scale;
  return distribution.kind == Distribution::Kind::normal
             ? normal_pair(u, v, distribution)
             : std::array{uniform_number(u, distribution), uniform_number(v, distribution)};
}

/// One object per input that was asked for.
template <class T>
std::pair<std::vector<T>*, bool> kept_for(const Input& x) {
  using Key = std::tuple<std::uint64_t, std::size_t, Distribution::Kind, float, float>;
  static std::map<Key, std::vector<T>> kept;
  const Distribution& how = x.distribution();
  const auto [place, is_new] = kept.try_emplace({x.seed(), x.count(), how.kind, how.first, how.second});
  return {&place->second, is_new};
}

constexpr auto call_f = [](const auto& x) { return f(x); };

/// f in double precision, and how far a float computation may be away.
RunningError<> evaluate(float x) {
  return f(RunningError<>(x));
}

/// The floats that `evaluate` covers; none where it says more than "from … to".
struct Accepted {
  float least = std::numeric_limits<float>::infinity();
  float greatest = -std::numeric_limits<float>::infinity();

  bool has(float y) const { return least <= y && y <= greatest; }
};

Accepted accepted_at(float x) {
  const RunningError<> answer = evaluate(x);
  Accepted accepted;
  if (std::isfinite(answer.value()) && std::isfinite(answer.error())) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    accepted.least = static_cast<float>(answer.value() - answer.error());
    accepted.greatest = static_cast<float>(answer.value() + answer.error());
    if (!answer.covers(accepted.least)) {
      accepted.least = std::nextafter(accepted.least, infinity);
    }
    if (!answer.covers(accepted.greatest)) {
      accepted.greatest = std::nextafter(accepted.greatest, -infinity);
    }
  }
  return accepted;
}

/// Empty where the array is so large that making them anew is the smaller evil.
std::span<const Accepted> accepted_for(const Input& x) {
  constexpr std::size_t largest = 1U << 20U;
  if (x.count() > largest) {
    return {};
  }
  const auto [accepted, is_new] = kept_for<Accepted>(x);
  if (is_new) {
    accepted->reserve(x.count());
    for (const float value : x.values()) {
      accepted->push_back(accepted_at(value));
    }
  }
  return *accepted;
}

std::optional<std::string> find_mismatch(std::span<const float> x, std::span<const float> y,
                                         std::size_t first, std::span<const Accepted> accepted) {
  if (x.size() != y.size()) {
    return fmt::format("{} elements in the result, {} in the input", y.size(), x.size());
  }
  std::size_t wrong = 0;
  std::size_t example = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool is_right = (!accepted.empty() && accepted[i].has(y[i])) || acceptable(x[i], y[i]);
    if (!is_right && wrong++ == 0) {
      example = i;
    }
  }
  if (wrong == 0) {
    return std::nullopt;
  }
  return fmt::format("wrong result in {} of {} elements, the first at index {}: f({}) = {}, got {}", wrong,
                     x.size(), first + example, x[example], static_cast<float>(evaluate(x[example]).value()),
                     y[example]);
}

}  // namespace

Input::Input(std::uint64_t seed, std::size_t count) : Input(seed, count, function::input) {}

void Input::part(std::size_t first, std::span<float> out) const {
  std::size_t i = 0;
  if (first % 2 == 1 && !out.empty()) {
    out[i++] = make_pair(seed_, first / 2, distribution_)[1];
  }
  for (; i + 1 < out.size(); i += 2) {
    const auto both = make_pair(seed_, (first + i) / 2, distribution_);
    out[i] = both[0];
    out[i + 1] = both[1];
  }
  if (i < out.size()) {
    out[i] = make_pair(seed_, (first + i) / 2, distribution_)[0];
  }
}

std::span<const float> Input::values() const {
  const auto [values, is_new] = kept_for<float>(*this);
  if (is_new) {
    values->resize(count_);
    part(0, *values);
  }
  return *values;
}

bool acceptable(float x, float y) {
  return may_give(call_f, x, y);
}

std::optional<std::string> find_mismatch(std::span<const float> x, std::span<const float> y,
                                         std::size_t first) {
  return find_mismatch(x, y, first, {});
}

std::optional<std::string> find_mismatch(const Input& x, std::span<const float> y) {
  return find_mismatch(x.values(), y, 0, accepted_for(x));
}

void Strategy::fill(const Input& x) {
  load(x.values());
}

std::optional<std::string> Strategy::check(const Input& x) {
  return find_mismatch(x, result());
}

}  // namespace parallelization
