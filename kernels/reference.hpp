// The input x, the right answer, and how far from it a float computation may be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "kernels/distribution.hpp"

namespace parallelization {

/// The array x: floats of the distribution that the function asks for, a pure function of (seed, flat index),
/// so that whoever holds a part of the array can make it alone. The uniform numbers come from a counter-based
/// generator, splitmix64 (Steele, Lea & Flood 2014, doi:10.1145/2714064.2660195); for normal ones they are
/// turned into pairs by Box & Muller (1958, doi:10.1214/aoms/1177706645).
class Input {
 public:
  /// As function::input says.
  Input(std::uint64_t seed, std::size_t count);
  Input(std::uint64_t seed, std::size_t count, const Distribution& distribution)
      : seed_(seed), count_(count), distribution_(distribution) {}

  std::uint64_t seed() const { return seed_; }
  std::size_t count() const { return count_; }
  const Distribution& distribution() const { return distribution_; }

  /// Elements first … first + out.size() − 1.
  void part(std::size_t first, std::span<float> out) const;

  /// The whole array, made on the first call and kept until the process ends. Not thread-safe.
  std::span<const float> values() const;

 private:
  std::uint64_t seed_;
  std::size_t count_;
  Distribution distribution_;
};

/// Is y an acceptable float value of f(x)? It is where its distance from the double-precision answer is
/// within the bound of the rounding errors of a computation in float, with or without fused multiply-add
/// (running_error.hpp). Infinities, zeros and NaN are those of such a computation; −0 may be answered by +0.
bool acceptable(float x, float y);

/// Checks y against f(x), element by element. Empty when all are acceptable; else one line with the number of
/// wrong elements and the first of them. `first` is the flat index of x[0], for the message.
std::optional<std::string> find_mismatch(std::span<const float> x, std::span<const float> y,
                                         std::size_t first = 0);

/// The same for the whole of x; what is acceptable is kept for the next result. Not thread-safe.
std::optional<std::string> find_mismatch(const Input& x, std::span<const float> y);

}  // namespace parallelization
