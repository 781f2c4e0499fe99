// Inputs that are hard on a float computation, and the main of test programs that run strategies.
#include "kernels/test_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <limits>
#include <ostream>

#include "kernels/launcher.hpp"
#include "kernels/reference.hpp"
#include "kernels/strategy.hpp"

namespace parallelization {

void PrintTo(const Entry& entry, std::ostream* out) {
  *out << entry.name;
}

}  // namespace parallelization

namespace parallelization::test {

std::vector<float> special_input(std::size_t count, bool with_denormals) {
  using Limits = std::numeric_limits<float>;
  const std::array specials{0.0F,
                            -0.0F,
                            Limits::denorm_min(),
                            -1e-40F,
                            Limits::min(),
                            Limits::infinity(),
                            -Limits::infinity(),
                            Limits::quiet_NaN(),
                            Limits::max(),
                            Limits::lowest(),
                            6.98e12F,
                            -6.98e12F,
                            1e20F,
                            -1e20F,
                            -1.0F,
                            -0.5F,
                            1e-20F};
  std::vector<float> x(count);
  Input(7, count).part(0, x);
  constexpr std::size_t stride = 5;  // coprime to every vector length
  for (std::size_t i = 0, which = 0; i < count; i += stride, ++which) {
    const float value = specials[which % specials.size()];
    const bool tiny = value != 0 && std::abs(value) <= Limits::min();
    x[i] = tiny && !with_denormals ? 1.0F : value;
  }
  if (count > 1) {
    x[count - 1] = -Limits::infinity();
  }
  return x;
}

std::vector<Entry> built_strategies() {
  std::vector<Entry> built;
  std::ranges::copy_if(strategies(), std::back_inserter(built), [](const Entry& entry) {
    return entry.make && (entry.division != Division::by_launcher || launched_rank());
  });
  return built;
}

std::string as_test_name(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return text;
}

}  // namespace parallelization::test

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) {
    return RUN_ALL_TESTS();
  }
  const parallelization::Start start{.argc = argc, .argv = argv, .workers = 7, .selected = true};
  const auto all = [](const parallelization::Entry&) { return true; };
  if (const auto status = parallelization::start_strategies(start, all)) {
    return *status;
  }
  return RUN_ALL_TESTS();
}
