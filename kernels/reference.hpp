// The input x, the right answer, and how far from it a float computation may be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace parallelization {

/// The array x: standard normal floats, a pure function of (seed, flat index), so that whoever holds a
/// part of the array can make it alone. The uniform numbers come from a counter-based generator,
/// splitmix64 (Steele, Lea & Flood 2014, doi:10.1145/2714064.2660195), turned into pairs of normals by
/// Box & Muller (1958, doi:10.1214/aoms/1177706645).
class Input {
 public:
  Input(std::uint64_t seed, std::size_t count) : seed_(seed), count_(count) {}

  std::uint64_t seed() const { return seed_; }
  std::size_t count() const { return count_; }

  /// Elements first … first + out.size() − 1.
  void part(std::size_t first, std::span<float> out) const;

  /// The whole array, made on the first call and kept until the process ends. Not thread-safe.
  std::span<const float> values() const;

 private:
  std::uint64_t seed_;
  std::size_t count_;
};

/// Units in the last place of float by which a result may miss the double-precision answer rounded to float.
/// The orders of evaluation that compilers and devices use, with and without fused multiply-add, stay
/// within 2 (observed over all normal floats; strategy_test repeats a sample).
inline constexpr std::uint32_t tolerance_ulp = 3;

/// Is y an acceptable float value of f(x)? Within tolerance_ulp of the double-precision answer; where x² or
/// x³ overflows a float, or x is not finite: one of the values that a correct evaluation in float gives (its
/// order decides between −∞ and NaN). NaN must be answered by NaN, −0 may be answered by +0.
bool acceptable(float x, float y);

/// Checks y against f(x), element by element. Empty when all are acceptable; else one line with the number of
/// wrong elements and the first of them. `first` is the flat index of x[0], for the message.
std::optional<std::string> find_mismatch(std::span<const float> x, std::span<const float> y,
                                         std::size_t first = 0);

}  // namespace parallelization
