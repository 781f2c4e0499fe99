// How the elements of the input are distributed.
#pragma once

namespace parallelization {

/// A distribution of floats: normal by mean and standard deviation, or uniform between two bounds.
struct Distribution {
  enum class Kind { normal, uniform };
  Kind kind = Kind::normal;
  float first = 0;   ///< mean, or lower bound
  float second = 1;  ///< standard deviation, or upper bound (excluded)
};

constexpr Distribution normal(float mean = 0, float standard_deviation = 1) {
  return {Distribution::Kind::normal, mean, standard_deviation};
}

constexpr Distribution uniform(float low, float high) {
  return {Distribution::Kind::uniform, low, high};
}

}  // namespace parallelization
