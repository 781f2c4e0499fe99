// What tests of strategies share.
#pragma once

#include <cstddef>
#include <vector>

namespace parallelization::test {

/// `count` floats of the project's input (seed 7), with zeros of both signs, denormals, infinities, NaN and
/// values whose powers overflow strewn in, at places that reach every lane of a vector and both ends of the
/// array.
std::vector<float> special_input(std::size_t count, bool with_denormals = true);

}  // namespace parallelization::test
