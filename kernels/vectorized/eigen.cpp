// `vectorized/eigen`: one array expression, which Eigen fuses into a single vectorized pass: what a C++
// programmer writes where the notebook writes x + x * x + x * x * x.
#include <Eigen/Core>

#include "kernels/cubic.hpp"
#include "kernels/local_strategy.hpp"

namespace parallelization {
namespace {

class FusedExpression final : public SingleThreadStrategy {
 public:
  using SingleThreadStrategy::SingleThreadStrategy;

 private:
  using ConstMap = Eigen::Map<const Eigen::ArrayXf, Eigen::AlignedMax>;
  using Map = Eigen::Map<Eigen::ArrayXf, Eigen::AlignedMax>;

  void compute() override {
    const auto size = static_cast<Eigen::Index>(count());
    const ConstMap in(x(), size);
    Map(y(), size) = cubic(in);
  }
};

const Registration registration{{.name = "vectorized/eigen",
                                 .summary = "one fused Eigen array expression, vectorized by the library",
                                 .make = make_strategy<FusedExpression>}};

}  // namespace
}  // namespace parallelization
