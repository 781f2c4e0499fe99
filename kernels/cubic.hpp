// The function of this project, y = x + x² + x³, written once: every strategy, the reference and the
// just-in-time tracer call this template.
#pragma once

namespace parallelization {

/// x + x·x + x·x·x for every arithmetic-like T: float, double, an Eigen array expression (then the result is
/// an expression too: hence `auto`), or a value that records what is done to it.
template <class T>
constexpr auto cubic(const T& x) {
  return x + x * x + x * x * x;
}

}  // namespace parallelization
