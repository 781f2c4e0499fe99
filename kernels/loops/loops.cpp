// `loops`: the notebook's starting point, one element after the other. The compiler is told not to
// vectorize this file (kernels/CMakeLists.txt), so that it shows what scalar instructions can do.
#include "kernels/function.hpp"
#include "kernels/local_strategy.hpp"

namespace parallelization {
namespace {

class Loops final : public SingleThreadStrategy {
 public:
  explicit Loops(const Setup& setup) : SingleThreadStrategy(setup), n_(setup.n) {}

 private:
  void compute() override {
    const float* const in = x();
    float* const out = y();
    for (std::size_t row = 0; row < n_; ++row) {
      for (std::size_t column = 0; column < n_; ++column) {
        out[row * n_ + column] = f(in[row * n_ + column]);
      }
    }
  }

  std::size_t n_;
};

const Registration registration{{.name = "loops",
                                 .summary = "two nested loops, one scalar element at a time",
                                 .make = make_strategy<Loops>}};

}  // namespace
}  // namespace parallelization
