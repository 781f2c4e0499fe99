// What tests of strategies share.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "kernels/strategy.hpp"

namespace parallelization {

/// GoogleTest prints parameters with this.
void PrintTo(const Entry& entry, std::ostream* out);

}  // namespace parallelization

namespace parallelization::test {

/// `count` floats of the project's input (seed 7), with zeros of both signs, denormals, infinities, NaN and
/// values whose powers overflow strewn in, at places that reach every lane of a vector and both ends of the
/// array. Without denormals the least normal number is left out too: half of it is one.
std::vector<float> special_input(std::size_t count, bool with_denormals = true);

/// The registered entries that are built here (a stub has nothing to test), and that need no launcher unless
/// there was one.
std::vector<Entry> built_strategies();

/// `text` with everything replaced that may not stand in a test's name.
std::string as_test_name(std::string text);

}  // namespace parallelization::test
