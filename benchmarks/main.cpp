// The program `bench`.
#include <iostream>

#include "benchmarks/bench.hpp"
#include "benchmarks/options.hpp"
#include "benchmarks/self_description.hpp"
#include "kernels/launcher.hpp"
#include "kernels/shortage.hpp"

int main(int argc, char** argv) {
  using namespace parallelization;
  try {
    if (const auto answer = self_description({argv, static_cast<std::size_t>(argc)})) {
      std::cout << *answer << std::flush;
      return static_cast<int>(std::cout ? Exit::measured : Exit::bad_input);
    }
    return bench(parse_options(argc, argv), argc, argv);
  } catch (const UsageError& error) {
    if (!is_helping_rank()) {  // the first rank says it
      std::cerr << "bench: " << error.what() << '\n';
    }
    return static_cast<int>(Exit::bad_input);
  } catch (const std::exception& error) {
    std::cerr << "bench: " << explain_shortage(error) << '\n';
    return static_cast<int>(Exit::bad_input);
  }
}
